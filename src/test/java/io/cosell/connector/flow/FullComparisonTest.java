package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.server.Call;
import io.cosell.sandbox.server.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes that no event told of and that are too old for the comparison of what changed lately. */
class FullComparisonTest extends FlowTest {
  private static final String SYNC = "Sync_with_Partner_Center__c";

  private static RunningConnector own;
  private Map<String, String> settings = Map.of();

  @BeforeAll
  static void clouds() {
    own = RunningConnector.withItsOwnClouds();
  }

  @AfterAll
  static void end() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    if (!own.isRunning()) {
      own.start(settings);
    }
    return own;
  }

  @AfterEach
  void putEverythingRight() {
    partnerCenter.api().faults().clear();
    partnerCenter.switches().turnOff(Switch.PARTIAL_LIST_ROWS);
    salesforce.faults().clear();
    if (!settings.isEmpty()) {
      own.stop();
    }
  }

  @Test
  void findsOnBothSidesWhatWasMissedHoweverOldAndTheFlowsRepairIt() {
    var quiet = linkedOpportunity(unique("Quiet"));
    var here = linkedOpportunity(unique("Changed here"));
    var there = linkedOpportunity(unique("Changed there"));
    var both = linkedOpportunity(unique("Changed on both sides"));
    var children = linkedOpportunity(unique("Another solution"));
    var outside = opportunity(unique("No referral yet"), Map.of());
    var unheard = unique("Not heard of");
    sleepsWhile(
        () -> {
          edit(here, Map.of("Amount", 71_000));
          change(there, "/details/notes", "Missed in the portal.");
          edit(both, Map.of("Amount", 72_000));
          change(both, "/details/notes", "Missed there.");
          salesforce
              .asSeller()
              .create(
                  "Microsoft_Solution__c",
                  Map.of(
                      "Opportunity__c", children,
                      "Name", "HeatTrack",
                      "Solution_Identifier__c", "SOL-77777-XYZ"));
          edit(outside, Map.of(SYNC, true));
          shared(Deal.named(unheard).worth("1000", "EUR"));
        });
    assertThat(dealValue(here)).isEqualTo(48_000);
    assertThat(connector.opportunities("Name LIKE '%" + unheard + "'")).isEmpty();

    var report = comparesEverything();

    assertThat(report.path("filed").asInt()).isEqualTo(6);
    assertThat(report.path("pairs").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(fieldOf(report, here))
        .containsEntry("field", "dealValue")
        .containsEntry("partnerCenter", "48000")
        .containsEntry("salesforce", "71000")
        .containsEntry("agreed", "48000")
        .containsEntry("action", "goes to Partner Center: changed in Salesforce");
    assertThat(fieldOf(report, there))
        .containsEntry("partnerCenter", "Missed in the portal.")
        .containsEntry("action", "goes to Salesforce: changed in Partner Center");
    assertThat(report.path("differences").findValuesAsText("what"))
        .contains("has no referral yet", "has no opportunity yet");
    until(() -> assertThat(dealValue(here)).isEqualTo(71_000));
    assertThat(record(there).get("Description")).isEqualTo("Missed in the portal.");
    assertThat(dealValue(both)).isEqualTo(72_000);
    assertThat(record(both).get("Description")).isEqualTo("Missed there.");
    assertThat(referralOf(children).at("/details/requirements/solutions")).hasSize(2);
    referralOf(outside);
    untilIdle();
    assertThat(connector.opportunities("Name LIKE '%" + unheard + "'")).hasSize(1);
    assertThat(record(quiet).get("Audit__c").toString().lines()).hasSize(1);
  }

  @Test
  void asksTheCloudsNothingButTheListsWhenAllIsInStep() {
    linkedOpportunity(unique("One"));
    linkedOpportunity(unique("Two"));
    opportunityOf(shared(Deal.named(unique("Three"))));
    untilIdle();
    forgetCalls();

    var report = comparesEverything();

    assertThat(report.path("filed").asInt()).as(report.toString()).isZero();
    assertThat(report.path("calls").path("partner-center").asInt()).isEqualTo(1);
    assertThat(report.path("calls").path("salesforce").asInt()).isEqualTo(2);
    assertThat(calls()).hasSize(3);
    assertThat(connector.asMetrics())
        .contains("cosell_full_comparison_calls_total{system=\"salesforce\"}");
  }

  @Test
  void stopsAtItsCallsAndTheNextOneGoesOnThere() {
    var here = linkedOpportunity(unique("Changed here"));
    var outside = opportunity(unique("No referral yet"), Map.of());
    settings = Map.of("cosell.sync.full-compare-calls", "2");
    sleepsWhile(
        () -> {
          edit(here, Map.of("Amount", 71_000));
          edit(outside, Map.of(SYNC, true));
        });

    ask("/api/comparison");
    untilIdle();

    var stopped = connector.asOperator("/api/comparison").path("unfinished");
    assertThat(stopped.path("state").asText()).isEqualTo("STOPPED");
    assertThat(stopped.path("report").path("stage").asText()).isEqualTo("OPPORTUNITIES");
    assertThat(dealValue(here)).isEqualTo(71_000);
    assertThat(own(outside)).isEmpty();
    var report = comparesEverything();
    assertThat(report.path("filed").asInt()).isEqualTo(2);
    assertThat(report.path("calls").path("salesforce").asInt()).isEqualTo(2);
    referralOf(outside);
  }

  @Test
  void goesOnWhereItWasWhenACloudIsBack() {
    var here = linkedOpportunity(unique("Changed here"));
    var outside = opportunity(unique("No referral yet"), Map.of());
    settings = Map.of("cosell.inbox.first-pause", "2s");
    sleepsWhile(
        () -> {
          edit(here, Map.of("Amount", 71_000));
          edit(outside, Map.of(SYNC, true));
        });
    salesforce.faults().inject(Fault.named("server-unavailable").on("GET", "/query").always());

    ask("/api/comparison");

    until(
        () -> {
          var entry = connector.asOperator("/api/comparison").path("entry");
          assertThat(entry.path("state").asText()).isEqualTo("WAITING");
          assertThat(entry.path("code").asText()).isEqualTo("E461");
        });
    salesforce.faults().clear();
    referralOf(outside);
    untilIdle();
    var report = connector.asOperator("/api/comparison").path("last").path("report");
    assertThat(report.path("stage").asText()).isEqualTo("END");
    assertThat(report.path("calls").path("partner-center").asInt()).isEqualTo(1);
  }

  @Test
  void wakesADealThatCannotBeSentOnlyOnce() {
    var id = opportunity(unique("No country"), Map.of());
    salesforce
        .asSeller()
        .update(
            "Account", (String) record(id).get("AccountId"), Map.of("BillingCountry", "Atlantis"));
    edit(id, Map.of(SYNC, true));
    until(
        () ->
            assertThat(connector.inbox().open("opportunity/" + id))
                .get()
                .returns(EntryState.DEAD, Entry::state));
    untilIdle();
    comparesEverything();
    untilIdle();
    forgetCalls();

    var report = comparesEverything();

    untilIdle();
    assertThat(report.path("differences").findValuesAsText("opportunity")).contains(id);
    assertThat(report.path("filed").asInt()).isZero();
    assertThat(calls()).hasSize(3);
  }

  @Test
  void repairsWhatWasMissedWhenSalesforceNoLongerKnowsThePosition() {
    var id = linkedOpportunity(unique("Missed for days"));
    var other = linkedOpportunity(unique("Solution missed for days"));
    connector
        .bean(JdbcClient.class)
        .sql("update compared_up_to set at = timestamp with time zone '2099-01-01 00:00:00+00'")
        .update();
    own.stop();
    edit(id, Map.of("Amount", 71_000));
    salesforce
        .asSeller()
        .create(
            "Microsoft_Solution__c",
            Map.of(
                "Opportunity__c", other,
                "Name", "HeatTrack",
                "Solution_Identifier__c", "SOL-77777-XYZ"));
    salesforce.streaming().forgetEvents();

    own.start(Map.of());

    until(() -> assertThat(dealValue(id)).isEqualTo(71_000));
    until(() -> assertThat(referralOf(other).at("/details/requirements/solutions")).hasSize(2));
    until( // another one may follow at once: the new subscription has no position yet
        () ->
            assertThat(
                    connector
                        .bean(JdbcClient.class)
                        .sql("select cause from full_comparison where state = 'DONE'")
                        .query(String.class)
                        .list())
                .anyMatch(cause -> cause.contains("does not know the saved position any more")));
  }

  @Test
  void comparesEverythingWhenSalesforceTellsOfMoreChangesThanItNames() {
    var id = linkedOpportunity(unique("Overflow"));
    untilIdle();

    salesforce.streaming().overflow("Opportunity");

    until(
        () ->
            assertThat(connector.asOperator("/api/comparison").path("last").path("cause").asText())
                .contains("GAP_OVERFLOW"));
    assertThat(record(id)).isNotNull();
  }

  @Test
  void readsAReferralWhoseRowInTheListIsNotWhole() {
    var there = linkedOpportunity(unique("Changed there"));
    partnerCenter.switches().turnOn(Switch.PARTIAL_LIST_ROWS);
    comparesEverything();
    untilIdle();
    var unheard = unique("Not heard of");
    var team = partnerCenter.referral(referral(there)).path("team").deepCopy();
    sleepsWhile(
        () -> {
          change(there, "/details/notes", "Missed in the portal.");
          shared(Deal.named(unheard));
        });

    var report = comparesEverything();

    assertThat(report.path("filed").asInt()).as(report.toString()).isEqualTo(2);
    until(() -> assertThat(record(there).get("Description")).isEqualTo("Missed in the portal."));
    until(() -> assertThat(connector.opportunities("Name LIKE '%" + unheard + "'")).hasSize(1));
    assertThat(partnerCenter.referral(referral(there)).path("team")).isEqualTo(team);
    untilIdle();
    var again = comparesEverything();
    assertThat(again.path("filed").asInt()).as(again.toString()).isZero();
  }

  @Test
  void aDealThatCannotBeReadHoldsNoOtherUp() {
    var unreadable = linkedOpportunity(unique("Unreadable"));
    var here = linkedOpportunity(unique("Changed here"));
    sleepsWhile(
        () -> {
          edit(unreadable, Map.of("How_can_Microsoft_help__c", "Telepathic advice"));
          edit(here, Map.of("Amount", 71_000));
        });

    var report = comparesEverything();

    assertThat(report.path("filed").asInt()).isEqualTo(2);
    assertThat(report.path("differences").findValuesAsText("what"))
        .anySatisfy(what -> assertThat(what).startsWith("E116"));
    until(() -> assertThat(dealValue(here)).isEqualTo(71_000));
    until(
        () ->
            assertThat(connector.inbox().open("opportunity/" + unreadable))
                .get()
                .returns("E116", Entry::code));
  }

  @Test
  void looksAtDealsWhoseReferralIsNotListed() {
    var here = linkedOpportunity(unique("Changed here"));
    var gone = linkedOpportunity(unique("Gone there"));
    linkedOpportunity(unique("Quiet"));
    sleepsWhile(() -> edit(here, Map.of("Amount", 71_000)));
    partnerCenter
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/referrals?")
                .with("status", 200)
                .with("body", "{\"value\":[]}"));
    partnerCenter
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/referrals/" + referral(gone))
                .always()
                .with("status", 404));

    var report = comparesEverything();

    assertThat(report.path("differences").findValuesAsText("opportunity")).contains(here, gone);
    until(() -> assertThat(dealValue(here)).isEqualTo(71_000));
    until(
        () ->
            assertThat(connector.inbox().open("referral/" + referral(gone)))
                .get()
                .returns("E211", Entry::code));
  }

  @Test
  void theNightlyOneIsStartedByTheClock() {
    settings = Map.of("cosell.sync.full-compare-cron", "* * * * * ?");
    own.stop();

    connectorIsIdle();

    until(
        () ->
            assertThat(own.asOperator("/api/comparison").path("last").path("cause").asText())
                .isEqualTo("by the clock"));
  }

  @Test
  void wantsAPassword() {
    var answer = connector.get("/api/comparison");

    assertThat(answer.path("status").asInt()).isEqualTo(401);
  }

  /**
   * The connector is down, hears of none of these edits when it is up again, and does not look for
   * changes as old as they.
   */
  private void sleepsWhile(Runnable edits) {
    untilIdle();
    connector
        .bean(JdbcClient.class)
        .sql("update compared_up_to set at = timestamp with time zone '2099-01-01 00:00:00+00'")
        .update();
    own.stop();
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    edits.run();
    partnerCenter.webhookFaults().clear();
    try (var database = TestDatabase.h2(own.directory)) {
      database
          .jdbc()
          .sql("update replay_position set replay_id = :last")
          .param("last", salesforce.streaming().lastReplayId("/data/CoSell__chn"))
          .update();
    }
    connectorIsIdle();
  }

  private JsonNode comparesEverything() {
    ask("/api/comparison");
    until(
        () -> {
          var answer = connector.asOperator("/api/comparison");
          assertThat(answer.path("entry").isNull()).isTrue();
          assertThat(answer.path("last").path("state").asText()).isEqualTo("DONE");
        });
    var report = connector.asOperator("/api/comparison").path("last").path("report");
    untilIdle();
    return report;
  }

  private void ask(String path) {
    assertThat(connector.operatorPosts(path).path("entry").path("state").asText())
        .isIn("WAITING", "RUNNING");
  }

  private String referral(String opportunityId) {
    return (String) record(opportunityId).get("Referral_Identifier__c");
  }

  private void change(String opportunityId, String pointer, Object value) {
    partnerCenter.asPortalUser().changes(referral(opportunityId), pointer, value);
  }

  private int dealValue(String opportunityId) {
    return partnerCenter.referral(referral(opportunityId)).at("/details/dealValue").asInt();
  }

  private static Map<String, String> fieldOf(JsonNode report, String opportunityId) {
    var difference =
        StreamSupport.stream(report.path("differences").spliterator(), false)
            .filter(it -> it.path("opportunity").asText().equals(opportunityId))
            .findFirst()
            .orElseThrow();
    var field = new TreeMap<String, String>();
    difference
        .at("/fields/0")
        .properties()
        .forEach(it -> field.put(it.getKey(), it.getValue().asText()));
    return field;
  }

  private void forgetCalls() {
    untilIdle();
    salesforce.server().journal().clear();
    partnerCenter.api().journal().clear();
  }

  private List<Call> calls() {
    var calls = new ArrayList<Call>();
    salesforce.server().journal().all().stream()
        .filter(call -> call.path().matches("/services/data/v.+"))
        .forEach(calls::add);
    partnerCenter.api().journal().all().stream()
        .filter(call -> call.path().contains("/referrals"))
        .forEach(calls::add);
    return calls;
  }
}
