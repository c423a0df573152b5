package io.cosell.connector.replica;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Says which replicas there are and which one answers. */
@Component
class ReplicasHealthIndicator implements HealthIndicator {
  private final Replica self;
  private final Replicas replicas;

  ReplicasHealthIndicator(Replica self, Replicas replicas) {
    this.self = self;
    this.replicas = replicas;
  }

  @Override
  public Health health() {
    return Health.up()
        .withDetail("self", self.name())
        .withDetail("present", replicas.present())
        .build();
  }
}
