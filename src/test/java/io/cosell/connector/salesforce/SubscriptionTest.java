package io.cosell.connector.salesforce;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SubscriptionTest {
  private static final String CHANNEL = "/data/CoSell__chn";
  private static final String SECRET = "s3cret-of-the-sandbox";

  private SalesforceSandbox cloud;
  private ConnectorPart connector;

  /** Keeps what it is told, and its position, unless it is told to fail. */
  static class Listener implements ChangeEventListener {
    private final ReplayPositions positions;
    private final List<ChangeEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    Listener(ReplayPositions positions) {
      this.positions = positions;
    }

    @Override
    public void onChange(ChangeEvent event) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("the disk is full");
      }
      positions.save(event.position());
      events.add(event);
    }

    @Override
    public void onGap(String reason) {
      gaps.add(reason);
    }

    List<String> gaps() {
      return gaps;
    }

    List<String> ids() {
      return events.stream().flatMap(event -> event.recordIds().stream()).toList();
    }
  }

  @BeforeEach
  void start() {
    cloud =
        new SalesforceSandbox(SalesforceOptions.builder().client("the-app", SECRET).build())
            .start();
    connect(ConnectorPart.freshDatabase());
  }

  private void connect(String database, String... settings) {
    var all = new ArrayList<>(List.of(settings));
    all.add("cosell.salesforce.client-secret=" + SECRET);
    all.add("spring.datasource.url=" + database);
    connector = ConnectorPart.with(cloud.url(), all, Listener.class);
    connector.get(Subscription.class).start();
    await().atMost(Duration.ofSeconds(20)).until(connector.get(Subscription.class)::isAlive);
  }

  @AfterEach
  void stop() {
    connector.close();
    cloud.close();
  }

  private Listener listener() {
    return connector.get(Listener.class);
  }

  private Subscription subscription() {
    return connector.get(Subscription.class);
  }

  private String sellerCreatesAnAccount(String name) {
    return cloud.asSeller().create("Account", Map.of("Name", name));
  }

  private void heardOf(String... ids) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(listener().ids()).contains(ids));
  }

  @Test
  void tellsWhatASellerChanged() {
    var account = sellerCreatesAnAccount("Fabrikam");
    cloud.asSeller().update("Account", account, Map.of("BillingCity", "Ulm"));

    await().untilAsserted(() -> assertThat(listener().events).hasSize(2));
    assertThat(listener().events.get(1))
        .returns("Account", ChangeEvent::entity)
        .returns("UPDATE", ChangeEvent::changeType)
        .returns(List.of(account), ChangeEvent::recordIds)
        .returns(false, ChangeEvent::own)
        .satisfies(event -> assertThat(event.changedFields()).contains("BillingAddress.City"));
    assertThat(listener().gaps).isEmpty();
  }

  @Test
  void knowsItsOwnWrites() {
    connector
        .salesforce()
        .write(
            List.of(
                new Subrequest(
                    "acc",
                    "POST",
                    "sobjects/Account",
                    ScriptedSalesforce.json("{\"Name\":\"Contoso\"}"))));

    await().untilAsserted(() -> assertThat(listener().events).hasSize(1));
    assertThat(listener().events.get(0).own()).isTrue();
  }

  @Test
  void continuesAfterARestartWhereItStopped() {
    var database = ConnectorPart.freshDatabase();
    connector.close();
    connect(database);
    heardOf(sellerCreatesAnAccount("before"));
    connector.close();
    var missed = sellerCreatesAnAccount("while away");

    connect(database);

    heardOf(missed);
    assertThat(listener().ids()).containsExactly(missed);
    assertThat(listener().gaps).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http-401",
        "http-503",
        "server-disconnect",
        "unknown-client",
        "authentication-invalid",
        "daily-limit",
        "server-busy"
      })
  void replacesAConnectionThatDiedAndLosesNothing(String fault) {
    heardOf(sellerCreatesAnAccount("before"));

    cloud.streamingFaults().inject(Fault.named(fault).on("", "connect"));
    cloud.streaming().wake();
    await().atMost(Duration.ofSeconds(10)).until(() -> !subscription().isAlive());
    var during = sellerCreatesAnAccount("while the connection was dead");

    await().atMost(Duration.ofSeconds(20)).until(subscription()::isAlive);
    heardOf(during);
    heardOf(sellerCreatesAnAccount("after"));
    assertThat(listener().ids()).doesNotHaveDuplicates();
    assertThat(listener().gaps).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"handshake-denied", "concurrent-clients", "server-busy"})
  void triesAgainWhenTheHandshakeIsRefused(String fault) {
    heardOf(sellerCreatesAnAccount("before"));

    cloud.streamingFaults().inject(Fault.named(fault).on("", "/meta/handshake").times(2));
    subscription().renew("a test wants to");
    await().atMost(Duration.ofSeconds(10)).until(() -> !subscription().isAlive());
    var during = sellerCreatesAnAccount("while nobody was let in");

    heardOf(during);
    assertThat(cloud.streamingFaults().waiting()).isEmpty();
    assertThat(listener().ids()).doesNotHaveDuplicates();
    assertThat(listener().gaps).isEmpty();
  }

  @Test
  void subscribesAgainWhenTheServerWasTooBusyForIt() {
    heardOf(sellerCreatesAnAccount("before"));

    cloud.streamingFaults().inject(Fault.named("server-busy").on("", CHANNEL).times(2));
    subscription().renew("a test wants to");
    await().atMost(Duration.ofSeconds(10)).until(() -> !subscription().isAlive());
    var during = sellerCreatesAnAccount("while the server was busy");

    heardOf(during);
    assertThat(cloud.streamingFaults().waiting()).isEmpty();
    assertThat(listener().gaps).isEmpty();
  }

  @Test
  void takesEveryEventOnceAlthoughTheSubscriptionWasConfirmedSlowly(CapturedOutput log) {
    connector.get(LoggingSystem.class).setLogLevel(Stream.class.getName(), LogLevel.DEBUG);
    heardOf(sellerCreatesAnAccount("before"));

    cloud
        .streamingFaults()
        .inject(Fault.named("slow-subscribe").on("", CHANNEL).with("millis", 2500));
    subscription().renew("a test wants to");
    await().atMost(Duration.ofSeconds(10)).until(() -> !subscription().isAlive());
    var during = sellerCreatesAnAccount("while it waited");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              cloud.streaming().wake(); // one connect round more, and Camel subscribes once more
              return cloud.streamingFaults().waiting().isEmpty() && subscription().isAlive();
            });
    var after = sellerCreatesAnAccount("once");

    heardOf(during, after);
    assertThat(log.getOut()).as("Camel hands each event over several times").contains("came twice");
    assertThat(listener().ids()).endsWith(during, after).doesNotHaveDuplicates();
    assertThat(listener().gaps).isEmpty();
  }

  @Test
  void givesUpASubscriptionThatIsNeverConfirmedAndTriesAgain() {
    heardOf(sellerCreatesAnAccount("before"));
    connector.close();

    cloud
        .streamingFaults()
        .inject(Fault.named("slow-subscribe").on("", CHANNEL).with("millis", 60_000));
    connect(ConnectorPart.freshDatabase(), "cosell.salesforce.stream-idle-timeout=2s");

    heardOf(sellerCreatesAnAccount("after"));
    assertThat(cloud.streamingFaults().waiting()).isEmpty();
  }

  @Test
  void losesNothingWhenTheDailyEventsAreUsedUpForAWhile() {
    heardOf(sellerCreatesAnAccount("before"));
    cloud.streaming().dailyLimit(cloud.streaming().delivered());
    var during = sellerCreatesAnAccount("beyond the limit");
    cloud.streaming().wake();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(subscription().problem())
                    .hasValueSatisfying(
                        problem -> assertThat(problem.remedy()).contains("events are used up")));

    cloud.streaming().dailyLimit(25_000);

    heardOf(during);
    assertThat(listener().gaps).isEmpty();
  }

  @Test
  void signsInAgainWhenItsSessionWasEnded(CapturedOutput output) {
    heardOf(sellerCreatesAnAccount("before"));

    cloud.revokeTokens();
    cloud.streaming().wake();
    await().atMost(Duration.ofSeconds(10)).until(() -> !subscription().isAlive());

    heardOf(sellerCreatesAnAccount("after"));
    assertThat(output.getAll()).doesNotContain(SECRET).doesNotContainPattern("00D\\w{12,15}!");
  }

  @Test
  void asksAgainForAnEventThatCouldNotBeStored() {
    heardOf(sellerCreatesAnAccount("before"));
    listener().failures.set(2);

    var account = sellerCreatesAnAccount("stored at the third attempt");
    var other = sellerCreatesAnAccount("behind it");

    heardOf(account, other);
    assertThat(listener().ids()).endsWith(account, other).hasSize(3);
    assertThat(listener().gaps).isEmpty();
  }

  @Test
  void tellsAGapWhenTheVeryFirstEventCouldNotBeStored() {
    listener().failures.set(1);

    sellerCreatesAnAccount("the first ever");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(listener().gaps).hasSize(1));
  }

  @Test
  void deliversAnEventOnceThatCameTwice() {
    cloud.streamingFaults().inject(Fault.named("duplicate-events"));

    var account = sellerCreatesAnAccount("twice");
    var other = sellerCreatesAnAccount("once");

    heardOf(other);
    assertThat(listener().ids()).containsExactly(account, other);
  }

  @Test
  void tellsAGapWhenItsPositionIsNotKnownAnyMore() {
    heardOf(sellerCreatesAnAccount("before"));
    cloud.streaming().forgetEvents();

    subscription().renew("a test wants to");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(listener().gaps).hasSize(1));
    heardOf(sellerCreatesAnAccount("after"));
  }

  @Test
  void tellsAGapWhenTheEventNamesNoRecords() {
    cloud.streaming().overflow("Account");

    await().untilAsserted(() -> assertThat(listener().events).hasSize(1));
    assertThat(listener().events.get(0).recordIds()).isEmpty();
    assertThat(listener().gaps).singleElement().asString().contains("GAP_OVERFLOW of Account");
  }

  @Test
  void saysWhatToDoWhenTheChannelIsMissing() {
    cloud
        .streamingFaults()
        .inject(
            Fault.named("subscribe-denied")
                .with("error", "400::The channel you requested to subscribe to doesn't exist {x}")
                .always());

    subscription().renew("a test wants to");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(subscription().problem())
                    .hasValueSatisfying(
                        problem -> {
                          assertThat(problem.setting()).isEqualTo("cosell.salesforce.channel");
                          assertThat(problem.value()).isEqualTo(CHANNEL);
                        }));
    assertThat(
            connector
                .get(SalesforceSubscriptionHealthIndicator.class)
                .health()
                .getStatus()
                .getCode())
        .isEqualTo("DOWN");
  }

  @Test
  void showsWhetherItIsSubscribedTheLastProofOfLifeAndThePosition() {
    heardOf(sellerCreatesAnAccount("before"));

    var health = connector.get(SalesforceSubscriptionHealthIndicator.class).health();
    var meters = connector.get(MeterRegistry.class);

    assertThat(health.getStatus().getCode()).isEqualTo("UP");
    assertThat(health.getDetails())
        .containsEntry("subscribed", true)
        .containsEntry("position", cloud.streaming().lastReplayId(CHANNEL));
    assertThat(Instant.parse((String) health.getDetails().get("lastProofOfLife")))
        .isBetween(Instant.now().minusSeconds(30), Instant.now());
    assertThat(meters.get("cosell.salesforce.subscription.alive").gauge().value()).isEqualTo(1);
    assertThat(meters.get("cosell.salesforce.subscription.position").gauge().value())
        .isEqualTo(cloud.streaming().lastReplayId(CHANNEL));
    assertThat(meters.get("cosell.salesforce.subscription.silence").timeGauge().value(SECONDS))
        .isBetween(0.0, 30.0);

    subscription().stop();

    assertThat(meters.get("cosell.salesforce.subscription.alive").gauge().value()).isZero();
  }

  @Test
  void comesBackWhenSalesforceWasAway() {
    heardOf(sellerCreatesAnAccount("before"));
    cloud.streamingFaults().inject(Fault.named("http-503").always());
    cloud.streaming().wake();
    await().atMost(Duration.ofSeconds(10)).until(() -> !subscription().isAlive());
    var during = sellerCreatesAnAccount("while away");

    cloud.streamingFaults().clear();

    heardOf(during);
  }

  @Test
  void continuesWhenItIsStoppedAndStartedAgain() {
    heardOf(sellerCreatesAnAccount("before"));
    subscription().stop();
    var missed = sellerCreatesAnAccount("while stopped");

    subscription().start();

    heardOf(missed);
    assertThat(cloud.streaming().clients()).isEqualTo(1);
  }

  @Test
  void takesManyEventsInOrder() {
    var ids =
        java.util.stream.IntStream.range(0, 500)
            .mapToObj(i -> sellerCreatesAnAccount("Many " + i))
            .toList();

    heardOf(ids.toArray(String[]::new));
    assertThat(listener().ids()).containsExactlyElementsOf(ids);
  }

  @Test
  void stopsQuicklyAlthoughSalesforceIsGone() {
    cloud.close();

    var began = System.nanoTime();
    subscription().stop();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    assertThat(subscription().isAlive()).isFalse();
  }
}
