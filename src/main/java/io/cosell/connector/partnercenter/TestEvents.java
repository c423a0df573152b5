package io.cosell.connector.partnercenter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The test event that is waited for. It may arrive at another replica than asked for it, and before
 * that one knows its id.
 */
@Component
class TestEvents {
  private static final Duration STRANGERS_KEPT = Duration.ofDays(1);

  private final JdbcClient database;
  private final Clock clock;

  TestEvents(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * One that was asked for.
   *
   * @param arrivedAt null while it is under way
   */
  record Awaited(String correlationId, Instant sentAt, Instant arrivedAt) {}

  /** The one that is waited for, the oldest should there be several. */
  Optional<Awaited> awaited() {
    return database
        .sql(
            "select correlation_id, sent_at, arrived_at from test_event where sent_at is not null"
                + " order by sent_at limit 1")
        .query(TestEvents::event)
        .optional();
  }

  /** It was asked for at this time and is waited for from now on. */
  void sent(String correlationId, Instant at) {
    note(correlationId, "sent_at", at);
  }

  /** It arrived; true when it is waited for. */
  boolean arrived(String correlationId) {
    return note(correlationId, "arrived_at", clock.instant());
  }

  /** Nobody waits for it any more. */
  void forget(Awaited event) {
    database
        .sql("delete from test_event where correlation_id = ? or noted_at < ?")
        .param(event.correlationId())
        .param(offset(clock.instant().minus(STRANGERS_KEPT)))
        .update();
  }

  /** Whether it was known. */
  private boolean note(String correlationId, String column, Instant at) {
    var id = correlationId.toLowerCase(Locale.ROOT);
    if (update(id, column, at) > 0) {
      return true;
    }
    int added =
        database
            .sql(
                "insert into test_event (correlation_id, noted_at, "
                    + column
                    + ") values (?, ?, ?) on conflict do nothing")
            .param(id)
            .param(offset(clock.instant()))
            .param(offset(at))
            .update();
    return added == 0 && update(id, column, at) > 0;
  }

  private int update(String id, String column, Instant at) {
    return database
        .sql("update test_event set " + column + " = ? where correlation_id = ?")
        .param(offset(at))
        .param(id)
        .update();
  }

  private static Awaited event(ResultSet row, int number) throws SQLException {
    var arrivedAt = row.getObject("arrived_at", OffsetDateTime.class);
    return new Awaited(
        row.getString("correlation_id"),
        row.getObject("sent_at", OffsetDateTime.class).toInstant(),
        arrivedAt == null ? null : arrivedAt.toInstant());
  }

  private static OffsetDateTime offset(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
