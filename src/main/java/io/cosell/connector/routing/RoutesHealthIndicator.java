package io.cosell.connector.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Health {@code routes}: DOWN when a required route or a whole file is missing, WARNING while the
 * last good version of a refused file runs, which does not take the connector out of service.
 */
@Component
class RoutesHealthIndicator implements HealthIndicator {
  static final Status WARNING = new Status("WARNING");

  private final RouteFiles files;

  RoutesHealthIndicator(RouteFiles files) {
    this.files = files;
  }

  @Override
  public Health health() {
    var health = Health.status(overall());
    files.folderProblem().ifPresent(problem -> health.withDetail("folder", problem.toString()));
    if (!files.missingRoutes().isEmpty()) {
      health.withDetail("missingRoutes", files.missingRoutes());
    }
    var details = new LinkedHashMap<String, Object>();
    files.status().forEach(file -> details.put(file.file(), describe(file)));
    return health.withDetail("files", details).build();
  }

  private Status overall() {
    var absent = files.status().stream().anyMatch(file -> file.refused() && !file.inForce());
    if (absent || !files.missingRoutes().isEmpty()) {
      return Status.DOWN;
    }
    var refused = files.status().stream().anyMatch(RouteFileStatus::refused);
    return refused || files.folderProblem().isPresent() ? WARNING : Status.UP;
  }

  private static Map<String, Object> describe(RouteFileStatus file) {
    var details = new LinkedHashMap<String, Object>();
    details.put("state", file.refused() ? "refused" : "in force");
    details.put("routes", file.routes());
    file.appliedAt()
        .ifPresent(time -> details.put(file.refused() ? "lastGoodSince" : "appliedAt", time));
    file.refusedSince().ifPresent(time -> details.put("refusedSince", time));
    if (file.refused()) {
      details.put("reasons", file.problems().stream().map(RouteProblem::toString).toList());
    }
    return details;
  }
}
