package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.partnercenter.WebhookRegistration;
import io.cosell.sandbox.server.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The registration is looked after, and a test event shows that events arrive. */
@ExtendWith(OutputCaptureExtension.class)
class WebhookWatchTest extends FlowTest {
  private static final String SELF_TEST = "/api/webhook/self-test";
  private static final String ELSEWHERE = "https://other-tool.example/hook";
  private final RunningConnector own = RunningConnector.withItsOwnClouds();

  @Override
  RunningConnector underTest() {
    if (!own.isRunning()) {
      own.start(
          Map.of(
              "cosell.webhook.check-interval", "PT1S",
              "cosell.webhook.self-test-interval", "0",
              "cosell.webhook.self-test-timeout", "3s"));
    }
    return own;
  }

  @AfterEach
  void close() {
    own.close();
  }

  @Test
  void aTestEventArrivesAtStartAndWheneverTheOperatorAsks(CapturedOutput log) throws Exception {
    var atStart = connector.asOperator(SELF_TEST);
    assertThat(atStart.path("state").asText()).isEqualTo("WELL");
    assertThat(atStart.path("message").asText())
        .matches("Partner Center's test event arrived after \\d+ ms");
    assertThat(atStart.path("underWay").asBoolean()).isFalse();
    assertThat(log.getOut()).contains(atStart.path("message").asText());
    assertThat(unauthorised("POST")).isEqualTo(401);
    assertThat(unauthorised("GET")).isEqualTo(401);

    var asked = connector.operatorPosts(SELF_TEST);

    assertThat(asked.path("at").asText()).isEqualTo(atStart.path("at").asText());
    until(
        () -> {
          var last = connector.asOperator(SELF_TEST);
          assertThat(last.path("at").asText()).isNotEqualTo(atStart.path("at").asText());
          assertThat(last.path("millis").isNumber()).isTrue();
        });
    untilIdle();
    assertThat(testEvents()).isEqualTo(2);
    assertThat(webhookHealth().path("status").asText()).isEqualTo("UP");
    assertThat(webhookHealth().at("/details/selfTest").asText()).contains("arrived after");
    assertThat(webhookHealth().at("/details/registration").asText()).contains("sends its events");
    assertThat(gauge("cosell.webhook.registered")).isEqualTo(1);
    assertThat(gauge("cosell.webhook.test.passed")).isEqualTo(1);
    assertThat(gauge("cosell.webhook.test.time")).isBetween(0.0, 30.0);
  }

  @Test
  void aTestEventThatDoesNotArriveIsAWarningButNoReasonToRestart(CapturedOutput log) {
    partnerCenter.webhookFaults().inject(Fault.named("lost").on("test-created", ""));

    connector.operatorPosts(SELF_TEST);

    until(() -> assertThat(webhookHealth().path("status").asText()).isEqualTo("WARNING"));
    assertThat(webhookHealth().at("/details/selfTest").asText())
        .contains("did not arrive", "within 3 s", "says nothing of a delivery yet");
    assertThat(log.getOut()).contains("test event did not arrive").contains("found by comparing");
    assertThat(gauge("cosell.webhook.test.passed")).isZero();
    assertThat(connector.readiness().path("status").asText()).isEqualTo("UP");
    assertThat(connector.health().path("status").asText()).isEqualTo("UP");
  }

  @Test
  void aRegistrationSomebodyOverwroteIsAnAlarmWhereItMayNotBeTakenBack(CapturedOutput log) {
    own.stop();
    own.start(
        Map.of(
            "cosell.webhook.check-interval", "PT1S",
            "cosell.webhook.self-test-interval", "PT2S",
            "cosell.webhook.overwrite-registration", "false"));
    connectorIsIdle();
    assertThat(webhookHealth().path("status").asText()).isEqualTo("UP");
    await() // at two starts, and by the clock
        .atMost(Duration.ofSeconds(20))
        .until(() -> partnerCenter.api().journal().of("POST", "/validationEvents$").size() >= 3);

    overwritten();

    until(() -> assertThat(webhookHealth().path("status").asText()).isEqualTo("WARNING"));
    var looks = looks();
    await().until(() -> looks() > looks + 1);
    assertThat(webhookHealth().at("/details/registration").asText())
        .contains(ELSEWHERE, "cosell.webhook.overwrite-registration")
        .doesNotContain("s3cret");
    assertThat(
            log.getOut()
                .split("Webhook registration: Partner Center sends its events to " + ELSEWHERE, -1))
        .as("logged once")
        .hasSize(2);
    assertThat(log.getOut()).doesNotContain("s3cret");
    assertThat(gauge("cosell.webhook.registered")).isZero();
    assertThat(partnerCenter.registration().url()).startsWith(ELSEWHERE);
    assertThat(connector.readiness().path("status").asText()).isEqualTo("UP");
  }

  @Test
  void aRegistrationSomebodyOverwroteIsTakenBackEachTimeWhereThatIsAllowed(CapturedOutput log) {
    for (int times = 1; times <= 2; times++) {
      overwritten();
      until(() -> assertThat(partnerCenter.registration().url()).startsWith(connector.url() + "/"));
    }

    until(
        () ->
            assertThat(log.getOut().split("now, instead of " + ELSEWHERE, -1))
                .as("logged each time")
                .hasSize(3));
    assertThat(partnerCenter.registration().events()).contains("invoice-ready", "referral-updated");
    until(() -> assertThat(gauge("cosell.webhook.registered")).isEqualTo(1));
  }

  private void overwritten() {
    partnerCenter.overwriteRegistration(
        new WebhookRegistration(
            "subscriber", ELSEWHERE + "?sig=s3cret", List.of("invoice-ready"), true));
  }

  private int looks() {
    return partnerCenter.api().journal().of("GET", "/webhooks/v1/registration$").size();
  }

  private long testEvents() {
    return partnerCenter.deliveries().stream()
        .filter(delivery -> delivery.event().equals("test-created"))
        .count();
  }

  private JsonNode webhookHealth() {
    return connector.health().at("/components/webhook");
  }

  private double gauge(String name) {
    var gauge = connector.bean(MeterRegistry.class).get(name);
    return name.endsWith(".time")
        ? gauge.timeGauge().value(java.util.concurrent.TimeUnit.SECONDS)
        : gauge.gauge().value();
  }

  private int unauthorised(String method) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(connector.url() + SELF_TEST))
            .method(method, BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
