package io.cosell.connector.inbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
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

  boolean anyHeld(String prefix, Instant now) {
    return jdbc.sql(
                "select count(*) from lease where name like :pattern escape '!' and held_until >= :now")
            .param("pattern", prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
            .param("now", now.atOffset(ZoneOffset.UTC))
            .query(Long.class)
            .single()
        > 0;
  }

  void release(Collection<String> names, String holder) {
    jdbc.sql("delete from lease where name in (:names) and holder = :holder")
        .param("names", names)
        .param("holder", holder)
        .update();
  }

  void releaseHeldBy(String holder) {
    jdbc.sql("delete from lease where holder = :holder").param("holder", holder).update();
  }

  void renew(Collection<String> names, String holder, Instant until) {
    jdbc.sql("update lease set held_until = :until where name in (:names) and holder = :holder")
        .param("until", until.atOffset(ZoneOffset.UTC))
        .param("names", names)
        .param("holder", holder)
        .update();
  }

  void releaseAll() {
    jdbc.sql("delete from lease").update();
  }

  private boolean insert(Attempt attempt) {
    return jdbc.sql(
                """
                insert into lease (name, holder, held_until) values (:name, :holder, :until)
                on conflict do nothing
                """)
            .param("name", attempt.name())
            .param("holder", attempt.holder())
            .param("until", attempt.until().atOffset(ZoneOffset.UTC))
            .update()
        == 1;
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
