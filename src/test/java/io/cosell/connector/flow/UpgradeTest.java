package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From private to partner-led to co-sell, and never back. */
class UpgradeTest extends FlowTest {
  private static final String HELP = "How_can_Microsoft_help__c";
  private static final String VISIBILITY = "Referral_Visibility__c";
  private static final String SYNC = "Sync_with_Partner_Center__c";
  private static final String CONSENT = "/consent/consentToShareReferralWithMicrosoftSellers";

  @Test
  @DisplayName("A03 a visible opportunity without help becomes a partner-led referral")
  void a03() {
    var id = opportunity(unique("Partner-led"), Map.of(VISIBILITY, true));

    edit(id, Map.of(SYNC, true));

    var referral = referralOf(id);
    assertThat(referral.at(CONSENT).asBoolean()).isTrue();
    untilIdle();
    assertThat(engagementOf(referral)).hasSize(1);
    assertThat(record(id).get(VISIBILITY)).isEqualTo(true);
  }

  @Test
  @DisplayName("A09 help chosen on a linked private deal adds Microsoft's referral")
  void a09() {
    var id = linkedOpportunity(unique("Upgraded"));
    var referral = referralOf(id);
    contact(id, "ada." + id + "@northbrook.example");
    untilIdle();

    edit(id, Map.of(HELP, "Proof Of Concept or Demo"));

    until(() -> assertThat(engagementOf(referral)).hasSize(2));
    var microsofts = engagementOf(referral).stream().filter(FlowTest::isMicrosofts).findFirst();
    assertThat(microsofts.orElseThrow().at("/inviteContext/assistanceRequestCode").asText())
        .isEqualTo("ProofOfConceptOrDemo");
    until(() -> assertThat(record(id).get(VISIBILITY)).isEqualTo(true));
    untilIdle();
    assertThat(record(id).get("Referral_Identifier__c")).isEqualTo(referral.path("id").asText());
    assertThat(partnerCenter.referral(referral.path("id").asText()).at(CONSENT).asBoolean())
        .isTrue();
    assertThat(engagementOf(referral)).hasSize(2);
  }

  @Test
  @DisplayName("A09 help without a contact on a linked deal is refused, and sent once there is one")
  void a09WithoutContact() {
    var name = unique("Upgraded too early");
    var id = linkedOpportunity(name);
    var referral = referralOf(id);

    edit(id, Map.of(HELP, "Quotes or Licensing"));

    until(() -> assertThat((String) record(id).get("Name")).isEqualTo("✖ " + name));
    assertThat((String) record(id).get("Audit__c")).containsIgnoringCase("contact");
    assertThat(engagementOf(referral)).hasSize(1);
    contact(id, "ada." + id + "@northbrook.example");
    until(() -> assertThat(engagementOf(referral)).hasSize(2));
    until(() -> assertThat((String) record(id).get("Name")).isEqualTo("✔ " + name));
  }

  @Test
  @DisplayName("A09 help asked for with a deal of the portal, whose team has no user in Salesforce")
  void a09PortalsTeam() {
    var name = unique("Portal's own");
    var made =
        partnerCenter
            .asPortalUser()
            .creates(Deal.named(name).visibleToMicrosoft().worth("75000", "GBP"));
    until(() -> assertThat(opportunityOf(made.path("id").asText())).isNotNull());
    untilIdle();

    edit(
        (String) opportunityOf(made.path("id").asText()).get("Id"),
        Map.of(HELP, "Quotes or Licensing"));

    until(() -> assertThat(engagementOf(made)).hasSize(2));
  }

  @Test
  @DisplayName("A10 visibility reaches a linked deal; taken back it is restored, and Audit says so")
  void a10() {
    var id = linkedOpportunity(unique("Shown"));
    var referralId = referralOf(id).path("id").asText();

    edit(id, Map.of(VISIBILITY, true));
    until(() -> assertThat(partnerCenter.referral(referralId).at(CONSENT).asBoolean()).isTrue());
    untilIdle();

    edit(id, Map.of(VISIBILITY, false));

    until(() -> assertThat(record(id).get(VISIBILITY)).isEqualTo(true));
    assertThat((String) record(id).get("Audit__c"))
        .contains("Referral_Visibility__c: cannot be taken back");
    untilIdle();
    assertThat(partnerCenter.referral(referralId).at(CONSENT).asBoolean()).isTrue();
  }

  @Test
  @DisplayName("A10 help taken back is restored, and Audit says so")
  void a10Help() {
    var id = linkedOpportunity(unique("Helped"));
    contact(id, "ada." + id + "@northbrook.example");
    edit(id, Map.of(HELP, "Proof Of Concept or Demo"));
    var referral = referralOf(id);
    until(() -> assertThat(engagementOf(referral)).hasSize(2));
    untilIdle();

    var nothing = new java.util.HashMap<String, Object>();
    nothing.put(HELP, null);
    edit(id, nothing);

    until(() -> assertThat(record(id).get(HELP)).isEqualTo("Proof Of Concept or Demo"));
    assertThat((String) record(id).get("Audit__c"))
        .contains("How_can_Microsoft_help__c: cannot be taken back");
  }

  @Test
  @DisplayName("A20 when Microsoft's half fails only that half is tried again")
  void a20() {
    var id = opportunity(unique("Half made"), Map.of(HELP, "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    untilIdle();
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("POST", "/v1.0/engagements/referrals").times(2).after(1));

    edit(id, Map.of(SYNC, true));

    var referral = referralOf(id);
    until(() -> assertThat(engagementOf(referral)).hasSize(2));
    untilIdle();
    assertThat(own(id)).hasSize(1);
    assertThat(engagementOf(referral)).hasSize(2);
    assertThat(record(id).get("Referral_Identifier__c")).isEqualTo(referral.path("id").asText());
    assertThat(connector.links().ofOpportunity(id).orElseThrow().microsoftReferralId()).isNotNull();
  }

  private List<ObjectNode> engagementOf(ObjectNode referral) {
    return partnerCenter.engagement(referral.path("engagementId").asText());
  }
}
