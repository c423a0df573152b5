package io.cosell.connector.salesforce;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Up while Salesforce can be reached and we are signed in; a warning while the day's share of calls
 * is used up.
 */
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
    var waits = usage.waitsUntil();
    var health = new Health.Builder();
    if (!state.reachable() || !state.signedIn()) {
      health.down();
    } else if (waits.isPresent()) {
      health.status("WARNING");
    } else {
      health.up();
    }
    health
        .withDetail("reachable", state.reachable())
        .withDetail("signedIn", state.signedIn())
        .withDetail("lookedAt", state.at().toString());
    if (!state.trouble().isEmpty()) {
      health.withDetail("trouble", state.trouble());
    }
    usage.latest().ifPresent(it -> health.withDetail("dailyCalls", it.toString()));
    waits.ifPresent(
        until -> {
          health.withDetail("waits", usage.says());
          health.withDetail("looksAgainAt", until.toString());
        });
    return health.build();
  }
}
