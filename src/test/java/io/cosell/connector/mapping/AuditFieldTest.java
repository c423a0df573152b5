package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditFieldTest {
  private static final Instant NOON = Instant.parse("2026-01-12T12:00:59Z");

  @Test
  void startsWithItsFirstLine() {
    assertThat(AuditField.withLine("", NOON, "done.")).isEqualTo("2026-01-12 12:00 - done.");
    assertThat(AuditField.withLine(null, NOON, "done.")).isEqualTo("2026-01-12 12:00 - done.");
  }

  @Test
  void putsTheNewestLineFirst() {
    var field = AuditField.withLine("2026-01-11 09:00 - before.", NOON, "after.");

    assertThat(field.lines())
        .containsExactly("2026-01-12 12:00 - after.", "2026-01-11 09:00 - before.");
  }

  @Test
  void keepsALineOnOneLine() {
    assertThat(AuditField.withLine("", NOON, "refused:\r\n  bad\tvalue\n"))
        .isEqualTo("2026-01-12 12:00 - refused: bad value");
  }

  @Test
  void takesLineBreaksOfEveryKindForBlanks() {
    var field = AuditField.withLine("", NOON, "refused:\u2028bad\u0085value");

    assertThat(field).isEqualTo("2026-01-12 12:00 - refused: bad value");
    assertThat(AuditField.lastLineIs(field, "refused:\u2028bad\u0085value")).isTrue();
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(AuditField.withLine("", NOON, "x" + "🚀".repeat(5_000))).endsWith("🚀");
    assertThat(AuditField.withLine("", NOON, "🚀".repeat(5_000))).endsWith("🚀");
  }

  @Test
  void losesItsOldestLinesAtNinetyFivePercent() {
    var line = "2025-01-01 00:00 - " + "x".repeat(80);
    var old = (line + "\n").repeat(1_000);

    var field = AuditField.withLine(old, NOON, "newest.");

    assertThat(field.length()).isBetween(94_800, 95_000);
    assertThat(field).startsWith("2026-01-12 12:00 - newest.\n").endsWith(line);
  }

  @Test
  void knowsWhatItsNewestLineSays() {
    var field = "2026-01-12 12:00 - failed.\r\n2026-01-11 09:00 - done.";

    assertThat(AuditField.lastLineIs(field, "failed.")).isTrue();
    assertThat(AuditField.lastLineIs(field, "done.")).isFalse();
    assertThat(AuditField.lastLineIs("", "done.")).isFalse();
  }
}
