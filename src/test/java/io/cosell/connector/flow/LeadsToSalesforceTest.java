package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Call;
import io.cosell.sandbox.server.Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Partner Center's leads become in Salesforce. */
class LeadsToSalesforceTest extends LeadTest {

  @Test
  @DisplayName(
      "B13 a lead nobody has accepted becomes a lead, and an opportunity once it is accepted")
  void b13() {
    var customer = unique("Contoso");
    var id = sent(lead(customer));

    var lead = leadOf(id);
    assertThat(lead)
        .containsEntry("LastName", "Lynd")
        .containsEntry("FirstName", "Vesper")
        .containsEntry("Company", customer)
        .containsEntry("Phone", "+441135550101")
        .containsEntry("Status", "Open - Not Contacted")
        .containsEntry("Street", "12 Kiln Street")
        .containsEntry("City", "Leeds")
        .containsEntry("PostalCode", "10115")
        .containsEntry("Country", "GB")
        .containsEntry("Description", "Pilot agreed.");
    assertThat((String) lead.get("Email")).startsWith("vesper@contoso-");
    assertThat((String) lead.get("Referral_Link__c")).contains(id);
    untilIdle();
    assertThat(found(id)).isEmpty();
    assertThat(referral(id).path("externalReferenceId").isNull()).isTrue();

    partnerCenter.asPortalUser().accepts(id);

    var opportunity = opportunityOf(id);
    untilIdle();
    assertThat(opportunity.get("StageName")).isEqualTo("Qualification");
    assertThat(opportunity.get("Sync_with_Partner_Center__c")).isEqualTo(true);
    assertThat(referral(id).path("externalReferenceId").asText()).isEqualTo(opportunity.get("Id"));
    assertThat(accounts(customer)).hasSize(1);
    var closed = leadRecord((String) lead.get("Id"));
    assertThat(closed.get("Status")).isEqualTo("Closed - Not Converted");
    assertThat((String) closed.get("Audit__c"))
        .contains("goes on as opportunity Cold chain for " + customer)
        .contains((String) opportunity.get("Id"));
    assertThat(leads(id)).hasSize(1);
  }

  @Test
  void aLeadAcceptedBeforeAnybodySawItIsAnOpportunityOnly() {
    var customer = unique("Fast");
    String[] id = new String[1];
    partnerCenter.atOnce(
        () -> {
          id[0] = sent(lead(customer));
          partnerCenter.asPortalUser().accepts(id[0]);
        });

    opportunityOf(id[0]);
    untilIdle();

    assertThat(leads(id[0])).isEmpty();
  }

  @Test
  void aMarketplaceLeadIsALeadAsWell() {
    var id = sent(lead(unique("Market")).with("/qualification", "Direct"));

    assertThat(leadOf(id).get("Status")).isEqualTo("Open - Not Contacted");
  }

  @Test
  void whatSalesforceMakesMandatoryHasADefault() {
    var id =
        sent(
            lead(unique("Nobody"))
                .withoutContact()
                .with("/customerProfile/name", null)
                .with("/details/notes", null));
    var lead = leadOf(id);
    assertThat(lead)
        .containsEntry("LastName", "[not provided]")
        .containsEntry("Company", "[not provided]");
    untilIdle();
    forgetCalls();

    partnerCenter
        .asPortalUser()
        .changes(
            id,
            "/customerProfile/team",
            List.of(
                Map.of(
                    "firstName", "Mona",
                    "lastName", "Sax",
                    "email", "mona@example.com",
                    "phoneNumber", "+1555")));

    until(() -> assertThat(leadOf(id).get("LastName")).isEqualTo("Sax"));
    untilIdle();
    assertThat(writes()).noneMatch(body -> body.isArray());
  }

  @Test
  void aChangeInPartnerCenterWritesThatFieldOnly() {
    var id = sent(lead(unique("Changed there")));
    var lead = inStep(id);
    editLead(lead, Map.of("Status", "Working - Contacted", "Title", "Buyer"));
    forgetCalls();

    partnerCenter.asPortalUser().changes(id, "/details/notes", "They called back.");

    until(() -> assertThat(leadRecord(lead).get("Description")).isEqualTo("They called back."));
    untilIdle();
    var body = writes().stream().filter(it -> it.has("compositeRequest")).toList();
    assertThat(body).hasSize(1);
    assertThat(body.get(0).at("/compositeRequest")).hasSize(1);
    assertThat(body.get(0).at("/compositeRequest/0/body").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("Description", "Audit__c");
    assertThat(leadRecord(lead).get("Status")).isEqualTo("Working - Contacted");
  }

  @Test
  void whatTheSellerChangedMeanwhileGoesOutWithIt() {
    var id = sent(lead(unique("Changed on both sides")));
    var lead = inStep(id);
    editLead(lead, Map.of("Description", "From here."));
    var team = referral(id).at("/customerProfile/team").deepCopy();
    ((ObjectNode) team.get(0)).put("phoneNumber", "+1555");

    partnerCenter.asPortalUser().changes(id, "/customerProfile/team", team);

    until(() -> assertThat(leadRecord(lead).get("Phone")).isEqualTo("+1555"));
    untilIdle();
    assertThat(leadRecord(lead).get("Description")).isEqualTo("From here.");
    assertThat(referral(id).at("/details/notes").asText()).isEqualTo("From here.");
  }

  @Test
  void aLeadDeclinedHereIsDeclinedThereWhateverEventComesFirst() {
    var id = sent(lead(unique("Declined meanwhile")));
    editLead(inStep(id), Map.of("Status", "Closed - Not Converted"));

    partnerCenter.asPortalUser().changes(id, "/details/notes", "Please hurry.");

    until(() -> assertThat(referral(id).path("substatus").asText()).isEqualTo("Declined"));
  }

  @Test
  @DisplayName("C01 a lead brought in is three calls and causes none back")
  void cost() {
    forgetCalls();

    var id = sent(lead(unique("Three calls")));
    leadOf(id);
    untilIdle();

    assertThat(partnerCenter.api().journal().all())
        .filteredOn(call -> call.path().contains("/engagements/referrals"))
        .extracting(Call::method)
        .containsExactly("GET");
    assertThat(salesforce.server().journal().all())
        .filteredOn(call -> call.path().matches("/services/data/v.+"))
        .extracting(Call::method)
        .containsExactly("GET", "POST");
  }

  @Test
  void oneLeadEvenWhenTheAnswerToItsCreationIsLost() {
    salesforce.faults().inject(Fault.named("lost-answer").on("POST", "/composite"));

    var id = sent(lead(unique("Lost answer")));

    leadOf(id);
    untilIdle();
    assertThat(salesforce.faults().waiting()).isEmpty();
    assertThat(leads(id)).hasSize(1);
    assertThat(auditOf(id)).anyMatch(entry -> entry.kind().equals("sync"));
  }

  @Test
  @DisplayName("B15 one lead, however often its events come")
  void duplicateEvents() {
    partnerCenter.webhookFaults().inject(Fault.named("duplicate").times(3));

    var id = sent(lead(unique("Twice")));
    partnerCenter.asPortalUser().changes(id, "/details/notes", "one");
    partnerCenter.asPortalUser().changes(id, "/details/notes", "two");

    until(() -> assertThat(leadOf(id).get("Description")).isEqualTo("two"));
    untilIdle();
    assertThat(leads(id)).hasSize(1);
  }

  @Test
  void aLeadWhoseEventWasLostIsFoundByComparing() {
    partnerCenter.webhookFaults().inject(Fault.named("lost"));
    var id = sent(lead(unique("Unheard")));
    untilIdle();
    assertThat(leads(id)).isEmpty();

    compareBothSides();

    assertThat(leads(id)).hasSize(1);
  }

  @Test
  void anExpiredLeadIsClosedAndKeepsWhatItKnows() {
    var id = sent(lead(unique("Expired")));
    var lead = inStep(id);

    partnerCenter.expire(id);

    until(() -> assertThat(leadRecord(lead).get("Status")).isEqualTo("Closed - Not Converted"));
    untilIdle();
    assertThat((String) leadRecord(lead).get("Audit__c")).contains("expired in Partner Center");
    assertThat(leadRecord(lead).get("LastName")).isEqualTo("Lynd");
    assertThat(found(id)).isEmpty();
  }

  @Test
  void aLeadDeclinedInPartnerCenterIsClosedWithTheReason() {
    var id = sent(lead(unique("Declined there")));
    var lead = inStep(id);

    partnerCenter.asPortalUser().declines(id, "Not a customer");

    until(
        () ->
            assertThat((String) leadRecord(lead).get("Audit__c"))
                .contains("declined in Partner Center: Not a customer"));
    assertThat(leadRecord(lead).get("Status")).isEqualTo("Closed - Not Converted");
  }

  @Test
  void nothingIsCreatedInPlaceOfADeletedLead() {
    var id = sent(lead(unique("Deleted")));
    var lead = inStep(id);
    salesforce.asSeller().delete("Lead", lead);
    compareBothSides();

    partnerCenter.asPortalUser().changes(id, "/details/notes", "Where are you?");
    untilIdle();

    assertThat(leads(id)).isEmpty();
    assertThat(referral(id).path("status").asText()).isEqualTo("New");
    assertThat(auditOf(id).get(0).summary())
        .contains("belongs to lead " + lead + ", which does not exist");
    salesforce.asSeller().undelete("Lead", lead);
    partnerCenter.asPortalUser().changes(id, "/details/notes", "There you are.");
    until(() -> assertThat(leadRecord(lead).get("Description")).isEqualTo("There you are."));
  }

  @Test
  void aDeletedLeadStillBecomesADealWhenItIsAccepted() {
    var id = sent(lead(unique("Deleted, accepted")));
    salesforce.asSeller().delete("Lead", inStep(id));

    partnerCenter.asPortalUser().accepts(id);

    opportunityOf(id);
  }

  @Test
  void theLeadThatThePortalNamesIsTakenOver() {
    var customer = unique("Known");
    var existing =
        salesforce
            .asSeller()
            .create("Lead", Map.of("LastName", "Lynd", "Company", customer, "Title", "Buyer"));
    partnerCenter.webhookFaults().inject(Fault.named("lost").times(1));
    var id = sent(lead(customer));

    partnerCenter.asPortalUser().changes(id, "/externalReferenceId", existing);

    assertThat(leadOf(id)).containsEntry("Id", existing).containsEntry("Title", "Buyer");
    untilIdle();
    assertThat(leadRecord(existing).get("FirstName")).isEqualTo("Vesper");
  }

  @Test
  @DisplayName("B17 a lead that names a lead which does not exist is left alone and reported")
  void b17() {
    partnerCenter.webhookFaults().inject(Fault.named("lost").times(1));
    var id = sent(lead(unique("Misnamed")));

    partnerCenter.asPortalUser().changes(id, "/externalReferenceId", "00Q000000000999EAA");

    until(
        () ->
            assertThat(auditOf(id).get(0).summary())
                .contains("belongs to lead 00Q000000000999EAA, which does not exist"));
    assertThat(leads(id)).isEmpty();
  }

  @Test
  void aDuplicateRuleThatOnlyWarnsHoldsUpNoLead() {
    var customer = unique("Doubled");
    salesforce.asSeller().create("Lead", Map.of("LastName", "Lynd", "Company", customer));
    salesforce.schema().alertOnDuplicates("Lead", "Is it one of these?", "LastName", "Company");
    try {
      assertThat(leadOf(sent(lead(customer))).get("Company")).isEqualTo(customer);
    } finally {
      salesforce.schema().removeDuplicateRules();
    }
  }

  @Test
  @DisplayName("B19 a lead that Salesforce refuses is a dead letter that names the field")
  void refused() {
    salesforce.schema().addRequiredField("Lead", "Region__c");
    String id;
    try {
      id = sent(lead(unique("Refused")));
      until(
          () ->
              assertThat(inboxOf("referral/" + id))
                  .anyMatch(
                      entry ->
                          entry.state() == EntryState.DEAD && entry.cause().contains("Region__c")));
      assertThat(leads(id)).isEmpty();
    } finally {
      salesforce.schema().removeField("Lead", "Region__c");
    }

    partnerCenter.asPortalUser().changes(id, "/details/notes", "Once more, please.");

    leadOf(id);
    untilIdle();
    assertThat(inboxOf("referral/" + id)).noneMatch(it -> it.state() == EntryState.DEAD);
  }

  @Test
  void aChangeThatSalesforceRefusesIsSeenInTheLead() {
    var name = unique("Refused later");
    var id = sent(lead(name));
    var lead = inStep(id);
    salesforce
        .schema()
        .addValidationRule(
            "Lead",
            name,
            record -> String.valueOf(record.get("Description")).contains("forbidden"),
            "Mind your words");

    partnerCenter.asPortalUser().changes(id, "/details/notes", "forbidden");

    until(
        () ->
            assertThat((String) leadRecord(lead).get("Audit__c"))
                .contains("Partner Center Referral to CRM sync failed: ")
                .contains("Mind your words"));
    salesforce.schema().removeValidationRule(name);
  }

  @Test
  void aLeadThatRefusesToBeClosedDoesNotHoldUpItsDeal() {
    var name = unique("Stubborn");
    var id = sent(lead(name));
    var lead = inStep(id);
    salesforce
        .schema()
        .addValidationRule(
            "Lead",
            name,
            record ->
                name.equals(record.get("Company"))
                    && String.valueOf(record.get("Status")).startsWith("Closed"),
            "Not yet");

    partnerCenter.asPortalUser().accepts(id);

    var opportunity = opportunityOf(id);
    untilIdle();
    assertThat((String) opportunity.get("Name")).startsWith("✔");
    assertThat(connector.links().ofReferral(id)).isPresent();
    assertThat(auditOf(id).toString()).contains("its lead stays open").contains("Not yet");
    assertThat(leadRecord(lead).get("Status")).isEqualTo("Open - Not Contacted");
    salesforce.schema().removeValidationRule(name);
  }

  @Test
  @DisplayName("C04 leads in step cause no write, however often both sides are compared")
  void c04() {
    var waiting = inStep(sent(lead(unique("Quiet"))));
    var ended = sent(lead(unique("Quiet, ended")));
    inStep(ended);
    partnerCenter.expire(ended);
    var accepted = sent(lead(unique("Quiet, accepted")));
    inStep(accepted);
    partnerCenter.asPortalUser().accepts(accepted);
    opportunityOf(accepted);
    untilIdle();
    compareBothSides();
    var lead = leadRecord(waiting);
    var referrals = partnerCenter.referrals();
    forgetCalls();

    compareBothSides();
    compareBothSides();

    assertThat(writes()).isEmpty();
    assertThat(leadRecord(waiting)).isEqualTo(lead);
    assertThat(partnerCenter.referrals()).isEqualTo(referrals);
  }

  @Test
  void aCoSellDealIsNoLead() {
    var id = shared(Deal.named(unique("Shared")));

    opportunityOf(id);
    untilIdle();

    assertThat(leads(id)).isEmpty();
  }

  private List<Map<String, Object>> accounts(String name) {
    return salesforce.query("SELECT Id FROM Account WHERE Name = '" + name + "'");
  }
}
