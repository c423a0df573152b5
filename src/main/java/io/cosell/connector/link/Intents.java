package io.cosell.connector.link;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Creates in Partner Center that were begun. Its API has no idempotency token: when an intent is
 * found where none is expected, the outcome of that create is unclear and has to be looked up
 * before anything is created again.
 */
@Component
public class Intents {

  /** What is to be created. */
  public enum Target {
    /** The partner's own referral. */
    OWN,
    /** Microsoft's referral in the same engagement. */
    MICROSOFT
  }

  private final JdbcClient jdbc;
  private final Clock clock;

  Intents(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Notes the intent, on disk when this returns; gives the time of an earlier one that was never
   * settled.
   */
  public Optional<Instant> begin(String opportunityId, Target target) {
    int begun =
        jdbc.sql(
                """
                insert into intent (opportunity_id, target, begun_at) values (:opportunity, :target, :now)
                on conflict do nothing
                """)
            .param("opportunity", opportunityId)
            .param("target", target.name())
            .param("now", OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
            .update();
    if (begun == 1) {
      return Optional.empty();
    }
    return jdbc.sql(
            "select begun_at from intent where opportunity_id = :opportunity and target = :target")
        .param("opportunity", opportunityId)
        .param("target", target.name())
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** The outcome is known and remembered elsewhere, or certainly nothing was created. */
  public void settle(String opportunityId, Target target) {
    jdbc.sql("delete from intent where opportunity_id = :opportunity and target = :target")
        .param("opportunity", opportunityId)
        .param("target", target.name())
        .update();
  }
}
