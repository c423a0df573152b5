package io.cosell.connector.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The inbox table, in SQL that H2 and PostgreSQL share. */
@Repository
class InboxStore {
  private static final String COLUMNS =
      "id, subject, route, detail, state, attempts, times_seen, accepted_at, due_at, code, cause,"
          + " remedy";

  private final JdbcClient jdbc;

  InboxStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds the event to the entry of its subject and route that waits; false if none does. An entry
   * that failed before keeps its pause, any other takes the earlier time.
   */
  boolean collapse(Event event, Instant now, Instant due) {
    return jdbc.sql(
                """
                update inbox_entry set times_seen = times_seen + 1, detail = :detail, changed_at = :now,
                  due_at = case when attempts = 0 and due_at > :due then :due else due_at end
                where subject = :subject and route = :route and state = 'WAITING'
                """)
            .param("detail", event.detail())
            .param("now", at(now))
            .param("due", at(due))
            .param("subject", event.subject())
            .param("route", event.route())
            .update()
        > 0;
  }

  /** Keeps a new entry; false if another transaction has just done so for subject and route. */
  boolean insert(Event event, Instant now, Instant due) {
    return jdbc.sql(
                """
                insert into inbox_entry (subject, route, detail, state, attempts, failures, times_seen,
                  accepted_at, due_at, changed_at, unseen_subject)
                values (:subject, :route, :detail, 'WAITING', 0, 0, 1, :now, :due, :now, :subject)
                on conflict do nothing
                """)
            .param("subject", event.subject())
            .param("route", event.route())
            .param("detail", event.detail())
            .param("now", at(now))
            .param("due", at(due))
            .update()
        == 1;
  }

  /** Is anything claimable? Locks nothing and so costs no write. */
  boolean anyClaimable(Instant now) {
    return !claimable(now, 1, "").isEmpty();
  }

  /** Waits until no other transaction is claiming, and keeps others from it until this one ends. */
  void takeTurn() {
    jdbc.sql("select id from inbox_turn for update").query(Integer.class).single();
  }

  /**
   * Due entries, oldest first, of subjects nobody works on. Leaves out what another transaction is
   * changing just now; waiting for it could be a deadlock.
   */
  List<Entry> claimable(Instant now, int limit) {
    return claimable(now, limit, " for update skip locked");
  }

  private List<Entry> claimable(Instant now, int limit, String lock) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + """
                 from inbox_entry e where state = 'WAITING' and due_at <= :now
                  and not exists (select 1 from inbox_entry r where r.subject = e.subject and r.state = 'RUNNING')
                 order by due_at, id limit :limit
                """
                + lock)
        .param("now", at(now))
        .param("limit", limit)
        .query(InboxStore::entry)
        .list();
  }

  /** Gives these entries to the holder. */
  List<Entry> claim(List<Long> ids, String holder, Instant now, Instant until) {
    jdbc.sql(
            """
            update inbox_entry set state = 'RUNNING', attempts = attempts + 1, holder = :holder,
              held_until = :until, changed_at = :now, unseen_subject = null where id in (:ids)
            """)
        .param("holder", holder)
        .param("until", at(until))
        .param("now", at(now))
        .param("ids", ids)
        .update();
    return jdbc.sql(
            "select " + COLUMNS + " from inbox_entry where id in (:ids) order by due_at, id")
        .param("ids", ids)
        .query(InboxStore::entry)
        .list();
  }

  void renew(Collection<Long> ids, String holder, Instant until) {
    jdbc.sql(
            """
            update inbox_entry set held_until = :until
            where id in (:ids) and holder = :holder and state = 'RUNNING'
            """)
        .param("until", at(until))
        .param("ids", ids)
        .param("holder", holder)
        .update();
  }

  /**
   * Takes the entry from its holder into this state, with the subject it has got; false when this
   * attempt of the holder does not have it any more.
   */
  boolean move(
      Entry entry, String holder, EntryState state, Instant due, Trouble trouble, Instant now) {
    return jdbc.sql(
                """
                update inbox_entry set state = :state, subject = :subject, due_at = :due,
                  code = :code, cause = :cause, remedy = :remedy, holder = null, held_until = null,
                  changed_at = :now
                where id = :id and holder = :holder and attempts = :attempts and state = 'RUNNING'
                """)
            .param("state", state.name())
            .param("subject", entry.subject())
            .param("due", at(due))
            .param("code", trouble.code())
            .param("cause", trouble.cause())
            .param("remedy", trouble.remedy())
            .param("now", at(now))
            .param("id", entry.id())
            .param("holder", holder)
            .param("attempts", entry.attempts())
            .update()
        == 1;
  }

  /** Takes what else waits for the same look into this entry. */
  void takeInOthers(Entry entry) {
    var others =
        jdbc.sql(
                """
                select id, detail, times_seen from inbox_entry
                where subject = :subject and route = :route and state = 'WAITING' and id <> :id
                order by id for update
                """)
            .param("subject", entry.subject())
            .param("route", entry.event().route())
            .param("id", entry.id())
            .query(Other.class)
            .list();
    for (var other : others) {
      jdbc.sql("delete from inbox_entry where id = :id").param("id", other.id()).update();
      jdbc.sql(
              """
              update inbox_entry set times_seen = times_seen + :seen, detail = :detail where id = :id
              """)
          .param("seen", other.timesSeen())
          .param("detail", other.detail())
          .param("id", entry.id())
          .update();
    }
  }

  private record Other(long id, String detail, int timesSeen) {}

  /** Counts an unexpected failure of the entry and says how many there were. */
  int countFailure(long id) {
    jdbc.sql("update inbox_entry set failures = failures + 1 where id = :id")
        .param("id", id)
        .update();
    return jdbc.sql("select failures from inbox_entry where id = :id")
        .param("id", id)
        .query(Integer.class)
        .single();
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

  /** Gives back what anybody has. */
  int giveBackEverything(Instant now) {
    return jdbc.sql(
            """
            update inbox_entry set state = 'WAITING', holder = null, held_until = null, changed_at = :now
            where state = 'RUNNING'
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

  /** What this holder has. */
  List<Entry> heldBy(String holder) {
    return jdbc.sql(
            "select " + COLUMNS + " from inbox_entry where state = 'RUNNING' and holder = :holder")
        .param("holder", holder)
        .query(InboxStore::entry)
        .list();
  }

  /** Gives back this attempt of the holder, which counts. */
  void giveBack(Entry entry, String holder, Instant now) {
    jdbc.sql(
            """
            update inbox_entry set state = 'WAITING', holder = null, held_until = null, changed_at = :now
            where id = :id and attempts = :attempt and holder = :holder and state = 'RUNNING'
            """)
        .param("id", entry.id())
        .param("attempt", entry.attempts())
        .param("holder", holder)
        .param("now", at(now))
        .update();
  }

  /** What was laid aside or held back of this look has been overtaken by a later success. */
  void settle(Event event, Instant now) {
    jdbc.sql(
            """
            update inbox_entry set state = 'DONE', changed_at = :now
            where subject = :subject and route = :route and state in ('DEAD', 'HELD_BACK')
            """)
        .param("now", at(now))
        .param("subject", event.subject())
        .param("route", event.route())
        .update();
  }

  void settleDead(String subject, Instant now) {
    jdbc.sql(
            """
            update inbox_entry set state = 'DONE', changed_at = :now
            where subject = :subject and state = 'DEAD'
            """)
        .param("now", at(now))
        .param("subject", subject)
        .update();
  }

  /** What else of this look is in this state has been overtaken by the entry. */
  void settleOthers(Entry entry, EntryState state, Instant now) {
    jdbc.sql(
            """
            update inbox_entry set state = 'DONE', changed_at = :now
            where subject = :subject and route = :route and state = :state and id <> :id
            """)
        .param("now", at(now))
        .param("state", state.name())
        .param("subject", entry.subject())
        .param("route", entry.event().route())
        .param("id", entry.id())
        .update();
  }

  int offerHeldBack(Instant now) {
    return jdbc.sql(
            """
            update inbox_entry set state = 'WAITING', attempts = 0, due_at = :now, changed_at = :now
            where state = 'HELD_BACK'
            """)
        .param("now", at(now))
        .update();
  }

  /**
   * Settles those dead letters whose look waits anyway, because an event of the record came later.
   *
   * @param kind what the subject begins with, empty for all
   */
  void settleDeadThatWait(String code, String kind, Instant now) {
    jdbc.sql(
            """
            update inbox_entry set state = 'DONE', changed_at = :now
            where state = 'DEAD' and code = :code and subject like :pattern and exists (
              select 1 from inbox_entry w where w.subject = inbox_entry.subject
                and w.route = inbox_entry.route and w.state = 'WAITING')
            """)
        .param("now", at(now))
        .param("code", code)
        .param("pattern", pattern(kind))
        .update();
  }

  /** The dead letters of this code and kind, oldest first. */
  List<Long> dead(String code, String kind) {
    return jdbc.sql(
            """
            select id from inbox_entry
            where state = 'DEAD' and code = :code and subject like :pattern order by id
            """)
        .param("code", code)
        .param("pattern", pattern(kind))
        .query(Long.class)
        .list();
  }

  /** Moves these dead letters on; how many there still were. */
  int moveDead(Collection<Long> ids, EntryState state, Instant due, Instant now) {
    return jdbc.sql(
            """
            update inbox_entry set state = :state, attempts = 0, failures = 0, due_at = :due,
              changed_at = :now
            where id in (:ids) and state = 'DEAD'
            """)
        .param("state", state.name())
        .param("due", at(due))
        .param("now", at(now))
        .param("ids", ids)
        .update();
  }

  private static String pattern(String kind) {
    return kind.isEmpty() ? "%" : kind + "/%";
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

  boolean hasOpen(String subject) {
    return jdbc.sql("select count(*) from inbox_entry where subject = :subject and state <> 'DONE'")
            .param("subject", subject)
            .query(Long.class)
            .single()
        > 0;
  }

  boolean isToBeLookedAt(Event look) {
    return jdbc.sql(
                """
                select count(*) from inbox_entry
                where subject = :subject and route = :route and state in ('WAITING', 'RUNNING')
                """)
            .param("subject", look.subject())
            .param("route", look.route())
            .query(Long.class)
            .single()
        > 0;
  }

  Optional<Entry> open(String subject) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from inbox_entry where subject = :subject and state <> 'DONE'"
                + " order by id desc limit 1")
        .param("subject", subject)
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
        orEmpty(row.getString("code")),
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
