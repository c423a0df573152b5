package io.cosell.connector.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the clock of this replica with that of the database, which all of them share: leases and
 * claims are only as good as the clocks agree.
 */
@Component
public class ClockCheck {
  private static final Logger log = LoggerFactory.getLogger(ClockCheck.class);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Duration allowed;
  private boolean told;

  ClockCheck(JdbcClient jdbc, ReplicaProperties settings, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.allowed = settings.lease().dividedBy(Leases.PARTS);
  }

  /** Says once that the clocks differ by more than leases allow, and once that they agree again. */
  public synchronized void look() {
    var before = clock.instant();
    var theirs =
        jdbc.sql("select current_timestamp").query(OffsetDateTime.class).single().toInstant();
    var after = clock.instant();
    var ahead = Duration.between(theirs, before);
    var behind = Duration.between(after, theirs);
    var wrong = ahead.compareTo(allowed) > 0 || behind.compareTo(allowed) > 0;
    if (wrong && !told) {
      log.error(
          "The clock of this replica is {} {} that of the database, {} is the most that leases allow;"
              + " synchronise the clocks, or two replicas may work on one deal",
          ahead.abs(),
          ahead.isNegative() ? "behind" : "ahead of",
          allowed);
    } else if (told && !wrong) {
      log.info("The clock of this replica agrees with that of the database again");
    }
    told = wrong;
  }
}
