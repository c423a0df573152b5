package io.cosell.connector.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTest {

  @Test
  void saysCodeFieldValueAndReason() {
    assertThat(ErrorCode.PARTNER_CENTER_VALUE.of("Amount", "-1", "must be more than 0"))
        .hasToString(
            "E201 Amount is \"-1\": Partner Center does not accept the value: must be more than 0");
    assertThat(ErrorCode.CLOSING_DATE_MISSING.empty("CloseDate"))
        .hasToString("E107 CloseDate is empty: Partner Center needs the expected closing date");
    assertThat(ErrorCode.SALESFORCE_VALIDATION.of("Amount", null, "Too high"))
        .hasToString("E302 Amount: a validation rule of your org refuses it: Too high");
    assertThat(ErrorCode.SALESFORCE_STORAGE.of("", null))
        .hasToString("E320 the org's storage is full");
  }

  @Test
  void showsNoMoreThanEightyCharactersOfAValueAndNoSecret() {
    var finding =
        ErrorCode.PARTNER_CENTER_VALUE.of("Notes", "password=hunter2 and " + "long ".repeat(900));

    assertThat(finding.value()).hasSizeLessThanOrEqualTo(81).startsWith("password=*** and long");
    assertThat(finding.toString()).doesNotContain("hunter2");
  }

  @Test
  void keepsBeginningAndEndOfTheirWordsAndNoHalfCharacter() {
    var finding = ErrorCode.SALESFORCE_OTHER.of("", null, "begin " + "🚀".repeat(900) + " end");

    assertThat(finding.reason())
        .hasSizeLessThan(340)
        .startsWith("Salesforce refuses it: begin ")
        .endsWith(" end")
        .matches(text -> text.codePoints().noneMatch(it -> it >= 0xD800 && it <= 0xDFFF));
  }

  @Test
  void namesItsFieldsInTheRemedy() {
    assertThat(ErrorCode.ADDRESS_MISSING.remedy(List.of("A", "B"))).isEqualTo("Fill in A, B.");
    assertThat(ErrorCode.ADDRESS_MISSING.remedy(List.of())).isEqualTo("Fill in the field.");
  }
}
