package io.cosell.connector.salesforce;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where each channel's events have been stored up to. */
@Component
public class ReplayPositions {
  private final JdbcClient database;
  private final Clock clock;

  ReplayPositions(JdbcClient database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The saved position of this channel, empty before its first event. */
  public Optional<ReplayPosition> find(String orgId, String channel) {
    return database
        .sql("select replay_id from replay_position where org_id = ? and channel = ?")
        .param(orgId)
        .param(channel)
        .query(Long.class)
        .optional()
        .map(replayId -> new ReplayPosition(orgId, channel, replayId));
  }

  /**
   * Moves the position, backwards too: an org that was moved counts anew. Part of the caller's
   * transaction.
   */
  public void save(ReplayPosition position) {
    var now = Timestamp.from(clock.instant());
    int changed =
        database
            .sql(
                "update replay_position set replay_id = ?, saved_at = ?"
                    + " where org_id = ? and channel = ?")
            .param(position.replayId())
            .param(now)
            .param(position.orgId())
            .param(position.channel())
            .update();
    if (changed == 0) {
      database
          .sql(
              "insert into replay_position (replay_id, saved_at, org_id, channel)"
                  + " values (?, ?, ?, ?)")
          .param(position.replayId())
          .param(now)
          .param(position.orgId())
          .param(position.channel())
          .update();
    }
  }
}
