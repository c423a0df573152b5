package io.cosell.connector.inbox;

import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lease table. A unique name makes sure that only one of several takers succeeds. */
@Repository
class LeaseStore {
  private final JdbcClient jdbc;

  LeaseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Attempt(String name, String holder, Instant now, Instant until) {}

  boolean take(Attempt attempt) {
    return insert(attempt) || takeOverExpired(attempt);
  }

  void release(String name, String holder) {
    jdbc.sql("delete from lease where name = :name and holder = :holder")
        .param("name", name)
        .param("holder", holder)
        .update();
  }

  void renew(String holder, Instant until) {
    jdbc.sql("update lease set held_until = :until where holder = :holder")
        .param("until", until.atOffset(ZoneOffset.UTC))
        .param("holder", holder)
        .update();
  }

  void releaseAll() {
    jdbc.sql("delete from lease").update();
  }

  private boolean insert(Attempt attempt) {
    try {
      return jdbc.sql(
                  """
                  insert into lease (name, holder, held_until)
                  select :name, :holder, :until where not exists (select 1 from lease where name = :name)
                  """)
              .param("name", attempt.name())
              .param("holder", attempt.holder())
              .param("until", attempt.until().atOffset(ZoneOffset.UTC))
              .update()
          == 1;
    } catch (DataIntegrityViolationException somebodyWasFaster) {
      return false;
    }
  }

  private boolean takeOverExpired(Attempt attempt) {
    return jdbc.sql(
                """
                update lease set holder = :holder, held_until = :until
                where name = :name and held_until < :now
                """)
            .param("holder", attempt.holder())
            .param("until", attempt.until().atOffset(ZoneOffset.UTC))
            .param("name", attempt.name())
            .param("now", attempt.now().atOffset(ZoneOffset.UTC))
            .update()
        == 1;
  }
}
