package io.cosell.connector.mapping;

import java.util.List;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health {@code mapping}: WARNING while an edit is refused and the last good table works, which
 * does not take the connector out of service. What keeps it from starting is said by {@code
 * startupCheck}.
 */
@Component
class MappingHealthIndicator implements HealthIndicator {
  static final Status WARNING = new Status("WARNING");

  private final Mapping mapping;
  private final MappingWatch watch;

  MappingHealthIndicator(Mapping mapping, MappingWatch watch) {
    this.mapping = mapping;
    this.watch = watch;
  }

  @Override
  public Health health() {
    var inForce = mapping.inForce();
    if (inForce.isEmpty()) {
      return Health.unknown().build();
    }
    var refusal = watch.refusal();
    var health =
        Health.status(refusal.isPresent() ? WARNING : Status.UP)
            .withDetail("files", List.copyOf(inForce.get().content().files().keySet()))
            .withDetail("fields", inForce.get().table().rows().size())
            .withDetail("inForceSince", inForce.get().since());
    refusal.ifPresent(refused -> health.withDetail("refused", refused.problems()));
    return health.build();
  }
}
