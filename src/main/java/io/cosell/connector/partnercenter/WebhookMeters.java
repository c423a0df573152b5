package io.cosell.connector.partnercenter;

import io.cosell.connector.partnercenter.WebhookFindings.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The state of the webhook as metrics: 1 for well, 0 for trouble, NaN while there is none. */
@Component
class WebhookMeters implements MeterBinder {
  private final WebhookFindings findings;

  WebhookMeters(WebhookFindings findings) {
    this.findings = findings;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("cosell.webhook.registered", () -> state(Topic.REGISTRATION))
        .description("1 while Partner Center sends its events here, 0 while it does not")
        .register(registry);
    Gauge.builder("cosell.webhook.test.passed", () -> state(Topic.SELF_TEST))
        .description("1 when the last test event arrived, 0 when it did not")
        .register(registry);
    TimeGauge.builder("cosell.webhook.test.time", this::millis, TimeUnit.MILLISECONDS)
        .description("How long the last test event was under way")
        .register(registry);
  }

  private double state(Topic topic) {
    return findings
        .last(topic)
        .map(
            finding ->
                switch (finding.state()) {
                  case WELL -> 1.0;
                  case TROUBLE -> 0.0;
                  case NONE -> Double.NaN;
                })
        .orElse(Double.NaN);
  }

  private double millis() {
    return findings
        .last(Topic.SELF_TEST)
        .map(WebhookFinding::took)
        .map(took -> (double) took.toMillis())
        .orElse(Double.NaN);
  }
}
