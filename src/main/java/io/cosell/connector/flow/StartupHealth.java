package io.cosell.connector.flow;

import io.cosell.connector.remote.Problem;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Down while the start-up check finds anything wrong; says what, and what it found out else. */
@Component("startupCheck")
class StartupHealth implements HealthIndicator {
  private final Startup startup;

  StartupHealth(Startup startup) {
    this.startup = startup;
  }

  @Override
  public Health health() {
    var problems = startup.problems();
    return problems.isEmpty()
        ? Health.up().withDetail("org", startup.notices()).build()
        : Health.down()
            .withDetail("problems", problems.stream().map(Problem::toString).toList())
            .build();
  }
}
