package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.TestDatabase;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The connector is asked to stop, as a container runtime does it. */
class StopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STOPPED_BY_SIGTERM = 143;

  @Test
  void finishesWhatIsUnderWayAndLeavesTheRestToTheNextStart() {
    try (var world = RunningConnector.withItsOwnClouds()) {
      var settings = new TreeMap<>(world.sandboxSettings());
      settings.put("cosell.inbox.workers", "2");
      var connector = new ConnectorProcess(settings, world.directory.resolve("connector.log"));
      connector.start().untilReady();
      var burst = new Burst(world);
      slow(world);
      int calls = burst.calls() + 10;
      burst.deals(8);
      burst.edits();
      await().atMost(PATIENCE).until(() -> burst.calls() >= calls);

      assertThat(connector.terminate(Duration.ofSeconds(30))).isTrue();

      assertThat(connector.exitCode()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(connector.lastLine())
          .endsWith("The connector has stopped; nothing is under way any more");
      assertThat(connector.log()).doesNotContain("\tat ");
      try (var database = TestDatabase.h2(world.directory)) {
        assertThat(entries(database.jdbc(), "RUNNING")).isZero();
        assertThat(entries(database.jdbc(), "WAITING")).as("not begun any more").isPositive();
        assertThat(leases(database.jdbc())).isZero();
      }
      world.salesforce.faults().clear();
      world.partnerCenter.api().faults().clear();
      connector.start().untilReady();
      await().atMost(PATIENCE).untilAsserted(burst::assertArrived);
      assertThat(connector.terminate(Duration.ofSeconds(30))).isTrue();
    }
  }

  @Test
  void handsBackWhatHangsAndSomebodyElseMayGoOnAtOnce() {
    try (var world = RunningConnector.withItsOwnClouds()) {
      var url = TestDatabase.postgresUrl();
      var grace = Duration.ofSeconds(2);
      var settings = new TreeMap<>(world.sandboxSettings());
      settings.put("spring.datasource.url", url);
      settings.put("cosell.startup.grace", grace.toString());
      settings.put("cosell.inbox.claim", "10m");
      var connector = new ConnectorProcess(settings, world.directory.resolve("connector.log"));
      connector.start().untilReady();
      var burst = new Burst(world);
      holdAnswers(world);
      burst.deals(1);
      await().atMost(PATIENCE).until(burst::isKnownInPartnerCenter);

      assertThat(connector.terminate(grace.plusSeconds(10))).isTrue();

      assertThat(connector.exitCode()).isEqualTo(STOPPED_BY_SIGTERM);
      assertThat(connector.lastLine())
          .containsPattern(
              "The connector has stopped; \\d+ entries were not finished in time and are looked at"
                  + " again after the next start$");
      assertThat(connector.log()).doesNotContain("\tat ");
      assertThat(entries(jdbc(url), "RUNNING")).isZero();
      assertThat(leases(jdbc(url))).isZero();
      connector.start().untilReady();
      await().atMost(PATIENCE).untilAsserted(burst::assertArrived);
      assertThat(connector.terminate(Duration.ofSeconds(30))).isTrue();
    }
  }

  private static void slow(RunningConnector world) {
    var latency = Fault.named("latency").with("millis", 200).always();
    world.salesforce.faults().inject(latency.on("POST", "/composite"));
    world.partnerCenter.api().faults().inject(latency);
  }

  /** Partner Center does what it is asked and does not say so. */
  private static void holdAnswers(RunningConnector world) {
    var held = Fault.named("held-answer").with("millis", 120_000);
    var referrals = "/v1.0/engagements/referrals";
    world.partnerCenter.api().faults().inject(held.on("POST", referrals));
    world.partnerCenter.api().faults().inject(held.on("PATCH", referrals));
  }

  private static JdbcClient jdbc(String url) {
    return JdbcClient.create(new DriverManagerDataSource(url));
  }

  private static long entries(JdbcClient database, String state) {
    return database
        .sql("select count(*) from inbox_entry where state = :state")
        .params(Map.of("state", state))
        .query(Long.class)
        .single();
  }

  private static long leases(JdbcClient database) {
    return database.sql("select count(*) from lease").query(Long.class).single();
  }
}
