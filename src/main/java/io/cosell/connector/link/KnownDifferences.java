package io.cosell.connector.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Differences that a comparison has put into the inbox. The inbox loses nothing, so each is put
 * there once: a deal that cannot be sent as it is, is not woken by every comparison.
 */
@Component
public class KnownDifferences {
  private static final Duration KEPT = Duration.ofDays(90);

  private final JdbcClient jdbc;
  private final Clock clock;

  KnownDifferences(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Remembers the difference in place of an earlier one of this subject; false when it is the same.
   *
   * @param subject what differs
   * @param difference all that would make it another difference
   */
  public boolean isNew(String subject, String difference) {
    var fingerprint = fingerprint(difference);
    var now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    int added =
        jdbc.sql(
                """
                insert into known_difference (subject, fingerprint, noted_at)
                values (:subject, :fingerprint, :now) on conflict do nothing
                """)
            .param("subject", subject)
            .param("fingerprint", fingerprint)
            .param("now", now)
            .update();
    return added == 1
        || jdbc.sql(
                    """
                    update known_difference set fingerprint = :fingerprint, noted_at = :now
                    where subject = :subject and fingerprint <> :fingerprint
                    """)
                .param("subject", subject)
                .param("fingerprint", fingerprint)
                .param("now", now)
                .update()
            == 1;
  }

  /** Forgets what is older than three months. */
  public void forgetOld() {
    jdbc.sql("delete from known_difference where noted_at < :before")
        .param("before", OffsetDateTime.ofInstant(clock.instant().minus(KEPT), ZoneOffset.UTC))
        .update();
  }

  private static String fingerprint(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
