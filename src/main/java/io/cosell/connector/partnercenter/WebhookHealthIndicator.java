package io.cosell.connector.partnercenter;

import io.cosell.connector.partnercenter.WebhookFindings.Topic;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health {@code webhook}: WARNING while events cannot arrive. No part of readiness, because what
 * the webhook misses is found by comparing, and restarting the connector helps nobody.
 */
@Component("webhook")
class WebhookHealthIndicator implements HealthIndicator {
  private static final Status WARNING = new Status("WARNING");

  private final WebhookFindings findings;

  WebhookHealthIndicator(WebhookFindings findings) {
    this.findings = findings;
  }

  @Override
  public Health health() {
    var health = Health.up();
    show(health, "registration", Topic.REGISTRATION);
    show(health, "selfTest", Topic.SELF_TEST);
    return health.build();
  }

  private void show(Health.Builder health, String name, Topic topic) {
    var last = findings.last(topic);
    health.withDetail(name, last.map(WebhookFinding::message).orElse("not looked at yet"));
    last.ifPresent(
        finding -> {
          health.withDetail(name + "At", finding.at().toString());
          if (finding.state() == WebhookFinding.State.TROUBLE) {
            health.status(WARNING);
          }
        });
  }
}
