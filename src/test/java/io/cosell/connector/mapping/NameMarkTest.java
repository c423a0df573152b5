package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameMarkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Rollout",
        "✔ Rollout",
        "✓ Rollout",
        "✖ Rollout",
        "✗Rollout",
        "✘ ✔ Rollout",
        "✔\uFE0F Rollout",
        "✔\u2003✖\u00A0Rollout",
        "\u001C\u00A0Rollout"
      })
  void isTakenOffHoweverItWasWritten(String name) {
    assertThat(NameMark.strip(name)).isEqualTo("Rollout");
  }

  @Test
  void isNeverStacked() {
    var failed = NameMark.put(NameMark.CROSS, "✔ Rollout");

    assertThat(failed).isEqualTo("✖ Rollout");
    assertThat(NameMark.put(NameMark.CHECK, failed)).isEqualTo("✔ Rollout");
  }

  @Test
  void staysWhereItIsWithinTheName() {
    assertThat(NameMark.strip("Check ✔ this")).isEqualTo("Check ✔ this");
  }

  @Test
  void countsOnlyWithABlankBehindIt() {
    assertThat(NameMark.carries("✔ Rollout", NameMark.CHECK)).isTrue();
    assertThat(NameMark.carries("✓ Rollout", NameMark.CHECK)).isFalse();
    assertThat(NameMark.carries("✖ Rollout", NameMark.CHECK)).isFalse();
    assertThat(NameMark.carries(null, NameMark.CHECK)).isFalse();
  }

  @Test
  void isFoundWhereThereIsNoNameBehindIt() {
    var marked = NameMark.put(NameMark.CHECK, "✖ ");

    assertThat(marked).isEqualTo("✔");
    assertThat(NameMark.carries(marked, NameMark.CHECK)).isTrue();
  }

  @Test
  void leavesRoomForItselfInTheLongestName() {
    var marked = NameMark.put(NameMark.CHECK, "n".repeat(120));

    assertThat(marked).hasSize(120).startsWith("✔ n");
  }

  @Test
  void cutsNoCharacterInHalf() {
    var name = "n".repeat(119) + "🚀";

    assertThat(NameMark.cut(name)).isEqualTo("n".repeat(119));
    assertThat(NameMark.cut("n".repeat(118) + "🚀")).hasSize(120).endsWith("🚀");
  }
}
