package io.cosell.connector.replica;

import io.cosell.connector.replica.Leases.Holder;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The lease table. A unique name makes sure that only one of several takers succeeds. */
@Repository
class LeaseStore {
  private final JdbcClient jdbc;

  LeaseStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Attempt(String name, String holder, String note, Instant now, Instant until) {}

  boolean take(Attempt attempt) {
    return insert(attempt) || takeOverExpired(attempt);
  }

  List<String> held(String prefix, Instant now) {
    return jdbc.sql(
            """
            select name from lease where name like :pattern escape '!' and held_until >= :now order by name
            """)
        .param("pattern", prefix.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%")
        .param("now", at(now))
        .query(String.class)
        .list();
  }

  Optional<Holder> holder(String name, Instant now) {
    return jdbc.sql("select holder, note from lease where name = :name and held_until >= :now")
        .param("name", name)
        .param("now", at(now))
        .query((row, number) -> new Holder(row.getString(1), row.getString(2)))
        .optional();
  }

  void note(String name, String holder, String note) {
    jdbc.sql("update lease set note = :note where name = :name and holder = :holder")
        .param("note", note)
        .param("name", name)
        .param("holder", holder)
        .update();
  }

  void release(Collection<String> names, String holder) {
    jdbc.sql("delete from lease where name in (:names) and holder = :holder")
        .param("names", names)
        .param("holder", holder)
        .update();
  }

  /** False when the holder does not have it any more. */
  boolean renew(String name, String holder, Instant until) {
    return jdbc.sql("update lease set held_until = :until where name = :name and holder = :holder")
            .param("until", at(until))
            .param("name", name)
            .param("holder", holder)
            .update()
        == 1;
  }

  void releaseHeldBy(String holder) {
    jdbc.sql("delete from lease where holder = :holder").param("holder", holder).update();
  }

  int forgetEnded(Instant before) {
    return jdbc.sql("delete from lease where held_until < :before")
        .param("before", at(before))
        .update();
  }

  void releaseAllBut(String holder) {
    jdbc.sql("delete from lease where holder <> :holder").param("holder", holder).update();
  }

  private boolean insert(Attempt attempt) {
    return jdbc.sql(
                """
                insert into lease (name, holder, note, held_until) values (:name, :holder, :note, :until)
                on conflict do nothing
                """)
            .param("name", attempt.name())
            .param("holder", attempt.holder())
            .param("note", attempt.note())
            .param("until", at(attempt.until()))
            .update()
        == 1;
  }

  private boolean takeOverExpired(Attempt attempt) {
    return jdbc.sql(
                """
                update lease set holder = :holder, note = :note, held_until = :until
                where name = :name and held_until < :now
                """)
            .param("holder", attempt.holder())
            .param("note", attempt.note())
            .param("until", at(attempt.until()))
            .param("name", attempt.name())
            .param("now", at(attempt.now()))
            .update()
        == 1;
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
