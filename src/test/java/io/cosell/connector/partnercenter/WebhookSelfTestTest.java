package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cosell.connector.partnercenter.WebhookFinding.State;
import io.cosell.connector.partnercenter.WebhookFindings.Topic;
import io.cosell.sandbox.partnercenter.Delivery;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.partnercenter.Switch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/** The self-test against an address that answers as something between it and the connector may. */
class WebhookSelfTestTest {
  private static final String SECRET = "k3y-of-the-gateway";
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private HttpServer inBetween;
  private volatile int answer = 200;
  private Map<String, String> settings;
  private Client client;

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    inBetween = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    inBetween.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    inBetween.start();
    settings = Client.settings(sandbox, folder);
    settings.put(
        "webhook.public-url",
        "http://127.0.0.1:" + inBetween.getAddress().getPort() + "/hook?code=" + SECRET);
    client = new Client(settings, clock, Client.database());
  }

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
    inBetween.stop(0);
  }

  @Test
  void tellsInWhichTimeTheTestEventArrived() {
    client.registration.ensure(true);

    var pause = client.selfTest.begin();

    assertThat(pause.orElseThrow()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    clock.moveOn(Duration.ofMillis(1200));
    assertThat(client.selfTest.arrived(testEvent().resourceId())).isTrue();
    assertThat(client.selfTest.conclude()).isEmpty();
    assertThat(client.selfTest.last())
        .hasValueSatisfying(
            result -> {
              assertThat(result.state()).isEqualTo(State.WELL);
              assertThat(result.message()).contains("test event arrived after 1");
              assertThat(result.took()).isBetween(Duration.ofMillis(1200), Duration.ofSeconds(20));
            });
    assertThat(client.selfTest.isUnderWay()).isFalse();
  }

  @Test
  void knowsATestEventThatArrivedBeforeItsIdWasKnown() {
    var events = client.testEvents;
    var sentAt = clock.instant();

    assertThat(events.arrived("9B0F6C1E-0000-4000-8000-000000000001")).isFalse();
    events.sent("9b0f6c1e-0000-4000-8000-000000000001", sentAt);

    assertThat(client.selfTest.conclude()).isEmpty();
    assertThat(client.selfTest.last()).map(WebhookFinding::state).contains(State.WELL);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | Partner Center got \"OK\"  | something else answers at this address",
        "401 | Partner Center got \"401\" | whether a proxy wants a login of its own",
        "404 | Partner Center got \"404\" | check the path of cosell.webhook.public-url",
        "302 | Partner Center got \"302\" | redirects are not followed",
        "502 | Partner Center got \"502\" | check whether the proxy reaches the connector",
        "401 | Partner Center got \"Unauthorized\" | whether a proxy wants a login of its own",
        "404 | Partner Center got \"NotFound\"     | check the path of cosell.webhook.public-url",
        "302 | Partner Center got \"Redirect\"     | redirects are not followed",
        "502 | Partner Center got \"BadGateway\"   | check whether the proxy reaches the connector",
      })
  void saysWhatToCheckWhenItDoesNotArrive(int status, String got, String remedy) {
    answer = status;
    if (got.matches(".*[a-z]\"$")) {
      sandbox.switches().turnOn(Switch.TEST_RESULTS_NAME_THE_STATUS);
    }
    client.registration.ensure(true);
    client.selfTest.begin();
    await().until(() -> !testEvent().attempts().isEmpty());

    clock.moveOn(Duration.ofSeconds(61));
    assertThat(client.selfTest.conclude()).isEmpty();

    assertThat(client.selfTest.last())
        .hasValueSatisfying(
            result -> {
              assertThat(result.state()).isEqualTo(State.TROUBLE);
              assertThat(result.message())
                  .contains("did not arrive at http://127.0.0.1:", "within 60 s", got, remedy)
                  .doesNotContain(SECRET);
            });
    assertThat(health().getStatus()).isEqualTo(new Status("WARNING"));
  }

  @Test
  void saysWhatToCheckWhenNobodyIsThere() {
    inBetween.stop(0);
    client.registration.ensure(true);
    client.selfTest.begin();
    await().until(() -> !testEvent().attempts().isEmpty());

    clock.moveOn(Duration.ofSeconds(61));
    client.selfTest.conclude();

    assertThat(client.selfTest.last())
        .map(WebhookFinding::message)
        .hasValueSatisfying(
            message ->
                assertThat(message).contains("check that the host name of").contains("port"));
  }

  @Test
  void testsNothingWhileTheRegistrationIsSomebodyElses() {
    var elsewhere = "https://prod-12.logic.azure.example/workflows/1?sig=" + SECRET;
    sandbox.overwriteRegistration(
        new io.cosell.sandbox.partnercenter.WebhookRegistration(
            "subscriber", elsewhere, List.of("referral-updated"), true));
    client.registration.ensure(true);

    assertThat(client.selfTest.begin()).isEmpty();

    assertThat(sandbox.deliveries()).isEmpty();
    assertThat(client.selfTest.last())
        .hasValueSatisfying(
            result -> {
              assertThat(result.state()).isEqualTo(State.NONE);
              assertThat(result.message())
                  .contains("not tested", "https://prod-12.logic.azure.example/workflows/1?…");
            });
    assertThat(health().getStatus()).isEqualTo(new Status("WARNING"));
    assertThat(health().getDetails().toString()).doesNotContain(SECRET);
  }

  @Test
  void keepsTheLastResultWhenPartnerCenterRefusesAThirdTestInAMinute() {
    client.registration.ensure(true);
    for (int i = 0; i < 2; i++) {
      client.selfTest.begin();
      client.selfTest.arrived(testEvent().resourceId());
      client.selfTest.conclude();
    }
    var last = client.selfTest.last();

    assertThat(client.selfTest.begin()).isEmpty();

    assertThat(client.selfTest.last()).isEqualTo(last);
    clock.moveOn(Duration.ofSeconds(61));
    assertThat(client.selfTest.begin()).isPresent();
  }

  @Test
  void addsTheTestEventToARegistrationThatLacksIt() {
    sandbox.overwriteRegistration(
        new io.cosell.sandbox.partnercenter.WebhookRegistration(
            "subscriber",
            settings.get("webhook.public-url"),
            List.of(
                "referral-created",
                "referral-updated",
                "related-referral-created",
                "related-referral-updated"),
            true));

    client.registration.ensure(true);

    assertThat(client.selfTest.begin()).isPresent();
    assertThat(client.findings.last(Topic.REGISTRATION))
        .map(WebhookFinding::message)
        .contains("Partner Center now also sends test-created");
  }

  private Health health() {
    return new WebhookHealthIndicator(client.findings).health();
  }

  /** The latest. */
  private Delivery testEvent() {
    return sandbox.deliveries().stream()
        .filter(delivery -> delivery.event().equals("test-created"))
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
