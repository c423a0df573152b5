package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.Deal;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that other connectors stumble over. */
class TextAndDateTest extends FlowTest {

  @Test
  @DisplayName("C05 quotes, line breaks and emoji arrive as they are, both ways, without an echo")
  void c05() {
    var awkward = "\"Quoted\" & 'single' <b>bold</b> \\ back – 日本語 👩‍💻 100 %";
    var notes = "First line: \"yes\"\nSecond line 👍\ttab & more";
    var id = opportunity(unique(awkward), Map.of("Description", notes));
    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    var referral = referralOf(id);
    var name = (String) record(id).get("Name");
    assertThat(referral.path("name").asText()).isEqualTo(name.replace("✔ ", ""));
    assertThat(referral.at("/details/notes").asText()).isEqualTo(notes);
    untilIdle();

    partnerCenter
        .asPortalUser()
        .changes(referral.path("id").asText(), "/details/notes", awkward + "\nand so on");
    until(() -> assertThat(record(id).get("Description")).isEqualTo(awkward + "\nand so on"));
  }

  @Test
  @DisplayName("C05 a name of 120 characters keeps its length in Partner Center and its mark here")
  void c05LongName() {
    var name = (unique("Long") + " ").concat("x".repeat(120)).substring(0, 120);
    var id = opportunity(name, Map.of());

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    assertThat(referralOf(id).path("name").asText()).isEqualTo(name);
    until(() -> assertThat((String) record(id).get("Name")).startsWith("✔ ").hasSize(120));
  }

  @Test
  @DisplayName("C05 notes of 30,000 characters that Partner Center refuses are clearly refused")
  void c05LongNotes() {
    var name = unique("Long notes");
    var id = linkedOpportunity(name);

    edit(id, Map.of("Description", "y".repeat(30_000)));

    until(() -> assertThat((String) record(id).get("Name")).isEqualTo("✖ " + name));
    assertThat((String) record(id).get("Audit__c")).contains("notes");
    assertThat(record(id).get("Description")).isEqualTo("y".repeat(30_000));
    edit(id, Map.of("Description", "short again"));
    until(() -> assertThat((String) record(id).get("Name")).isEqualTo("✔ " + name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2027-03-31T00:00:00Z",
        "2027-03-31T23:59:59.9999999Z",
        "2027-03-31T23:30:00+00:00"
      })
  @DisplayName("C06 a close date on either side of midnight UTC stays the same date both ways")
  void c06(String closing) {
    var id = shared(Deal.named(unique("Midnight")).with("/details/closingDateTime", closing));
    var opportunity = opportunityOf(id);
    assertThat(opportunity.get("CloseDate")).isEqualTo("2027-03-31");
    var opportunityId = (String) opportunity.get("Id");
    untilIdle();

    edit(opportunityId, Map.of("StageName", "Qualification", "Amount", 5000));
    until(
        () ->
            assertThat(partnerCenter.referral(id).at("/details/dealValue").asInt())
                .isEqualTo(5000));
    untilIdle();
    assertThat(partnerCenter.referral(id).at("/details/closingDateTime").asText())
        .isEqualTo(closing);

    edit(opportunityId, Map.of("CloseDate", "2027-04-01"));
    until(
        () ->
            assertThat(partnerCenter.referral(id).at("/details/closingDateTime").asText())
                .startsWith("2027-04-01T00:00:00"));
    untilIdle();
    assertThat(record(opportunityId).get("CloseDate")).isEqualTo("2027-04-01");
  }
}
