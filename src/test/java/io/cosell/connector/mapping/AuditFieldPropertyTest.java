package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AuditFieldPropertyTest {
  private static final Instant NOON = Instant.parse("2026-01-12T12:00:59Z");

  @Property
  void knowsTheLineItWasGivenLast(@ForAll("fields") String before, @ForAll("texts") String text) {
    assertThat(AuditField.lastLineIs(AuditField.withLine(before, NOON, text), text)).isTrue();
  }

  @Property
  void growsByOneLineOnTopUntilItIsFull(
      @ForAll("fields") String before, @ForAll("texts") String text) {
    var field = AuditField.withLine(before, NOON, text);

    assertThat(field.length()).isLessThanOrEqualTo(95_000);
    var lines = List.of(field.split("\\R"));
    assertThat(lines.get(0)).startsWith("2026-01-12 12:00 - ");
    if (!before.isBlank()) {
      var older = List.of(before.split("\\R"));
      assertThat(lines.subList(1, lines.size())).isEqualTo(older.subList(0, lines.size() - 1));
    }
    if (!before.isBlank() && before.length() < 90_000) {
      assertThat(field).endsWith("\n" + before);
    }
  }

  @Property
  void isCutBetweenCharacters(@ForAll("fields") String before, @ForAll("texts") String text) {
    var field = AuditField.withLine(before, NOON, text);

    assertThat(new String(field.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(field);
  }

  @Provide
  Arbitrary<String> texts() {
    return AnyText.any();
  }

  /** As many lines as there may be, or as Salesforce has kept a field that people edited. */
  @Provide
  Arbitrary<String> fields() {
    var line = AnyText.awkward().map(text -> "2026-01-11 09:00 - " + text.replaceAll("\\R", " "));
    return Arbitraries.oneOf(
        Arbitraries.of("", " "),
        line.list().ofMaxSize(5).map(lines -> String.join("\n", lines)),
        line.map(it -> (it + "\n").repeat(95_000 / it.length()).strip()),
        AnyText.ofLength(96_000));
  }
}
