package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.MutableClock;
import io.cosell.connector.salesforce.SubscriptionTest.Listener;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Subscriptions that die without a word: nothing is refused, and nothing comes. */
@ExtendWith(OutputCaptureExtension.class)
class SilentSubscriptionTest {
  private static final String CHANNEL = "/data/CoSell__chn";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MutableClock orgTime =
      new MutableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private SalesforceSandbox cloud;
  private ConnectorPart connector;

  @BeforeEach
  void start() {
    cloud =
        new SalesforceSandbox(
                SalesforceOptions.builder()
                    .client("the-app", ScriptedSalesforce.SECRET)
                    .clock(orgTime)
                    .connectHold(Duration.ofSeconds(1))
                    .build())
            .start();
    connector =
        ConnectorPart.with(
            cloud.url(),
            List.of(
                "cosell.salesforce.stream-answer-timeout=3s",
                "cosell.salesforce.stream-event-timeout=1s"),
            Listener.class);
    subscription().start();
    await().atMost(PATIENCE).until(subscription()::isAlive);
  }

  @AfterEach
  void stop() {
    connector.close();
    cloud.close();
  }

  @Test
  void isRenewedWhenAConnectIsNeverAnswered(CapturedOutput log) {
    heardOf(sellerCreatesAnAccount("before"));

    cloud.streamingFaults().inject(Fault.named("no-answer").on("", "connect"));
    await().atMost(PATIENCE).until(() -> !subscription().isAlive());

    heardOf(sellerCreatesAnAccount("after"));
    assertThat(log.getOut()).contains("no answer to connect for PT3S");
    assertThat(listener().gaps()).isEmpty();
  }

  @Test
  void isRenewedWhenAChangeFoundByAskingHasNoEventAlthoughTheConnectionLives(CapturedOutput log) {
    heardOf(sellerCreatesAnAccount("before"));
    cloud.streamingFaults().inject(Fault.named("silent").on("", CHANNEL));
    var untold = sellerCreatesAnAccount("untold");
    await().atMost(PATIENCE).until(() -> cloud.streamingFaults().waiting().isEmpty());
    assertThat(subscription().isAlive()).isTrue();
    assertThat(listener().ids()).doesNotContain(untold);

    expected().expect("account " + untold, Instant.now());
    expected().expect("account of an older change", Instant.now().minus(Duration.ofHours(1)));

    heardOf(untold);
    assertThat(log.getOut())
        .contains("WARN")
        .contains("no event told of the change of account " + untold)
        .contains("at the saved position")
        .contains("is a member of the channel and that the integration user has View All");
    assertThat(listener().gaps()).isEmpty();
  }

  @Test
  void isLeftAloneWhenTheEventOfTheChangeCame() {
    orgTime.moveOn(Duration.ofMinutes(1));
    var told = orgTime.instant();
    heardOf(sellerCreatesAnAccount("told"));

    expected().expect("account", told);

    await().atMost(PATIENCE).until(this::everythingIsJudged);
    heardOf(sellerCreatesAnAccount("after"));
    assertThat(connections()).isEqualTo(1);
  }

  @Test
  void isLeftAloneWhenTheChangeIsOlderThanTheSubscription() {
    expected().expect("account", Instant.now().minus(Duration.ofHours(1)));

    await().atMost(PATIENCE).until(this::everythingIsJudged);
    heardOf(sellerCreatesAnAccount("after"));
    assertThat(connections()).isEqualTo(1);
  }

  @Test
  void isRenewedOnceForOneChangeEvenIfNoEventEverComes() {
    expected().expect("account without an event", Instant.now().plusMillis(1));
    await().atMost(PATIENCE).until(() -> connections() == 2 && subscription().isAlive());

    heardOf(sellerCreatesAnAccount("after"));

    assertThat(everythingIsJudged()).isTrue();
    assertThat(connections()).isEqualTo(2);
  }

  @Test
  void tellsAGapAndGoesOnWithNewEventsWhenItsPositionIsTooOld() {
    heardOf(sellerCreatesAnAccount("before"));
    subscription().stop();
    sellerCreatesAnAccount("long forgotten");

    orgTime.moveOn(Duration.ofHours(73));
    subscription().start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(listener().gaps())
                    .containsExactly("Salesforce does not know the saved position any more"));

    heardOf(sellerCreatesAnAccount("after"));
    assertThat(listener().ids()).hasSize(2);
  }

  private Subscription subscription() {
    return connector.get(Subscription.class);
  }

  private ExpectedEvents expected() {
    return connector.get(ExpectedEvents.class);
  }

  private Listener listener() {
    return connector.get(Listener.class);
  }

  private boolean everythingIsJudged() {
    return connector
            .get(JdbcClient.class)
            .sql("select count(*) from expected_event")
            .query(Integer.class)
            .single()
        == 0;
  }

  private long connections() {
    return cloud.streaming().handshakes();
  }

  private String sellerCreatesAnAccount(String name) {
    return cloud.asSeller().create("Account", Map.of("Name", name));
  }

  private void heardOf(String id) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(listener().ids()).contains(id));
  }
}
