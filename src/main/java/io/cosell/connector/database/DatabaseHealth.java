package io.cosell.connector.database;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while the database refuses a small write, and says why. Takes the place of Spring Boot's,
 * which is content with a connection.
 */
@Component("dbHealthIndicator")
class DatabaseHealth implements HealthIndicator {
  private final DatabaseWatch database;

  DatabaseHealth(DatabaseWatch database) {
    this.database = database;
  }

  @Override
  public Health health() {
    return database
        .trouble()
        .or(database::look)
        .map(cause -> Health.down().withDetail("cause", cause).build())
        .orElseGet(() -> Health.up().build());
  }
}
