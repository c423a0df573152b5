package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Faults;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The connector is killed while a cloud has done what it was asked and has not answered yet. */
class CrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String REFERRALS = "/v1.0/engagements/referrals";

  @Test
  @DisplayName("C03 killed right after each kind of write it loses nothing and doubles nothing")
  void c03() {
    try (var world = RunningConnector.withItsOwnClouds();
        var connector =
            new ConnectorProcess(
                world.sandboxSettings(), world.directory.resolve("connector.log"))) {
      connector.start().untilReady();

      // the partner's referral is created, its answer never arrives
      var out = opportunity(world, "Out");
      holdAnswer(world.partnerCenter.api().faults(), "POST", REFERRALS, 0);
      tick(world, out);
      killOnce(connector, () -> !own(world, out).isEmpty());

      // the opportunity is created, its answer never arrives
      int reads = 1;
      holdAnswer(world.salesforce.faults(), "POST", "/composite", reads);
      var in = share(world, "In");
      killOnce(connector, () -> found(world, in).size() == 1);

      // the patch with the opportunity's id is done, its answer never arrives
      holdAnswer(world.partnerCenter.api().faults(), "PATCH", REFERRALS, 0);
      var in2 = share(world, "In too");
      killOnce(
          connector, () -> !world.partnerCenter.referral(in2).path("externalReferenceId").isNull());

      // the links are looked at from outside, in the database the killed ones left
      connector.kill();
      world.start(Map.of());
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(own(world, out)).hasSize(1);
                assertPair(world, own(world, out).get(0).path("id").asText(), out);
                for (var id : List.of(in, in2)) {
                  assertThat(found(world, id)).hasSize(1);
                  assertPair(world, id, (String) found(world, id).get(0).get("Id"));
                }
                assertThat(world.inbox().count(EntryState.DEAD)).isZero();
              });
    }
  }

  private static void holdAnswer(Faults faults, String method, String path, int after) {
    faults.inject(Fault.named("held-answer").on(method, path).after(after).with("millis", 20_000));
  }

  private static void killOnce(ConnectorProcess connector, Callable<Boolean> done) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(done);
    connector.kill();
    connector.start().untilReady();
  }

  private static void assertPair(RunningConnector world, String referralId, String opportunityId) {
    assertThat(world.links().ofReferral(referralId))
        .hasValueSatisfying(link -> assertThat(link.opportunityId()).isEqualTo(opportunityId));
    var record = world.salesforce.record("Opportunity", opportunityId);
    assertThat(record.get("Referral_Identifier__c")).isEqualTo(referralId);
    assertThat(world.partnerCenter.referral(referralId).path("externalReferenceId").asText())
        .isEqualTo(opportunityId);
  }

  private static String opportunity(RunningConnector world, String name) {
    return Prospect.madeIn(world.salesforce, name);
  }

  private static void tick(RunningConnector world, String opportunityId) {
    world
        .salesforce
        .asSeller()
        .update("Opportunity", opportunityId, Map.of("Sync_with_Partner_Center__c", true));
  }

  private static String share(RunningConnector world, String name) {
    return world.partnerCenter.asMicrosoftSeller().shares(Deal.named(name)).path("id").asText();
  }

  private static List<ObjectNode> own(RunningConnector world, String opportunityId) {
    return world.partnerCenter.referrals().stream()
        .filter(it -> it.path("externalReferenceId").asText().equals(opportunityId))
        .toList();
  }

  private static List<Map<String, Object>> found(RunningConnector world, String referralId) {
    return world.opportunities("Referral_Identifier__c = '" + referralId + "'");
  }
}
