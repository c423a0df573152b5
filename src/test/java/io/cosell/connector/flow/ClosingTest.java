package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.Deal;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How deals end, and that they stay ended. */
class ClosingTest extends FlowTest {

  @Test
  @DisplayName("A17 nothing is sent for a closed deal, and Audit says that it is final")
  void a17() {
    var id = linkedOpportunity(unique("Won already"));
    var referralId = referralOf(id).path("id").asText();
    edit(id, Map.of("StageName", "Closed Won"));
    until(() -> assertSubstatus(referralId, "Won"));
    untilIdle();
    var before = partnerCenter.referral(referralId);

    edit(id, Map.of("Amount", 99_000, "Description", "Signed."));

    until(() -> assertThat((String) record(id).get("Audit__c")).contains("closed"));
    untilIdle();
    assertThat(partnerCenter.referral(referralId)).isEqualTo(before);
    assertThat(record(id).get("Amount").toString()).startsWith("99000");
    assertThat((String) record(id).get("Name")).startsWith("✔ ");
  }

  @Test
  @DisplayName("A17 a deal opened again in Salesforce stays closed in Partner Center")
  void a17OpenedAgain() {
    var id = linkedOpportunity(unique("Opened again"));
    var referralId = referralOf(id).path("id").asText();
    edit(id, Map.of("StageName", "Closed Lost"));
    until(() -> assertSubstatus(referralId, "Lost"));
    untilIdle();

    edit(id, Map.of("StageName", "Qualification"));

    until(() -> assertThat((String) record(id).get("Audit__c")).contains("closed"));
    untilIdle();
    assertSubstatus(referralId, "Lost");
    assertThat(record(id).get("StageName")).isEqualTo("Qualification");
  }

  @Test
  @DisplayName("A16 a deal won while on hold is accepted first, then won")
  void a16OnHold() {
    var id = shared(Deal.named(unique("Won at once")));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();

    edit(opportunityId, Map.of("StageName", "Closed Won"));

    until(() -> assertSubstatus(id, "Won"));
    assertThat(partnerCenter.referral(id).path("acceptedDateTime").isNull()).isFalse();
  }

  @Test
  @DisplayName("B04 closed lost while on hold declines the deal with a reason")
  void b04() {
    var id = shared(Deal.named(unique("Not for us")));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();

    edit(opportunityId, Map.of("StageName", "Closed Lost"));

    until(() -> assertSubstatus(id, "Declined"));
    assertThat(partnerCenter.referral(id).path("statusReason").asText()).isNotBlank();
    untilIdle();
    assertThat(record(opportunityId).get("StageName")).isEqualTo("Closed Lost");
  }

  @Test
  @DisplayName("B08 a stage the seller chose is not thrown back by an accepted referral")
  void b08() {
    var id = shared(Deal.named(unique("Negotiating")).worth("1000", "EUR"));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();
    edit(opportunityId, Map.of("StageName", "Negotiation/Review"));
    until(() -> assertSubstatus(id, "Accepted"));
    untilIdle();

    partnerCenter.asPortalUser().changes(id, "/details/dealValue", 2000);

    until(() -> assertThat(record(opportunityId).get("Amount").toString()).startsWith("2000"));
    assertThat(record(opportunityId).get("StageName")).isEqualTo("Negotiation/Review");
  }

  @Test
  @DisplayName("B09 declined, lost and closed as an error in Partner Center close the opportunity")
  void b09OtherEndings() {
    var declined = shared(Deal.named(unique("Declined in the portal")));
    var lost = shared(Deal.named(unique("Lost in the portal")));
    var error = shared(Deal.named(unique("A mistake")));
    var opportunities =
        Map.of(
            declined, (String) opportunityOf(declined).get("Id"),
            lost, (String) opportunityOf(lost).get("Id"),
            error, (String) opportunityOf(error).get("Id"));
    untilIdle();

    partnerCenter.asPortalUser().declines(declined, "Budget not adequate");
    partnerCenter.asPortalUser().accepts(lost);
    partnerCenter.asPortalUser().loses(lost, "Customer chose another vendor");
    partnerCenter.asPortalUser().accepts(error);
    partnerCenter.asPortalUser().closesAsError(error, "Test referral");

    opportunities.forEach(
        (referral, opportunity) ->
            until(() -> assertThat(record(opportunity).get("StageName")).isEqualTo("Closed Lost")));
    assertThat(auditOf(opportunities.get(declined)))
        .contains("declined")
        .contains("Budget not adequate");
    assertThat(auditOf(opportunities.get(lost)))
        .contains("lost")
        .contains("Customer chose another vendor");
    assertThat(auditOf(opportunities.get(error))).contains("error").contains("Test referral");
  }

  private String auditOf(String opportunityId) {
    return (String) record(opportunityId).get("Audit__c");
  }

  private void assertSubstatus(String referralId, String substatus) {
    assertThat(partnerCenter.referral(referralId).path("substatus").asText()).isEqualTo(substatus);
  }
}
