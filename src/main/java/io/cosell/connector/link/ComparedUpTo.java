package io.cosell.connector.link;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Up to when each side has been compared for changes no event told of. */
@Component
public class ComparedUpTo {
  private final JdbcClient jdbc;

  ComparedUpTo(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** When the last complete comparison of this side began; empty before the first. */
  public Optional<Instant> of(String side) {
    return jdbc.sql("select at from compared_up_to where side = :side")
        .param("side", side)
        .query(OffsetDateTime.class)
        .optional()
        .map(OffsetDateTime::toInstant);
  }

  /** The side has been compared up to here. */
  public void move(String side, Instant at) {
    var time = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    int known =
        jdbc.sql("update compared_up_to set at = :at where side = :side")
            .param("at", time)
            .param("side", side)
            .update();
    if (known == 0) {
      jdbc.sql("insert into compared_up_to (side, at) values (:side, :at) on conflict do nothing")
          .param("side", side)
          .param("at", time)
          .update();
    }
  }
}
