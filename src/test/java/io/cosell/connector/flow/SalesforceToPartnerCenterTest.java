package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SalesforceToPartnerCenterTest extends FlowTest {

  @Test
  @DisplayName("A01 an opportunity that is not marked for sync is not sent")
  void a01() {
    var id = opportunity(unique("Not yet"), Map.of());

    edit(id, Map.of("Amount", 50000));
    untilIdle();

    assertThat(own(id)).isEmpty();
    assertThat(record(id).get("Referral_Identifier__c")).isNull();
  }

  @Test
  @DisplayName("A02 ticking sync makes one private referral")
  void a02() {
    var name = unique("Cold chain");
    var id = opportunity(name, Map.of());

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    var referral = referralOf(id);
    assertThat(referral.path("name").asText()).isEqualTo(name);
    assertThat(referral.path("type").asText()).isEqualTo("Independent");
    assertThat(referral.at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean())
        .isFalse();
    assertThat(referral.at("/details/dealValue").decimalValue()).isEqualByComparingTo("48000");
    assertThat(referral.at("/details/currency").asText()).isEqualTo("GBP");
    assertThat(referral.at("/details/closingDateTime").asText()).startsWith("2027-03-31");
    assertThat(referral.at("/details/requirements/solutions/0/id").asText())
        .isEqualTo("SOL-40210-KLP");
    assertThat(referral.at("/customerProfile/address/country").asText()).isEqualTo("GB");
    until(
        () -> {
          var record = record(id);
          assertThat(record.get("Referral_Identifier__c")).isEqualTo(referral.path("id").asText());
          assertThat((String) record.get("Referral_Link__c"))
              .contains(referral.path("id").asText());
          assertThat((String) record.get("Audit__c"))
              .contains("CRM to Partner Center Referral sync success.");
          assertThat((String) record.get("Name")).isEqualTo("✔ " + name);
        });
  }

  @Test
  @DisplayName("A04 choosing help makes a second referral for Microsoft in the same engagement")
  void a04() {
    var id =
        opportunity(
            unique("Help wanted"), Map.of("How_can_Microsoft_help__c", "Quotes or Licensing"));
    contact(id, "ada." + id + "@northbrook.example");

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    var own = referralOf(id);
    assertThat(own.path("type").asText()).isEqualTo("Shared");
    until(() -> assertThat(partnerCenter.engagement(own.path("engagementId").asText())).hasSize(2));
    var microsofts =
        partnerCenter.engagement(own.path("engagementId").asText()).stream()
            .filter(FlowTest::isMicrosofts)
            .findFirst()
            .orElseThrow();
    assertThat(microsofts.at("/inviteContext/assistanceRequestCode").asText())
        .isEqualTo("QuotesOrLicensing");
    assertThat(own.at("/customerProfile/team/0/email").asText())
        .isEqualToIgnoringCase("ada." + id + "@northbrook.example");
    until(() -> assertThat(record(id).get("Referral_Visibility__c")).isEqualTo(true));
  }

  @Test
  @DisplayName("A11 changed values travel in one patch with only the changed paths")
  void a11() {
    var id = linkedOpportunity(unique("Bigger now"));
    partnerCenter.api().journal().clear();

    edit(
        id,
        Map.of("Amount", 61000.50, "Description", "Scope has grown.", "CloseDate", "2027-06-30"));

    until(
        () -> {
          var referral = referralOf(id);
          assertThat(referral.at("/details/dealValue").decimalValue())
              .isEqualByComparingTo("61000.5");
          assertThat(referral.at("/details/notes").asText()).isEqualTo("Scope has grown.");
          assertThat(referral.at("/details/closingDateTime").asText()).startsWith("2027-06-30");
        });
    untilIdle();
    var patches = partnerCenter.api().journal().of("PATCH", "/referrals/");
    assertThat(patches).singleElement();
    assertThat(patches.get(0).body())
        .contains("/details/dealValue", "/details/notes", "/details/closingDateTime")
        .doesNotContain(
            "/details/currency", "/team", "/status", "/externalReferenceId", "solutions");
  }

  @Test
  @DisplayName("A12 a change of nothing relevant makes no call to Partner Center")
  void a12() {
    var id = linkedOpportunity(unique("Quiet"));
    partnerCenter.api().journal().clear();

    edit(id, Map.of("NextStep", "Call them on Monday"));
    untilIdle();

    assertThat(partnerCenter.api().journal().of("GET", "/referrals")).isEmpty();
    assertThat(partnerCenter.api().journal().of("PATCH", "/referrals")).isEmpty();
  }

  @Test
  @DisplayName("A16 closed won and closed lost reach Partner Center, the latter with a reason")
  void a16() {
    var won = linkedOpportunity(unique("To be won"));
    var lost = linkedOpportunity(unique("To be lost"));

    edit(won, Map.of("StageName", "Closed Won"));
    edit(lost, Map.of("StageName", "Closed Lost"));

    until(
        () -> {
          assertThat(referralOf(won).path("substatus").asText()).isEqualTo("Won");
          assertThat(referralOf(lost).path("substatus").asText()).isEqualTo("Lost");
          assertThat(referralOf(lost).path("statusReason").asText()).isEqualTo("Other");
        });
  }
}
