package io.cosell.connector.link;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The full comparisons: how far each is and what it found. At most one is unfinished; it survives
 * the process that works on it.
 */
@Component
public class ComparisonRuns {
  private static final int KEPT = 20;
  private static final int LONGEST_CAUSE = 500;

  /** How far a full comparison is. */
  public enum State {
    /** Is worked on, or waits until a cloud is back. */
    RUNNING,
    /** Has made as many calls as it may; the next one goes on there. */
    STOPPED,
    /** Has been everywhere. */
    DONE,
    /** Given up, because everything has to be looked at anew. */
    REPLACED
  }

  /**
   * One full comparison.
   *
   * @param cause who asked for it, and why
   * @param report how far it is and what it found, as JSON
   */
  public record Run(
      long id, State state, String cause, Instant begunAt, Instant changedAt, String report) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  ComparisonRuns(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The one that has not been everywhere yet. */
  public Optional<Run> unfinished() {
    return latest("state in ('RUNNING', 'STOPPED')");
  }

  /** The last one that is neither worked on nor given up. */
  public Optional<Run> lastEnded() {
    return latest("state in ('STOPPED', 'DONE')");
  }

  /** Begins one; the oldest are forgotten. */
  @Transactional
  public Run begin(String cause, String report) {
    var now = now();
    jdbc.sql(
            """
            insert into full_comparison (state, cause, begun_at, changed_at, report)
            values ('RUNNING', :cause, :now, :now, :report)
            """)
        .param("cause", cause.substring(0, Math.min(cause.length(), LONGEST_CAUSE)))
        .param("now", now)
        .param("report", report)
        .update();
    var run = unfinished().orElseThrow();
    jdbc.sql("delete from full_comparison where id <= :id").param("id", run.id() - KEPT).update();
    return run;
  }

  /** Saves how far an unfinished one is; false when it has been given up. */
  public boolean save(long id, State state, String report) {
    return jdbc.sql(
                """
                update full_comparison set state = :state, report = :report, changed_at = :now
                where id = :id and state in ('RUNNING', 'STOPPED')
                """)
            .param("state", state.name())
            .param("report", report)
            .param("now", now())
            .param("id", id)
            .update()
        == 1;
  }

  /** Gives up the unfinished one, so that the next begins at the beginning. */
  public void startOver() {
    jdbc.sql(
            """
            update full_comparison set state = 'REPLACED', changed_at = :now
            where state in ('RUNNING', 'STOPPED')
            """)
        .param("now", now())
        .update();
  }

  private Optional<Run> latest(String condition) {
    return jdbc.sql(
            "select id, state, cause, begun_at, changed_at, report from full_comparison where "
                + condition
                + " order by id desc limit 1")
        .query(ComparisonRuns::run)
        .optional();
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static Run run(ResultSet row, int number) throws SQLException {
    return new Run(
        row.getLong("id"),
        State.valueOf(row.getString("state")),
        row.getString("cause"),
        row.getObject("begun_at", OffsetDateTime.class).toInstant(),
        row.getObject("changed_at", OffsetDateTime.class).toInstant(),
        row.getString("report"));
  }
}
