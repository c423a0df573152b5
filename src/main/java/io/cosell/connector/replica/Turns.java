package io.cosell.connector.replica;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets what happens by the clock happen once per period, though every replica has a clock.
 *
 * <p>Every replica asks once per period whether it is its turn. When one dies, another has the next
 * turn, not later than two periods after the last.
 */
@Component
public class Turns {
  private static final int PARTS = 10;

  private final JdbcClient jdbc;
  private final Replica replica;
  private final Clock clock;

  Turns(JdbcClient jdbc, Replica replica, Clock clock) {
    this.jdbc = jdbc;
    this.replica = replica;
    this.clock = clock;
  }

  /**
   * True when nobody has had this turn for most of a period; it then counts as done, if the
   * transaction this is called in succeeds.
   */
  @Transactional
  public boolean take(String name, Duration period) {
    var now = clock.instant();
    return insert(name, now) || update(name, now, period);
  }

  private boolean insert(String name, Instant now) {
    return jdbc.sql(
                """
                insert into timer_turn (name, taken_at, taken_by) values (:name, :now, :replica)
                on conflict do nothing
                """)
            .param("name", name)
            .param("now", at(now))
            .param("replica", replica.name())
            .update()
        == 1;
  }

  /** A turn in the future was taken by a clock that was wrong. */
  private boolean update(String name, Instant now, Duration period) {
    return jdbc.sql(
                """
                update timer_turn set taken_at = :now, taken_by = :replica
                where name = :name and (taken_at <= :before or taken_at > :after)
                """)
            .param("now", at(now))
            .param("replica", replica.name())
            .param("name", name)
            .param("before", at(now.minus(period).plus(period.dividedBy(PARTS))))
            .param("after", at(now.plus(period)))
            .update()
        == 1;
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
