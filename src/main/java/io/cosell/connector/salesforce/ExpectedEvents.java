package io.cosell.connector.salesforce;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Changes somebody found by asking, of which the subscription should have told. One that stays
 * untold is the only sign of a subscription that gets nothing although its connection lives.
 *
 * <p>Events come in the order of their commits, so any later event proves that this one came, and
 * only the newest change needs to be kept. It is in the database: the process that asks need not be
 * the one that holds the subscription.
 */
@Component
public class ExpectedEvents {
  /** How a death for want of an event begins. */
  static final String UNTOLD = "no event told of the change of ";

  private final JdbcClient database;
  private final SalesforceProperties settings;
  private final Clock clock;

  private record Change(String record, OffsetDateTime at) {}

  ExpectedEvents(JdbcClient database, SalesforceProperties settings, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Somebody else changed the record at this time; the channel has an event of it.
   *
   * @param record what was changed, for the log
   */
  public void expect(String record, Instant changedAt) {
    var at = OffsetDateTime.ofInstant(changedAt, ZoneOffset.UTC);
    int known =
        database
            .sql(
                "update expected_event set record = case when changed_at < :at then :record else"
                    + " record end, changed_at = case when changed_at < :at then :at else"
                    + " changed_at end where channel = :channel")
            .param("at", at)
            .param("record", record)
            .param("channel", settings.channel())
            .update();
    if (known == 0) {
      database
          .sql(
              "insert into expected_event (channel, record, changed_at)"
                  + " values (:channel, :record, :at) on conflict do nothing")
          .param("channel", settings.channel())
          .param("record", record)
          .param("at", at)
          .update();
    }
  }

  /**
   * Judges the newest change: why it shows that the subscription is dead, if it does. A change from
   * before the subscription proves nothing, one that is young nothing yet.
   *
   * @param since when the subscription began
   * @param heardUpTo when the change its last event tells of was committed
   */
  Optional<String> untold(Instant since, Instant heardUpTo) {
    var found = find();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var change = found.get();
    var at = change.at().toInstant();
    boolean proves = at.isAfter(since) && at.isAfter(heardUpTo);
    if (proves && clock.instant().isBefore(at.plus(settings.streamEventTimeout()))) {
      return Optional.empty();
    }
    forget(change);
    return proves
        ? Optional.of(
            UNTOLD + "%s at %s, which was found by comparing".formatted(change.record(), at))
        : Optional.empty();
  }

  private Optional<Change> find() {
    return database
        .sql("select record, changed_at from expected_event where channel = ?")
        .param(settings.channel())
        .query(
            (row, number) -> new Change(row.getString(1), row.getObject(2, OffsetDateTime.class)))
        .optional();
  }

  private void forget(Change change) {
    database
        .sql("delete from expected_event where channel = ? and record = ? and changed_at = ?")
        .param(settings.channel())
        .param(change.record())
        .param(change.at())
        .update();
  }
}
