package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.audit.AuditQuery;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Call;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code cosell.sync.mode}, and the same for one direction; a change takes a restart. */
class ModesTest extends FlowTest {
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
  @DisplayName("C10 planned, nothing is written and audit says what would be; applied later, it is")
  void c10Plan() {
    var linked = linkedOpportunity(unique("Linked"));
    var linkedReferral = referralOf(linked).path("id").asText();
    restart(Map.of("cosell.sync.mode", "plan"));
    forgetCalls();

    var in = shared(Deal.named(unique("In")).worth("1000", "EUR"));
    var out = opportunity(unique("Out"), Map.of());
    edit(out, Map.of("Sync_with_Partner_Center__c", true));
    edit(linked, Map.of("Amount", 70_000));
    partnerCenter.asPortalUser().changes(linkedReferral, "/details/notes", "Planned notes.");

    until(
        () -> assertThat(connector.inbox().count(EntryState.HELD_BACK)).isGreaterThanOrEqualTo(3));
    untilIdle();
    assertThat(writes()).isEmpty();
    assertThat(connector.audit().find(AuditQuery.ofReferral(in, 10)))
        .anySatisfy(
            entry -> {
              assertThat(entry.kind()).isEqualTo("plan");
              assertThat(entry.detail().at("/decisions").toString())
                  .contains("dealValue", "HELD_FROM_SALESFORCE", "1000");
            });
    assertThat(connector.audit().find(AuditQuery.ofOpportunity(out, 10)))
        .anySatisfy(entry -> assertThat(entry.kind()).isEqualTo("plan"));
    assertThat(connector.audit().find(AuditQuery.ofOpportunity(linked, 10)))
        .anySatisfy(
            entry -> {
              assertThat(entry.kind()).isEqualTo("plan");
              assertThat(entry.detail().at("/decisions").toString())
                  .contains("HELD_FROM_PARTNER_CENTER", "70000");
            });
    assertThat(connector.audit().find(AuditQuery.ofOpportunity(linked, 1)))
        .as("nothing says that it is in step")
        .allSatisfy(entry -> assertThat(entry.kind()).isEqualTo("plan"));

    restart(Map.of());

    opportunityOf(in);
    referralOf(out);
    until(
        () ->
            assertThat(
                    partnerCenter.referral(linkedReferral).at("/details/dealValue").decimalValue())
                .isEqualByComparingTo("70000"));
    until(() -> assertThat(record(linked).get("Description")).isEqualTo("Planned notes."));
    untilIdle();
    assertThat(connector.inbox().count(EntryState.HELD_BACK)).isZero();
  }

  @Test
  void aPlannedTeamIsSpokenOfOnce() {
    var linked = linkedOpportunity(unique("Linked"));
    var email = "ilse." + linked.toLowerCase() + "@alderfinch.example";
    restart(Map.of("cosell.sync.mode", "plan"));
    var user =
        salesforce
            .asSeller()
            .create(
                "User",
                Map.of(
                    "FirstName", "Ilse",
                    "LastName", "Marten",
                    "Email", email,
                    "Username", email,
                    "Phone", "+4930555010"));
    salesforce
        .asSeller()
        .create("OpportunityTeamMember", Map.of("OpportunityId", linked, "UserId", user));
    compareTeams();
    until(() -> assertThat(connector.inbox().isHeldBack("opportunity/" + linked)).isTrue());
    untilIdle();
    var spoken = connector.audit().find(AuditQuery.ofOpportunity(linked, 100));
    assertThat(spoken.get(0).kind()).isEqualTo("plan");

    compareTeams();
    untilIdle();
    connector.operatorPosts("/api/comparison");
    untilIdle();

    assertThat(connector.audit().find(AuditQuery.ofOpportunity(linked, 100))).hasSameSizeAs(spoken);
    assertThat(
            connector
                .asOperator("/api/comparison")
                .at("/last/report/differences/0/fields/0/action")
                .asText())
        .startsWith("goes to Partner Center");
  }

  /** What else changed did so long ago. */
  private void compareTeams() {
    untilIdle();
    connector
        .bean(JdbcClient.class)
        .sql("update compared_up_to set at = timestamp with time zone '2099-01-01 00:00:00+00'")
        .update();
    connector.inbox().accept(Subjects.comparison("by the test"));
  }

  @Test
  @DisplayName("C10 with Partner Center planned only, deals come in and nothing goes there")
  void c10PlanOneWay() {
    restart(Map.of("cosell.sync.to-partner-center", "plan"));
    partnerCenter.api().journal().clear();

    var in = shared(Deal.named(unique("In")).worth("1000", "EUR"));
    var out = opportunity(unique("Out"), Map.of());
    edit(out, Map.of("Sync_with_Partner_Center__c", true));

    var opportunityId = (String) opportunityOf(in).get("Id");
    until(
        () ->
            assertThat(connector.audit().find(AuditQuery.ofOpportunity(out, 10)))
                .anySatisfy(entry -> assertThat(entry.kind()).isEqualTo("plan")));
    untilIdle();
    assertThat(partnerCenter.referral(in).path("externalReferenceId").isNull()).isTrue();
    assertThat(own(out)).isEmpty();
    assertThat(partnerCenter.api().journal().of("PATCH", "/referrals")).isEmpty();

    restart(Map.of());

    referralOf(out);
    until(
        () ->
            assertThat(partnerCenter.referral(in).path("externalReferenceId").asText())
                .isEqualTo(opportunityId));
  }

  @Test
  @DisplayName("C10 with Salesforce paused only, deals go out and come in later")
  void c10PausedOneWay() {
    restart(Map.of("cosell.sync.to-salesforce", "paused"));
    salesforce.server().journal().clear();

    var in = shared(Deal.named(unique("In")).worth("1000", "EUR"));
    var out = opportunity(unique("Out"), Map.of());
    edit(out, Map.of("Sync_with_Partner_Center__c", true));

    var referral = referralOf(out).path("id").asText();
    until(
        () -> assertThat(connector.inbox().count(EntryState.HELD_BACK)).isGreaterThanOrEqualTo(2));
    untilIdle();
    assertThat(found(in)).isEmpty();
    assertThat(record(out).get("Referral_Identifier__c")).isNull();

    restart(Map.of());

    opportunityOf(in);
    until(() -> assertThat(record(out).get("Referral_Identifier__c")).isEqualTo(referral));
    untilIdle();
    assertThat(own(out)).hasSize(1);
  }

  @Test
  @DisplayName("C10 paused, events are stored and worked on after the next start")
  void c10Paused() {
    restart(Map.of("cosell.sync.mode", "paused"));
    forgetCalls();

    var in = shared(Deal.named(unique("In")));

    until(() -> assertThat(connector.inbox().hasOpen("referral/" + in)).isTrue());
    assertThat(writes()).isEmpty();
    restart(Map.of());
    opportunityOf(in);
  }

  private void restart(Map<String, String> settings) {
    own.stop();
    own.start(settings);
    connector = own;
    until(() -> assertThat(own.readiness().path("status").asText()).isEqualTo("UP"));
  }

  private void forgetCalls() {
    partnerCenter.api().journal().clear();
    salesforce.server().journal().clear();
  }

  /** Calls that changed a deal; composites that only read are none. */
  private java.util.List<Call> writes() {
    var calls = new java.util.ArrayList<Call>();
    calls.addAll(partnerCenter.api().journal().of("POST", "/referrals"));
    calls.addAll(partnerCenter.api().journal().of("PATCH", "/referrals"));
    salesforce.server().journal().of("POST", "/composite").stream()
        .filter(call -> call.body().contains("\"PATCH\"") || call.body().contains("\"POST\""))
        .forEach(calls::add);
    return calls;
  }
}
