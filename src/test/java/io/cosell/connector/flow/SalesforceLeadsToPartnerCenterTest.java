package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a seller does with a lead, and what Partner Center hears of it. */
class SalesforceLeadsToPartnerCenterTest extends LeadTest {

  @Test
  @DisplayName("B13 converting a lead accepts its referral and links the opportunity it became")
  void converted() {
    var customer = unique("Converted");
    var id = sent(lead(customer).worth("120000", "EUR"));
    var lead = inStep(id);

    var opportunityId = salesforce.asSeller().convertLead(lead);
    compareBothSides();

    var referral = referral(id);
    assertThat(referral.path("status").asText()).isEqualTo("Active");
    assertThat(referral.path("substatus").asText()).isEqualTo("Accepted");
    assertThat(referral.path("externalReferenceId").asText()).isEqualTo(opportunityId);
    var opportunity = record(opportunityId);
    assertThat(opportunity)
        .containsEntry("Referral_Identifier__c", id)
        .containsEntry("Sync_with_Partner_Center__c", true)
        .containsEntry("StageName", "Prospecting")
        .containsEntry("CurrencyIsoCode", "EUR");
    assertThat((String) opportunity.get("Name")).startsWith("✔ ");
    assertThat((String) opportunity.get("Referral_Link__c")).contains(id);
    assertThat(opportunity.get("Amount").toString()).startsWith("120000");
    assertThat((String) opportunity.get("Audit__c")).contains("has converted lead " + lead);
    assertThat(found(id)).hasSize(1);
    assertThat(accounts(customer)).hasSize(1);
    assertThat(contactsNamed("Lynd", customer)).hasSize(1);
    assertThat(connector.links().ofReferral(id).orElseThrow().opportunityId())
        .isEqualTo(opportunityId);
  }

  @Test
  void theConvertedOpportunityIsADealLikeEveryOther() {
    var id = sent(lead(unique("Goes on")));
    var opportunityId = salesforce.asSeller().convertLead(inStep(id));
    compareBothSides();

    edit(opportunityId, Map.of("Amount", 51000));

    until(
        () ->
            assertThat(referral(id).at("/details/dealValue").decimalValue())
                .isEqualByComparingTo("51000"));
    forgetCalls();
    compareBothSides();
    assertThat(writes()).isEmpty();
  }

  @Test
  void aLeadThatBothSidesAcceptIsOneDeal() {
    var customer = unique("Both");
    var id = sent(lead(customer));
    var opportunityId = salesforce.asSeller().convertLead(inStep(id));

    partnerCenter.asPortalUser().accepts(id);
    until(() -> assertThat(connector.links().ofReferral(id)).isPresent());
    compareBothSides();

    assertThat(found(id)).extracting(it -> it.get("Id")).containsExactly(opportunityId);
    assertThat(record(opportunityId)).containsEntry("Referral_Identifier__c", id);
    assertThat(accounts(customer)).hasSize(1);
  }

  @Test
  void aLeadConvertedWithoutAnOpportunityIsNoAnswer() {
    var customer = unique("Without opportunity");
    var id = sent(lead(customer));
    var lead = inStep(id);
    salesforce.asSeller().convertLeadWithoutOpportunity(lead);

    compareBothSides();
    compareBothSides();
    partnerCenter.asPortalUser().changes(id, "/details/notes", "And now?");
    untilIdle();

    assertThat(referral(id).path("status").asText()).isEqualTo("New");
    assertThat(auditOf(id))
        .filteredOn(entry -> entry.summary().contains("was converted, but"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.summary()).contains("it became no opportunity"));

    partnerCenter.asPortalUser().accepts(id);

    assertThat(opportunityOf(id).get("AccountId"))
        .isEqualTo(leadRecord(lead).get("ConvertedAccountId"));
    untilIdle();
    assertThat(accounts(customer)).hasSize(1);
  }

  @Test
  void theOpportunityOfALeadMayBeDeletedBeforeAnybodyLooks() {
    var id = sent(lead(unique("Deleted at once")));
    var opportunityId = salesforce.asSeller().convertLead(inStep(id));
    salesforce.asSeller().delete("Opportunity", opportunityId);

    compareBothSides();

    assertThat(referral(id).path("status").asText()).isEqualTo("New");
    assertThat(auditOf(id).get(0).summary()).contains(opportunityId + " does not exist");
  }

  @Test
  void aLeadConvertedIntoAnotherDealLeavesThatDealAlone() {
    var id = sent(lead(unique("Into another deal")));
    var lead = inStep(id);
    var other = shared(Deal.named(unique("Another deal")));
    var deal = (String) opportunityOf(other).get("Id");
    untilIdle();
    salesforce.asSeller().convertLeadInto(lead, deal);

    compareBothSides();

    assertThat(record(deal)).containsEntry("Referral_Identifier__c", other);
    assertThat(referral(id).path("status").asText()).isEqualTo("New");
    assertThat(auditOf(id).get(0).summary())
        .contains("its opportunity " + deal + " belongs to referral " + other);
  }

  @Test
  void convertingALeadAfterItsReferralHasEndedLeavesTheOpportunityAlone() {
    var id = sent(lead(unique("Too late")));
    var lead = inStep(id);
    partnerCenter.expire(id);
    until(() -> assertThat(leadRecord(lead).get("Status")).isEqualTo("Closed - Not Converted"));
    untilIdle();

    var opportunityId = salesforce.asSeller().convertLead(lead);
    compareBothSides();

    assertThat(record(opportunityId))
        .containsEntry("StageName", "Prospecting")
        .doesNotContainEntry("Referral_Identifier__c", id);
    assertThat(auditOf(id).get(0).summary()).contains("its referral is closed");
  }

  @Test
  void convertingALeadThatIsADealAlreadyChangesNothing() {
    var id = sent(lead(unique("Twice")));
    var lead = inStep(id);
    partnerCenter.asPortalUser().accepts(id);
    var deal = opportunityOf(id);
    untilIdle();

    salesforce.asSeller().convertLead(lead);
    compareBothSides();

    assertThat(found(id)).singleElement().isEqualTo(record((String) deal.get("Id")));
  }

  @Test
  void theStatusOfASellerWhoIsNotInterestedDeclinesTheReferral() {
    var id = sent(lead(unique("Not interested")));
    var lead = inStep(id);

    editLead(lead, Map.of("Status", "Closed - Not Converted", "LeadSource", "Competitor"));
    compareBothSides();

    var referral = referral(id);
    assertThat(referral.path("status").asText()).isEqualTo("Closed");
    assertThat(referral.path("substatus").asText()).isEqualTo("Declined");
    assertThat(referral.path("statusReason").asText()).isEqualTo("Competitor");
    assertThat(found(id)).isEmpty();
    forgetCalls();
    compareBothSides();
    assertThat(writes()).isEmpty();
  }

  @Test
  void noOtherStatusDeclines() {
    var id = sent(lead(unique("Worked on")));
    var lead = inStep(id);
    forgetCalls();

    editLead(lead, Map.of("Status", "Working - Contacted"));
    compareBothSides();

    assertThat(writes()).isEmpty();
    assertThat(referral(id).path("status").asText()).isEqualTo("New");
  }

  @Test
  void aDeclinedLeadThatIsOpenedAgainStaysDeclined() {
    var id = sent(lead(unique("Opened again")));
    var lead = inStep(id);
    editLead(lead, Map.of("Status", "Closed - Not Converted"));
    compareBothSides();
    forgetCalls();

    editLead(lead, Map.of("Status", "Working - Contacted", "Description", "After all"));
    compareBothSides();
    compareBothSides();

    assertThat(writes()).hasSize(1);
    assertThat(leadRecord(lead)).containsEntry("Status", "Working - Contacted");
    assertThat((String) leadRecord(lead).get("Audit__c"))
        .contains("Status: the referral is closed, which is final")
        .contains("Description: ");
  }

  @Test
  @DisplayName(
      "C01 an edit reaches Partner Center as one patch with only what differs, and no echo")
  void edited() {
    var id = sent(lead(unique("Edited")));
    var lead = inStep(id);
    forgetCalls();

    editLead(
        lead,
        Map.of(
            "Phone", "+49305550199",
            "LastName", "Lynd-Bond",
            "Description", "Wants a pilot.",
            "Title", "Buyer"));
    compareBothSides();

    var patch = writes();
    assertThat(patch).hasSize(1);
    assertThat(paths(patch.get(0)))
        .containsExactlyInAnyOrder("/details/notes", "/customerProfile/team");
    var contact = referral(id).at("/customerProfile/team/0");
    assertThat(contact.path("phoneNumber").asText()).isEqualTo("+49305550199");
    assertThat(contact.path("lastName").asText()).isEqualTo("Lynd-Bond");
    assertThat(contact.path("firstName").asText()).isEqualTo("Vesper");
    assertThat(referral(id).at("/details/notes").asText()).isEqualTo("Wants a pilot.");
    compareBothSides();
    assertThat(writes()).hasSize(1);
  }

  @Test
  void aLeadWhoseLinkWasLostIsKnownByItsIdentifier() {
    var id = sent(lead(unique("Unlinked")));
    var lead = inStep(id);
    connector.bean(JdbcClient.class).sql("delete from lead_link").update();

    editLead(lead, Map.of("Description", "Remembered."));
    compareBothSides();

    assertThat(leadRecord(lead).get("Description"))
        .isEqualTo(referral(id).at("/details/notes").asText());
    assertThat(leads(id)).hasSize(1);
    partnerCenter.asPortalUser().accepts(id);
    opportunityOf(id);
    untilIdle();
    assertThat(leadRecord(lead).get("Status")).isEqualTo("Closed - Not Converted");
  }

  @Test
  void theOtherPeopleOfTheCustomerStay() {
    var id = sent(lead(unique("Two people")));
    var lead = inStep(id);
    var second =
        Map.of(
            "firstName", "Mona",
            "lastName", "Sax",
            "email", "mona@example.com",
            "phoneNumber", "+1555");
    partnerCenter.asPortalUser().changes(id, Map.of("/customerProfile/team/-", second));
    untilIdle();

    editLead(lead, Map.of("Phone", "+49305550199"));
    compareBothSides();

    var team = referral(id).at("/customerProfile/team");
    assertThat(team).hasSize(2);
    assertThat(team.at("/0/phoneNumber").asText()).isEqualTo("+49305550199");
    assertThat(team.at("/1/lastName").asText()).isEqualTo("Sax");
  }

  @Test
  void whatPartnerCenterHasFrozenStaysInSalesforce() {
    var id = sent(lead(unique("Frozen")));
    var lead = inStep(id);
    forgetCalls();

    editLead(lead, Map.of("Company", "Other Ltd", "City", "York", "Country", "FR"));
    compareBothSides();
    partnerCenter.asPortalUser().changes(id, "/details/notes", "still there");
    untilIdle();

    assertThat(writes()).noneMatch(JsonNode::isArray);
    assertThat(leadRecord(lead))
        .containsEntry("Company", "Other Ltd")
        .containsEntry("City", "York")
        .containsEntry("Description", "still there");
  }

  @Test
  void aPersonWhomTheReferralLacksStaysInSalesforce() {
    var id = sent(lead(unique("Found out")).withoutContact());
    var lead = inStep(id);
    forgetCalls();

    editLead(lead, Map.of("LastName", "Lynd", "Email", "v@example.com"));
    compareBothSides();

    assertThat(writes()).isEmpty();
    assertThat(leadRecord(lead)).containsEntry("LastName", "Lynd");
  }

  @Test
  void anEditThatPartnerCenterRefusesIsSeenInTheLeadAndTriedAgain() {
    var id = sent(lead(unique("Refused")));
    var lead = inStep(id);

    editLead(lead, Map.of("Description", "x".repeat(4001)));
    compareBothSides();

    assertThat(inboxOf("lead/" + lead)).anyMatch(it -> it.state() == EntryState.DEAD);
    assertThat((String) leadRecord(lead).get("Audit__c"))
        .contains("CRM to Partner Center Referral sync failed: ");
    editLead(lead, Map.of("Description", "short"));
    compareBothSides();
    assertThat(referral(id).at("/details/notes").asText()).isEqualTo("short");
    assertThat(inboxOf("lead/" + lead)).noneMatch(it -> it.state() == EntryState.DEAD);
  }

  @Test
  void deletingALeadTellsPartnerCenterNothing() {
    var id = sent(lead(unique("Deleted")));
    var lead = inStep(id);
    forgetCalls();

    salesforce.asSeller().delete("Lead", lead);
    compareBothSides();

    assertThat(writes()).isEmpty();
    assertThat(referral(id).path("status").asText()).isEqualTo("New");
  }

  @Test
  void theLeadsOfTheOrgThatNoReferralBelongsToAreLeftAlone() {
    var stranger =
        salesforce.asSeller().create("Lead", Map.of("LastName", "Doe", "Company", "Acme"));
    forgetCalls();

    compareBothSides();

    assertThat(writes()).isEmpty();
    assertThat(inboxOf("lead/" + stranger)).isEmpty();
  }

  @Test
  void aLeadIsHeardOfAtOnceWhereTheChannelHasLeads() {
    salesforce
        .streaming()
        .channel(
            "CoSell__chn",
            "Opportunity",
            "Microsoft_Solution__c",
            "OpportunityContactRole",
            "Contact",
            "Account",
            "Lead");
    var id = sent(lead(unique("At once")));
    var lead = inStep(id);

    var opportunityId = salesforce.asSeller().convertLead(lead);

    until(
        () ->
            assertThat(referral(id).path("externalReferenceId").asText()).isEqualTo(opportunityId));
  }

  @Override
  Map<String, String> settings() {
    return Map.of(
        "cosell.sync.co-sell-only", "false",
        "cosell.salesforce.lead.reason-field", "LeadSource");
  }

  private List<Map<String, Object>> accounts(String name) {
    return salesforce.query("SELECT Id FROM Account WHERE Name = '" + name + "'");
  }

  private List<Map<String, Object>> contactsNamed(String lastName, String account) {
    return salesforce.query(
        "SELECT Id FROM Contact WHERE LastName = '%s' AND Account.Name = '%s'"
            .formatted(lastName, account));
  }

  private static List<String> paths(JsonNode patch) {
    return StreamSupport.stream(patch.spliterator(), false)
        .map(operation -> operation.path("path").asText())
        .toList();
  }
}
