package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.replica.Leases;
import io.cosell.connector.replica.Replicas;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Two replicas of the Salesforce side on one database. */
class SubscriptionHolderTest {
  private static final String SECRET = "s3cret-of-the-sandbox";

  private final String database = ConnectorPart.freshDatabase();
  private SalesforceSandbox cloud;
  private ConnectorPart first;
  private ConnectorPart second;

  /** Keeps what it is told, and the position. */
  static class Listener implements ChangeEventListener {
    private final ReplayPositions positions;
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();

    Listener(ReplayPositions positions) {
      this.positions = positions;
    }

    @Override
    public void onChange(ChangeEvent event) {
      positions.save(event.position());
      ids.addAll(event.recordIds());
    }

    @Override
    public void onGap(String reason) {
      gaps.add(reason);
    }
  }

  /** Keeps the leases, as the whole connector does. */
  @EnableScheduling
  static class Heartbeat {
    private final Leases leases;
    private final Replicas replicas;

    Heartbeat(Leases leases, Replicas replicas) {
      this.leases = leases;
      this.replicas = replicas;
    }

    @Scheduled(fixedDelay = 250)
    void beat() {
      replicas.show();
      leases.renew();
    }
  }

  @BeforeEach
  void start() {
    cloud =
        new SalesforceSandbox(SalesforceOptions.builder().client("the-app", SECRET).build())
            .start();
    first = replica();
    await().atMost(Duration.ofSeconds(20)).until(first.get(Subscription.class)::isAlive);
    second = replica();
  }

  private ConnectorPart replica() {
    var part =
        ConnectorPart.with(
            cloud.url(),
            List.of(
                "cosell.salesforce.client-secret=" + SECRET,
                "spring.datasource.url=" + database,
                "cosell.replica.lease=2s",
                "cosell.replica.yield-after=3s"),
            Listener.class,
            Heartbeat.class);
    part.get(SubscriptionHolder.class).start();
    return part;
  }

  @AfterEach
  void stop() {
    for (var part : List.of(first, second)) {
      part.get(SubscriptionHolder.class).stop();
      part.close();
    }
    cloud.close();
  }

  private static Health health(ConnectorPart part) {
    return part.get(SalesforceSubscriptionHealthIndicator.class).health();
  }

  private static void until(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
  }

  private String sellerCreatesAnAccount(String name) {
    return cloud.asSeller().create("Account", Map.of("Name", name));
  }

  private void heardOf(ConnectorPart part, String id) {
    until(() -> assertThat(part.get(Listener.class).ids).contains(id));
  }

  @Test
  void letsOneHaveItAndTheOtherBeReadyAllTheSame() {
    until(() -> assertThat(health(second).getStatus()).isEqualTo(Status.UP));

    assertThat(health(second).getDetails())
        .containsEntry("subscribed", false)
        .hasEntrySatisfying(
            "subscription",
            text -> assertThat(text).asString().startsWith("held by another replica, "));
    assertThat(health(first).getDetails()).containsEntry("subscribed", true);
    assertThat(cloud.streaming().clients()).isEqualTo(1);
  }

  @Test
  void passesItOnWhenTheHolderStopsAndGoesOnAfterTheLastEvent() {
    heardOf(first, sellerCreatesAnAccount("before"));
    first.get(SubscriptionHolder.class).stop();
    var between = sellerCreatesAnAccount("between");

    heardOf(second, between);
    assertThat(second.get(Listener.class).ids).containsExactly(between);
    assertThat(second.get(Listener.class).gaps).isEmpty();
  }

  @Test
  void tellsAGapWhenItIsPassedOnBeforeAnyEvent() {
    first.get(SubscriptionHolder.class).stop();

    until(
        () ->
            assertThat(second.get(Listener.class).gaps)
                .containsExactly("the subscription begins without a saved position"));
  }

  @Test
  void isNotReadyAnywhereWhileTheHolderGetsNoEvents() {
    until(() -> assertThat(health(second).getStatus()).isEqualTo(Status.UP));

    cloud.streamingFaults().inject(Fault.named("http-503").always());
    cloud.streaming().wake();

    until(
        () -> {
          assertThat(health(first).getStatus()).isEqualTo(Status.DOWN);
          assertThat(health(second).getStatus()).isEqualTo(Status.DOWN);
        });
  }

  @Test
  void leavesItToTheOtherWhenItStaysDead() {
    cloud.streamingFaults().inject(Fault.named("http-503").always());
    cloud.streaming().wake();
    until(() -> assertThat(first.get(SubscriptionHolder.class).elsewhere()).isPresent());

    cloud.streamingFaults().clear();

    until(() -> assertThat(second.get(Subscription.class).isAlive()).isTrue());
    until(() -> assertThat(health(first).getStatus()).isEqualTo(Status.UP));
  }

  @Test
  void endsItBeforeTheLeaseDoesWhenTheDatabaseIsAway() {
    var tables = second.get(JdbcClient.class);
    tables.sql("alter table lease rename to hidden").update();

    until(() -> assertThat(first.get(Subscription.class).isRunning()).isFalse());
    assertThat(health(first).getStatus()).isEqualTo(Status.DOWN);
    assertThat(second.get(Subscription.class).isRunning()).isFalse();
    tables.sql("alter table hidden rename to lease").update();

    until(
        () ->
            assertThat(List.of(first, second))
                .extracting(part -> part.get(Subscription.class).isAlive())
                .containsExactlyInAnyOrder(true, false));
    until(
        () ->
            assertThat(List.of(health(first), health(second)))
                .extracting(Health::getStatus)
                .containsOnly(Status.UP));
  }
}
