package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.salesforce.ChangeEvent;
import io.cosell.connector.salesforce.ReplayPosition;
import io.cosell.connector.salesforce.ReplayPositions;
import io.cosell.connector.salesforce.Subscription;
import io.cosell.connector.salesforce.SubscriptionHolder;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a replica keeps while it lives, and what it must not do once it has lost it. */
@ExtendWith(OutputCaptureExtension.class)
class HeartbeatTest extends FlowTest {
  private static RunningConnector own;

  @BeforeAll
  static void start() {
    own =
        RunningConnector.withItsOwnClouds()
            .start(Map.of("cosell.inbox.claim", "2s", "cosell.replica.lease", "2s"));
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @Test
  void keepsSlowWorkWithItsWorkerAsLongAsTheProcessLives(CapturedOutput output) {
    var faults = partnerCenter.api().faults();
    faults.inject(
        Fault.named("held-answer").on("GET", "/engagements/referrals/").with("millis", 6_000));
    var deal = shared(Deal.named(unique("Slow")));

    opportunityOf(deal);
    untilIdle();

    assertThat(connector.asOperator("/actuator/health").at("/components/replicas/details/present"))
        .hasSize(1);
    assertThat(inboxOf("referral/" + deal))
        .allSatisfy(entry -> assertThat(entry.attempts()).isEqualTo(1));
    assertThat(output.getOut())
        .doesNotContain("given up by whoever had them", "took longer than its claim");
  }

  @Test
  void beginsNoFurtherStepOfADealThatAnotherReplicaTookOver(CapturedOutput output) {
    salesforce
        .faults()
        .inject(Fault.named("latency").on("", "/services/data").with("millis", 3_000));
    var deal = shared(Deal.named(unique("Taken over")));
    until(() -> assertThat(leases("referral/" + deal)).hasSize(1));
    var ends = givenToAnotherReplica("referral/" + deal, Duration.ofSeconds(8));

    opportunityOf(deal);

    assertThat(Instant.now()).isAfter(ends);
    assertThat(output.getOut())
        .contains("The lease on referral/" + deal + " was not renewed in time")
        .contains("was not kept by this replica in time");
    untilIdle();
    assertThat(found(deal)).hasSize(1);
    assertThat(connector.inbox().count(EntryState.DEAD)).isZero();
  }

  @Test
  void storesNoEventOnceAnotherReplicaHasTheSubscription() {
    linkedOpportunity(unique("Before"));
    var before = position();
    givenToAnotherReplica(SubscriptionHolder.LEASE, Duration.ofSeconds(5));

    assertThatThrownBy(
            () -> connector.bean(SalesforceEvents.class).onChange(eventAt(before.replayId() - 1)))
        .hasMessageContaining("another replica has the subscription now");
    assertThat(position()).isEqualTo(before);
    until(
        () ->
            assertThat(subscriptionHealth().at("/details/subscription").asText())
                .isEqualTo("held by another replica, another"));
    assertThat(subscriptionHealth().path("status").asText()).isEqualTo("UP");

    until(() -> assertThat(connector.bean(Subscription.class).isAlive()).isTrue());
    linkedOpportunity(unique("After"));
    assertThat(position().replayId()).isGreaterThan(before.replayId());
  }

  private JsonNode subscriptionHealth() {
    return connector.readiness().at("/components/salesforceSubscription");
  }

  private ReplayPosition position() {
    return connector
        .bean(ReplayPositions.class)
        .find(salesforce.organizationId(), "/data/CoSell__chn")
        .orElseThrow();
  }

  private ChangeEvent eventAt(long replayId) {
    return new ChangeEvent(
        "Opportunity",
        "UPDATE",
        List.of("006000000000001AAA"),
        Set.of(),
        false,
        Instant.now(),
        new ReplayPosition(salesforce.organizationId(), "/data/CoSell__chn", replayId));
  }

  private List<String> leases(String name) {
    return connector
        .bean(JdbcClient.class)
        .sql("select holder from lease where name = ?")
        .param(name)
        .query(String.class)
        .list();
  }

  /**
   * As if it had ended unnoticed and another replica had been there first; when that one's ends.
   */
  private Instant givenToAnotherReplica(String lease, Duration length) {
    var ends = Instant.now().plus(length);
    connector
        .bean(JdbcClient.class)
        .sql("update lease set holder = 'another', held_until = ?, note = '' where name = ?")
        .param(ends.atOffset(ZoneOffset.UTC))
        .param(lease)
        .update();
    return ends;
  }
}
