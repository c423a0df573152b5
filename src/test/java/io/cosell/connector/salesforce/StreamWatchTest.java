package io.cosell.connector.salesforce;

import static io.cosell.connector.salesforce.ScriptedSalesforce.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StreamWatchTest {
  private final TestClock clock = new TestClock();
  private final StreamWatch watch =
      new StreamWatch(clock, Duration.ofSeconds(120), Duration.ofSeconds(10), () -> {});

  private void answered(String kind, String messages) {
    watch.sent(kind);
    watch.answered(kind, 200, json(messages));
  }

  private void subscribed() {
    answered("handshake", "[{\"channel\":\"/meta/handshake\",\"successful\":true}]");
    answered("connect", "[{\"channel\":\"/meta/connect\",\"successful\":true}]");
    answered("subscribe", "[{\"channel\":\"/meta/subscribe\",\"successful\":true}]");
  }

  @Test
  void livesWhileAConnectIsHeld() {
    subscribed();

    watch.sent("connect");
    clock.moveOn(Duration.ofSeconds(119));

    assertThat(watch.death()).isEmpty();
    assertThat(watch.subscribed()).isTrue();
  }

  @Test
  void diesWhenAHeldConnectIsNeverAnswered() {
    subscribed();

    watch.sent("connect");
    clock.moveOn(Duration.ofSeconds(121));

    assertThat(watch.death())
        .map(StreamWatch.Death::reason)
        .contains("no answer to connect for PT2M");
  }

  @Test
  void diesWhenTheClientStopsAsking() {
    subscribed();

    clock.moveOn(Duration.ofSeconds(11));

    assertThat(watch.death())
        .map(StreamWatch.Death::reason)
        .contains("no request under way for PT10S");
  }

  @Test
  void livesWhileManyEventsAreStoredBeforeTheNextRequest() {
    subscribed();

    for (int second = 0; second < 60; second++) {
      clock.moveOn(Duration.ofSeconds(1));
      watch.working();
    }

    assertThat(watch.death()).isEmpty();
  }

  @Test
  void diesWhenNobodyConfirmsTheSubscription() {
    answered("handshake", "[{\"channel\":\"/meta/handshake\",\"successful\":true}]");
    watch.sent("connect");

    clock.moveOn(Duration.ofSeconds(11));

    assertThat(watch.death())
        .map(StreamWatch.Death::reason)
        .contains("no confirmed subscription for PT10S");
  }

  @Test
  void diesOfARefusalAndSaysItsRealCause() {
    answered(
        "handshake",
        """
        [{"channel":"/meta/handshake","successful":false,"error":"403::Handshake denied",
          "ext":{"sfdc":{"failureReason":"401::Authentication invalid"}},
          "advice":{"reconnect":"none"}}]
        """);

    assertThat(watch.death())
        .contains(
            new StreamWatch.Death(
                "/meta/handshake refused: 401::Authentication invalid", true, false));
  }

  @Test
  void knowsAPositionThatIsNotKnownAnyMore() {
    answered(
        "subscribe",
        """
        [{"channel":"/meta/subscribe","successful":false,"error":
          "400::The replayId {7} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events."}]
        """);

    assertThat(watch.death()).map(StreamWatch.Death::gap).contains(true);
  }

  @Test
  void diesWhenTheServerSaysGoodBye() {
    subscribed();

    answered("connect", "[{\"channel\":\"/meta/disconnect\",\"successful\":true}]");

    assertThat(watch.death()).map(StreamWatch.Death::reason).contains("the server disconnected");
  }

  @Test
  void diesOfAnHttpStatusAndOfABrokenConnectionAndKeepsTheFirstReason() {
    watch.sent("connect");
    watch.answered("connect", 401, json("{}"));
    watch.failed("connect", new ConnectException("refused"));

    assertThat(watch.death())
        .contains(new StreamWatch.Death("HTTP status 401 at connect", true, false));
  }

  @Test
  void doesNotTakeAnEventForTheProtocol() {
    subscribed();

    answered(
        "connect",
        """
        [{"channel":"/data/CoSell__chn","data":{}},{"channel":"/meta/connect","successful":true}]
        """);

    assertThat(watch.death()).isEmpty();
  }
}
