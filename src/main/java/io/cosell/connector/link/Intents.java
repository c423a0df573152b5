package io.cosell.connector.link;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Creates that were begun. An intent that is found where none is expected means that the outcome of
 * that create is unclear: it has to be looked up before anything is created again, and what differs
 * from the intent's snapshot was changed by somebody since.
 */
@Component
public class Intents {

  /** What is to be created. */
  public enum Target {
    /** The partner's own referral of an opportunity. */
    OWN,
    /** Microsoft's referral in the same engagement, for an opportunity. */
    MICROSOFT,
    /** The opportunity of a referral. */
    OPPORTUNITY
  }

  /**
   * A create that was begun.
   *
   * @param begunAt when
   * @param snapshot both sides as they are after it, as JSON
   */
  public record Intent(Instant begunAt, String snapshot) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  Intents(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Notes the intent, on disk when this returns. One that was never settled stays and is given
   * back.
   *
   * @param recordId the opportunity or referral it is for
   */
  public Optional<Intent> begin(String recordId, Target target, String snapshot) {
    int begun =
        jdbc.sql(
                """
                insert into intent (record_id, target, begun_at, snapshot)
                values (:record, :target, :now, :snapshot) on conflict do nothing
                """)
            .param("record", recordId)
            .param("target", target.name())
            .param("now", now())
            .param("snapshot", snapshot)
            .update();
    return begun == 1 ? Optional.empty() : find(recordId, target);
  }

  /** The same in the place of one that was never settled but has come to nothing. */
  public void beginAnew(String recordId, Target target, String snapshot) {
    int known =
        jdbc.sql(
                """
                update intent set begun_at = :now, snapshot = :snapshot
                where record_id = :record and target = :target
                """)
            .param("record", recordId)
            .param("target", target.name())
            .param("now", now())
            .param("snapshot", snapshot)
            .update();
    if (known == 0) {
      begin(recordId, target, snapshot);
    }
  }

  /** The intent that was not settled yet. */
  public Optional<Intent> find(String recordId, Target target) {
    return jdbc.sql(
            "select begun_at, snapshot from intent where record_id = :record and target = :target")
        .param("record", recordId)
        .param("target", target.name())
        .query(
            (row, number) ->
                new Intent(
                    row.getObject("begun_at", OffsetDateTime.class).toInstant(),
                    row.getString("snapshot")))
        .optional();
  }

  /** The outcome is known and remembered elsewhere, or certainly nothing was created. */
  public void settle(String recordId, Target target) {
    jdbc.sql("delete from intent where record_id = :record and target = :target")
        .param("record", recordId)
        .param("target", target.name())
        .update();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
