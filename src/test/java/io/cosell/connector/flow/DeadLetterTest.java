package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.audit.AuditQuery;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Deals that cannot be brought over, beside others that can; one worker for all. */
class DeadLetterTest extends FlowTest {
  private static final String REFERRALS = "/v1.0/engagements/referrals";
  private static final String SYNC = "Sync_with_Partner_Center__c";
  private static RunningConnector own;

  @BeforeAll
  static void start() {
    own =
        RunningConnector.withItsOwnClouds()
            .start(
                Map.of(
                    "cosell.inbox.workers", "1",
                    "cosell.inbox.retries-per-second", "2"));
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @AfterEach
  void putEverythingRight() {
    partnerCenter.api().faults().clear();
    salesforce.faults().clear();
    connector.operatorPosts("/api/inbox/dead-letters/skip?code=E104");
    untilIdle();
  }

  @Test
  void aPoisonedDealBlocksNoOther() {
    var poisoned = linkedOpportunity(unique("Poisoned"));
    var referral = referralOf(poisoned).path("id").asText();
    partnerCenter
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", REFERRALS + "/" + referral)
                .always()
                .with("status", 500));
    var refused = opportunity(unique("Refused"), Map.of());
    country(refused, "Atlantis");

    edit(poisoned, Map.of("Amount", 71_000));
    edit(refused, Map.of(SYNC, true));
    var one = shared(Deal.named(unique("One")));
    var other = opportunity(unique("Other"), Map.of());
    edit(other, Map.of(SYNC, true));

    opportunityOf(one);
    referralOf(other);
    until(
        () ->
            assertThat(connector.inbox().open("opportunity/" + poisoned))
                .get()
                .returns(EntryState.WAITING, Entry::state)
                .returns("E441", Entry::code));
    until(() -> assertThat(dead("opportunity/" + refused)).isNotEmpty());
  }

  @Test
  void aSolutionThatCouldNotBeSentIsSettledWhenTheDealGetsInStep() {
    var id = linkedOpportunity(unique("Solutions"));
    var solution = refusedSolution(id);
    assertThat(dead("solution/" + solution)).isEmpty();

    edit(id, Map.of("Amount", 71_000));

    until(() -> assertThat(referralOf(id).at("/details/requirements/solutions")).hasSize(2));
    untilIdle();
    assertThat(dead("opportunity/" + id)).isEmpty();
  }

  @Test
  void aSolutionThatCouldNotBeSentIsSettledWhenItIsTakenBack() {
    var id = linkedOpportunity(unique("Solution taken back"));
    var solution = refusedSolution(id);

    salesforce.asSeller().delete("Microsoft_Solution__c", solution);

    until(() -> assertThat(dead("opportunity/" + id)).isEmpty());
  }

  @Test
  void allDeadLettersOfACodeAreTriedAgainTogether() {
    var deals =
        List.of(
            opportunity(unique("First"), Map.of()),
            opportunity(unique("Second"), Map.of()),
            opportunity(unique("Third"), Map.of()));
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("POST", REFERRALS).always().with("status", 400));
    deals.forEach(id -> edit(id, Map.of(SYNC, true)));
    deals.forEach(id -> until(() -> assertThat(dead("opportunity/" + id)).isNotEmpty()));
    untilIdle();
    partnerCenter.api().faults().clear();
    var code = dead("opportunity/" + deals.get(0)).get(0).code();

    var answer =
        connector.operatorPosts("/api/inbox/dead-letters/retry?code=" + code + "&kind=opportunity");

    assertThat(answer.path("entries").asInt()).isGreaterThanOrEqualTo(3);
    deals.forEach(this::referralOf);
    untilIdle();
    deals.forEach(id -> assertThat(dead("opportunity/" + id)).isEmpty());
  }

  @Test
  void aKindThatIsNoneIsRefused() {
    assertThat(
            connector
                .operatorPosts("/api/inbox/dead-letters/retry?code=E104&kind=%25")
                .path("status")
                .asInt())
        .isEqualTo(400);
    assertThat(connector.operatorPosts("/api/inbox/dead-letters/retry").path("status").asInt())
        .as("without a code")
        .isEqualTo(400);
  }

  @Test
  void aTeamThatCannotBeSentIsLookedAtAgainOnlyWhenItChanges() {
    var id = linkedOpportunity(unique("Team"));
    var email = "ilse." + id.toLowerCase() + "@alderfinch.example";
    var user = new HashMap<String, Object>();
    user.put("FirstName", "Ilse");
    user.put("LastName", "Marten");
    user.put("Email", email);
    user.put("Username", email);
    var userId = salesforce.asSeller().create("User", user);
    salesforce
        .asSeller()
        .create("OpportunityTeamMember", Map.of("OpportunityId", id, "UserId", userId));
    compare();
    until(() -> assertThat(dead("opportunity/" + id)).hasSize(1));
    compare();
    untilIdle();
    var laidAside = dead("opportunity/" + id).get(0).id();
    var refusals = connector.audit().find(AuditQuery.ofOpportunity(id, 100)).size();

    compare();
    untilIdle();

    assertThat(dead("opportunity/" + id)).extracting(Entry::id).containsExactly(laidAside);
    assertThat(connector.audit().find(AuditQuery.ofOpportunity(id, 100))).hasSize(refusals);

    salesforce.asSeller().update("User", userId, Map.of("Phone", "+4930555010"));
    compare();

    until(() -> assertThat(referralOf(id).path("team").findValuesAsText("email")).contains(email));
    untilIdle();
    assertThat(dead("opportunity/" + id)).isEmpty();
  }

  /** A second solution of a linked deal, which Partner Center does not take; its id. */
  private String refusedSolution(String opportunityId) {
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("PATCH", REFERRALS).with("status", 400));
    var solution =
        salesforce
            .asSeller()
            .create(
                "Microsoft_Solution__c",
                Map.of(
                    "Opportunity__c", opportunityId,
                    "Name", "HeatTrack",
                    "Solution_Identifier__c", "SOL-77777-XYZ"));
    until(() -> assertThat(dead("opportunity/" + opportunityId)).hasSize(1));
    return solution;
  }

  private void compare() {
    untilIdle();
    connector.inbox().accept(Subjects.comparison("by the test"));
  }

  private void country(String opportunityId, String country) {
    salesforce
        .asSeller()
        .update(
            "Account",
            (String) record(opportunityId).get("AccountId"),
            Map.of("BillingCountry", country));
  }

  private List<Entry> dead(String subject) {
    return inboxOf(subject).stream().filter(it -> it.state() == EntryState.DEAD).toList();
  }
}
