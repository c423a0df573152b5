package io.cosell.connector.partnercenter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The last finding on each topic, the same for all replicas. */
@Component
class WebhookFindings {
  private final JdbcClient database;
  private final Clock clock;

  /** What is looked at. */
  enum Topic {
    REGISTRATION,
    SELF_TEST
  }

  WebhookFindings(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The last finding; empty before the first. */
  Optional<WebhookFinding> last(Topic topic) {
    return database
        .sql("select state, message, millis, found_at from webhook_finding where topic = ?")
        .param(topic.name())
        .query(WebhookFindings::finding)
        .optional();
  }

  /**
   * Replaces the last finding.
   *
   * @param took null when that is no matter of time
   */
  void note(Topic topic, WebhookFinding.State state, String message, Duration took) {
    if (write(
            "update webhook_finding set state = :state, message = :message, millis = :millis,"
                + " found_at = :now where topic = :topic",
            topic,
            state,
            message,
            took)
        == 0) {
      write(
          "insert into webhook_finding (topic, state, message, millis, found_at)"
              + " values (:topic, :state, :message, :millis, :now) on conflict do nothing",
          topic,
          state,
          message,
          took);
    }
  }

  private int write(
      String sql, Topic topic, WebhookFinding.State state, String message, Duration took) {
    return database
        .sql(sql)
        .param("topic", topic.name())
        .param("state", state.name())
        .param("message", message)
        .param("millis", took == null ? null : took.toMillis())
        .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .update();
  }

  private static WebhookFinding finding(ResultSet row, int number) throws SQLException {
    var millis = row.getObject("millis", Long.class);
    return new WebhookFinding(
        WebhookFinding.State.valueOf(row.getString("state")),
        row.getString("message"),
        millis == null ? null : Duration.ofMillis(millis),
        row.getObject("found_at", OffsetDateTime.class).toInstant());
  }
}
