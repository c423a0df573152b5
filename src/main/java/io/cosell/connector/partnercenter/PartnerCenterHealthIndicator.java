package io.cosell.connector.partnercenter;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up when Partner Center can be reached and the sign-in works; shown as {@code partnerCenter}. */
@Component
class PartnerCenterHealthIndicator implements HealthIndicator {
  private final PartnerCenterState state;

  PartnerCenterHealthIndicator(PartnerCenterState state) {
    this.state = state;
  }

  @Override
  public Health health() {
    var health = state.reachable() && state.signedIn() ? Health.up() : Health.down();
    return health
        .withDetail("reachable", state.reachable())
        .withDetail("signedIn", state.signedIn())
        .withDetail("lastError", state.lastError())
        .build();
  }
}
