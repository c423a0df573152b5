package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes that no event told of and that are too old for the comparison of what changed lately. */
class FullComparisonTest extends FlowTest {
  private static final String SYNC = "Sync_with_Partner_Center__c";

  private final RunningConnector own = RunningConnector.withItsOwnClouds();

  @Override
  RunningConnector underTest() {
    if (!own.isRunning()) {
      own.start(Map.of());
    }
    return own;
  }

  @AfterEach
  void close() {
    own.close();
  }

  @Test
  void findsOnBothSidesWhatWasMissedHoweverOldAndTheFlowsRepairIt() {
    var quiet = linkedOpportunity(unique("Quiet"));
    var here = linkedOpportunity(unique("Changed here"));
    var there = linkedOpportunity(unique("Changed there"));
    var both = linkedOpportunity(unique("Changed on both sides"));
    var children = linkedOpportunity(unique("Another solution"));
    var outside = opportunity(unique("No referral yet"), Map.of());
    sleepsWhile(
        Map.of(),
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
          shared(Deal.named("Not heard of").worth("1000", "EUR"));
        });
    assertThat(dealValue(here)).isEqualTo(48_000);
    assertThat(connector.opportunities("Name LIKE '%Not heard of'")).isEmpty();

    var report = comparesEverything();

    assertThat(report.path("different").asInt()).isEqualTo(6);
    assertThat(report.path("filed").asInt()).isEqualTo(6);
    assertThat(report.path("pairs").asInt()).isEqualTo(5);
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
    assertThat(connector.opportunities("Name LIKE '%Not heard of'")).hasSize(1);
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

    assertThat(report.path("different").asInt()).as(report.toString()).isZero();
    assertThat(report.path("calls").path("partner-center").asInt()).isEqualTo(1);
    assertThat(report.path("calls").path("salesforce").asInt()).isEqualTo(2);
    assertThat(calls()).hasSize(3);
    assertThat(connector.asMetrics())
        .contains("cosell_full_comparison_calls_total{system=\"salesforce\"} 2.0");
  }

  @Test
  void stopsAtItsCallsAndTheNextOneGoesOnThere() {
    var here = linkedOpportunity(unique("Changed here"));
    var outside = opportunity(unique("No referral yet"), Map.of());
    sleepsWhile(
        Map.of("cosell.sync.full-compare-calls", "2"),
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
    assertThat(report.path("different").asInt()).isEqualTo(2);
    assertThat(report.path("calls").path("salesforce").asInt()).isEqualTo(2);
    referralOf(outside);
  }

  @Test
  void goesOnWhereItWasWhenACloudIsBack() {
    var here = linkedOpportunity(unique("Changed here"));
    var outside = opportunity(unique("No referral yet"), Map.of());
    sleepsWhile(
        Map.of("cosell.inbox.first-pause", "2s"),
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
    until(() -> assertThat(connector.inbox().count(EntryState.DEAD)).isPositive());
    comparesEverything();
    untilIdle();
    forgetCalls();

    var report = comparesEverything();

    untilIdle();
    assertThat(report.path("different").asInt()).isEqualTo(1);
    assertThat(report.path("filed").asInt()).isZero();
    assertThat(calls()).hasSize(2);
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
    assertThat(connector.asOperator("/api/comparison").path("last").path("cause").asText())
        .contains("does not know the saved position any more");
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
    var team = partnerCenter.referral(referral(there)).path("team").deepCopy();
    sleepsWhile(
        Map.of(),
        () -> {
          change(there, "/details/notes", "Missed in the portal.");
          shared(Deal.named("Not heard of"));
        });

    var report = comparesEverything();

    assertThat(report.path("different").asInt()).isEqualTo(2);
    until(() -> assertThat(record(there).get("Description")).isEqualTo("Missed in the portal."));
    until(() -> assertThat(connector.opportunities("Name LIKE '%Not heard of'")).hasSize(1));
    assertThat(partnerCenter.referral(referral(there)).path("team")).isEqualTo(team);
    untilIdle();
    var again = comparesEverything();
    assertThat(again.path("different").asInt()).as(again.toString()).isZero();
  }

  @Test
  void wantsAPassword() {
    var answer = connector.get("/api/comparison");

    assertThat(answer.path("status").asInt()).isEqualTo(401);
  }

  /** The connector is down, and hears of none of this after it is up again with these settings. */
  private void sleepsWhile(Map<String, String> settings, Runnable edits) {
    untilIdle();
    var jdbc = connector.bean(JdbcClient.class);
    jdbc.sql("update compared_up_to set at = timestamp with time zone '2099-01-01 00:00:00+00'")
        .update();
    jdbc.sql("delete from replay_position").update();
    own.stop();
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    edits.run();
    partnerCenter.webhookFaults().clear();
    own.start(settings);
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
