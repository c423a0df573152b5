package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.audit.AuditEntry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.merge.Verdict;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leads where one side or both may not be written. */
class LeadModesTest extends LeadTest {

  @Test
  void aPlannedLeadIsOnlySpokenOf() {
    restarted("cosell.sync.mode", "plan");

    var id = sent(lead(unique("Planned")));

    until(() -> assertThat(auditOf(id)).isNotEmpty());
    untilIdle();
    assertThat(leads(id)).isEmpty();
    var plan = planned(id);
    assertThat(plan.detail().at("/decisions").findValuesAsText("verdict"))
        .containsOnly(Verdict.HELD_FROM_SALESFORCE.name());
    assertThat(plan.detail().at("/decisions").findValuesAsText("field")).contains("lastName");
  }

  @Test
  void aPlannedEditIsOnlySpokenOf() {
    restarted("cosell.sync.mode", "apply");
    var id = sent(lead(unique("Planned edit")));
    var lead = inStep(id);
    var other = sent(lead(unique("Planned conversion")));
    var converted = inStep(other);
    restarted("cosell.sync.mode", "plan");
    forgetCalls();

    editLead(lead, Map.of("Status", "Closed - Not Converted", "Description", "No interest."));
    var opportunityId = salesforce.asSeller().convertLead(converted);
    compareBothSides();

    assertThat(writes()).isEmpty();
    assertThat(planned(id).detail().at("/decisions").findValuesAsText("field"))
        .containsExactlyInAnyOrder("notes", "phase");
    assertThat(planned(other).summary()).contains(opportunityId);

    restarted("cosell.sync.mode", "apply");
    compareBothSides();

    assertThat(referral(id).path("substatus").asText()).isEqualTo("Declined");
    assertThat(referral(other).path("externalReferenceId").asText()).isEqualTo(opportunityId);
  }

  @Test
  void theEndOfAReferralIsOnlySpokenOf() {
    restarted("cosell.sync.mode", "apply");
    var id = sent(lead(unique("Planned end")));
    var lead = inStep(id);
    restarted("cosell.sync.to-salesforce", "plan");

    partnerCenter.expire(id);

    until(
        () ->
            assertThat(planned(id).detail().at("/decisions").findValuesAsText("field"))
                .containsExactly("phase"));
    untilIdle();
    assertThat(leadRecord(lead).get("Status")).isEqualTo("Open - Not Contacted");
  }

  @Test
  void whatWasMissedOfALeadIsFoundByComparingEverything() {
    restarted("cosell.sync.mode", "apply");
    var id = sent(lead(unique("Missed")));
    var lead = inStep(id);
    connector
        .bean(JdbcClient.class)
        .sql("update compared_up_to set at = timestamp with time zone '2099-01-01 00:00:00+00'")
        .update();
    editLead(lead, Map.of("Status", "Closed - Not Converted"));
    compareBothSides();
    assertThat(referral(id).path("status").asText()).isEqualTo("New");

    connector.operatorPosts("/api/comparison");
    untilIdle();

    assertThat(referral(id).path("substatus").asText()).isEqualTo("Declined");
    connector.bean(JdbcClient.class).sql("delete from compared_up_to").update();
  }

  @Test
  void aPausedLeadWaits() {
    restarted("cosell.sync.to-salesforce", "paused");
    var id = sent(lead(unique("Paused")));
    until(
        () ->
            assertThat(inboxOf("referral/" + id))
                .anyMatch(
                    entry ->
                        entry.state() == EntryState.HELD_BACK && entry.cause().contains("paused")));
    assertThat(leads(id)).isEmpty();

    restarted("cosell.sync.to-salesforce", "apply");

    leadOf(id);
  }

  private AuditEntry planned(String referralId) {
    return auditOf(referralId).stream()
        .filter(entry -> entry.kind().equals("plan"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is planned for " + referralId));
  }

  private void restarted(String setting, String value) {
    var settings = new TreeMap<>(settings());
    settings.put(setting, value);
    connector.stop();
    connector.start(settings);
    connectorIsReady();
    untilIdleOrWaiting();
  }

  private void connectorIsReady() {
    until(() -> assertThat(connector.bean(Startup.class).problems()).isEmpty());
  }

  private void untilIdleOrWaiting() {
    until(() -> assertThat(connector.inbox().count(EntryState.RUNNING)).isZero());
  }
}
