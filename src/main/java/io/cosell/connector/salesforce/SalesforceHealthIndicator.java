package io.cosell.connector.salesforce;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while Salesforce can be reached and we are signed in. */
@Component
class SalesforceHealthIndicator implements HealthIndicator {
  private final Reachability reachability;
  private final ApiUsage usage;

  SalesforceHealthIndicator(Reachability reachability, ApiUsage usage) {
    this.reachability = reachability;
    this.usage = usage;
  }

  @Override
  public Health health() {
    var state = reachability.state();
    var health = state.reachable() && state.signedIn() ? Health.up() : Health.down();
    health
        .withDetail("reachable", state.reachable())
        .withDetail("signedIn", state.signedIn())
        .withDetail("lookedAt", state.at().toString());
    if (!state.trouble().isEmpty()) {
      health.withDetail("trouble", state.trouble());
    }
    usage
        .latest()
        .ifPresent(it -> health.withDetail("dailyCalls", it.used() + " of " + it.limit()));
    return health.build();
  }
}
