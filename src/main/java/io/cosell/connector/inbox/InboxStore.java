package io.cosell.connector.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The inbox table, in SQL that H2 and PostgreSQL share. */
@Repository
class InboxStore {
  private static final String COLUMNS =
      "id, subject, route, detail, state, attempts, times_seen, accepted_at, due_at, cause, remedy";

  private final JdbcClient jdbc;

  InboxStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds the event to the waiting entry of its subject; false if none waits. */
  boolean collapse(Event event, Instant now) {
    return jdbc.sql(
                """
                update inbox_entry set times_seen = times_seen + 1, detail = :detail, changed_at = :now,
                  due_at = case when due_at > :now and attempts = 0 then :now else due_at end
                where subject = :subject and state = 'WAITING'
                """)
            .param("detail", event.detail())
            .param("now", at(now))
            .param("subject", event.subject())
            .update()
        > 0;
  }

  void insert(Event event, Instant now, Instant due) {
    jdbc.sql(
            """
            insert into inbox_entry
              (subject, route, detail, state, attempts, times_seen, accepted_at, due_at, changed_at)
            values (:subject, :route, :detail, 'WAITING', 0, 1, :now, :due, :now)
            """)
        .param("subject", event.subject())
        .param("route", event.route())
        .param("detail", event.detail())
        .param("now", at(now))
        .param("due", at(due))
        .update();
  }

  /** Due entries, oldest first, of subjects nobody works on; one per subject. */
  List<Entry> claimable(Instant now, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from inbox_entry e where state = 'WAITING' and due_at <= :now
                  and not exists (select 1 from inbox_entry r where r.subject = e.subject and r.state = 'RUNNING')
                 order by due_at, id limit :limit
                """)
        .param("now", at(now))
        .param("limit", limit)
        .query(InboxStore::entry)
        .list();
  }

  /** True when the entry was still waiting and is ours now. */
  boolean claim(long id, String holder, Instant now, Instant until) {
    return jdbc.sql(
                """
                update inbox_entry set state = 'RUNNING', attempts = attempts + 1, holder = :holder,
                  held_until = :until, changed_at = :now where id = :id and state = 'WAITING'
                """)
            .param("holder", holder)
            .param("until", at(until))
            .param("now", at(now))
            .param("id", id)
            .update()
        == 1;
  }

  void renew(String holder, Instant until) {
    jdbc.sql(
            "update inbox_entry set held_until = :until where holder = :holder and state = 'RUNNING'")
        .param("until", at(until))
        .param("holder", holder)
        .update();
  }

  /** Takes the entry from its holder into this state; false when another holder has it by now. */
  boolean move(
      long id,
      String holder,
      EntryState state,
      Instant due,
      String cause,
      String remedy,
      Instant now) {
    return jdbc.sql(
                """
                update inbox_entry set state = :state, due_at = :due, cause = :cause, remedy = :remedy,
                  holder = null, held_until = null, changed_at = :now
                where id = :id and holder = :holder and state = 'RUNNING'
                """)
            .param("state", state.name())
            .param("due", at(due))
            .param("cause", cause)
            .param("remedy", remedy)
            .param("now", at(now))
            .param("id", id)
            .param("holder", holder)
            .update()
        == 1;
  }

  /** Gives back entries whose holder stopped renewing. */
  int giveBackExpired(Instant now) {
    return jdbc.sql(
            """
            update inbox_entry set state = 'WAITING', holder = null, held_until = null, changed_at = :now
            where state = 'RUNNING' and held_until < :now
            """)
        .param("now", at(now))
        .update();
  }

  /** Gives back what this holder has; its attempt does not count. */
  int giveBack(String holder, Instant now) {
    return jdbc.sql(
            """
            update inbox_entry set state = 'WAITING', attempts = attempts - 1, holder = null, held_until = null,
              changed_at = :now where state = 'RUNNING' and holder = :holder
            """)
        .param("holder", holder)
        .param("now", at(now))
        .update();
  }

  /** Dead letters of this subject have been overtaken by a later success. */
  void settleDead(String subject, Instant now) {
    jdbc.sql(
            """
            update inbox_entry set state = 'DONE', changed_at = :now where subject = :subject and state = 'DEAD'
            """)
        .param("now", at(now))
        .param("subject", subject)
        .update();
  }

  /** Moves a dead letter on; false when it is none. */
  boolean moveDead(long id, EntryState state, Instant now) {
    return jdbc.sql(
                """
                update inbox_entry set state = :state, attempts = 0, due_at = :now, changed_at = :now
                where id = :id and state = 'DEAD'
                """)
            .param("state", state.name())
            .param("now", at(now))
            .param("id", id)
            .update()
        == 1;
  }

  int forgetDone(Instant before) {
    return jdbc.sql("delete from inbox_entry where state = 'DONE' and changed_at < :before")
        .param("before", at(before))
        .update();
  }

  List<Entry> inState(EntryState state, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from inbox_entry where state = :state order by due_at, id limit :limit")
        .param("state", state.name())
        .param("limit", limit)
        .query(InboxStore::entry)
        .list();
  }

  Optional<Entry> find(long id) {
    return jdbc.sql("select " + COLUMNS + " from inbox_entry where id = :id")
        .param("id", id)
        .query(InboxStore::entry)
        .optional();
  }

  long count(EntryState state) {
    return jdbc.sql("select count(*) from inbox_entry where state = :state")
        .param("state", state.name())
        .query(Long.class)
        .single();
  }

  private static Entry entry(ResultSet row, int number) throws SQLException {
    return new Entry(
        row.getLong("id"),
        new Event(row.getString("subject"), row.getString("route"), row.getString("detail")),
        EntryState.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getInt("times_seen"),
        row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
        row.getObject("due_at", OffsetDateTime.class).toInstant(),
        orEmpty(row.getString("cause")),
        orEmpty(row.getString("remedy")));
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
