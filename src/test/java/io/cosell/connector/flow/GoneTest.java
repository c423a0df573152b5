package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.audit.AuditQuery;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records that are deleted, merged, and brought back. */
class GoneTest extends FlowTest {

  @Test
  void leavesTheReferralAloneWhenTheOpportunityIsDeletedAndCatchesUpWhenItComesBack() {
    var id = linkedOpportunity(unique("Deleted"));
    var referralId = referralOf(id).path("id").asText();
    var before = partnerCenter.referral(referralId);

    salesforce.asSeller().delete("Opportunity", id);
    until(() -> assertThat(newestAudit(referralId)).contains("does not exist any more"));
    untilIdle();
    assertThat(partnerCenter.referral(referralId)).isEqualTo(before);

    partnerCenter.asPortalUser().changes(referralId, "/details/dealValue", 61_000);
    until(() -> assertThat(newestAudit(referralId)).contains("nothing is created in its place"));
    untilIdle();
    assertThat(found(referralId)).isEmpty();

    salesforce.asSeller().undelete("Opportunity", id);
    until(() -> assertThat(record(id).get("Amount").toString()).startsWith("61000"));
  }

  @Test
  void takesTheSurvivorWhenTheCustomersAccountsAreMerged() {
    var customer = unique("Merged");
    var first = shared(Deal.named(unique("Before")).forCustomer(customer, "10115"));
    var loser = (String) opportunityOf(first).get("AccountId");
    untilIdle();
    var winner =
        salesforce
            .asSeller()
            .create("Account", Map.of("Name", unique("Survivor"), "BillingPostalCode", "10115"));
    salesforce.asSeller().merge("Account", winner, loser);
    untilIdle();

    var second = shared(Deal.named(unique("After")).forCustomer(customer, "10115"));

    assertThat(opportunityOf(second).get("AccountId")).isEqualTo(winner);
    untilIdle();
    assertThat(opportunityOf(first).get("AccountId")).isEqualTo(winner);
    assertThat(inboxOf("referral/" + second)).noneMatch(it -> it.state() == EntryState.DEAD);
  }

  @Test
  void makesANewAccountWhenTheCustomersWasDeleted() {
    var customer = unique("Gone");
    var first = shared(Deal.named(unique("Before")).forCustomer(customer, "10115"));
    var account = (String) opportunityOf(first).get("AccountId");
    untilIdle();
    salesforce.asSeller().delete("Account", account);
    untilIdle();

    var second = shared(Deal.named(unique("After")).forCustomer(customer, "10115"));

    var opportunity = opportunityOf(second);
    assertThat(opportunity.get("AccountId")).isNotEqualTo(account);
    assertThat(salesforce.record("Account", (String) opportunity.get("AccountId")).get("Name"))
        .isEqualTo(customer);
  }

  @Test
  void writesTheIdentifierAgainWhenSomebodyClearsIt() {
    var id = linkedOpportunity(unique("Cleared"));
    var referralId = referralOf(id).path("id").asText();

    var nothing = new java.util.HashMap<String, Object>();
    nothing.put("Referral_Identifier__c", null);
    edit(id, nothing);

    until(() -> assertThat(record(id).get("Referral_Identifier__c")).isEqualTo(referralId));
    untilIdle();
    assertThat(own(id)).hasSize(1);
  }

  @Test
  void saysSoWhenPartnerCenterDoesNotShowALinkedReferralAnyMore() {
    var id = linkedOpportunity(unique("Hidden"));
    var referralId = referralOf(id).path("id").asText();
    partnerCenter
        .api()
        .faults()
        .inject(
            io.cosell.sandbox.server.Fault.named("status")
                .on("GET", "/referrals/" + referralId)
                .with("status", 404)
                .with("body", "{\"error\":{\"code\":\"itemNotFound\",\"message\":\"gone\"}}"));

    edit(id, Map.of("Amount", 62_000));

    until(
        () ->
            assertThat(inboxOf("opportunity/" + id))
                .anySatisfy(
                    it -> {
                      assertThat(it.state()).isEqualTo(EntryState.DEAD);
                      assertThat(it.cause()).contains(referralId);
                      assertThat(it.remedy()).contains("Referrals admin");
                    }));
    assertThat((String) record(id).get("Audit__c"))
        .contains("does not show the referral any more: referral " + referralId);
  }

  private String newestAudit(String referralId) {
    return connector.audit().find(AuditQuery.ofReferral(referralId, 1)).get(0).summary();
  }
}
