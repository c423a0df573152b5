package io.cosell.connector.inbox;

import io.cosell.connector.database.DatabaseProbe;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tries what storing an event and claiming it need. Nobody sees the entry. */
@Component
class InboxProbe implements DatabaseProbe {
  private static final String SUBJECT = "probe";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  InboxProbe(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Override
  public void write() {
    var refusal = new AtomicReference<RuntimeException>();
    try {
      transaction.executeWithoutResult(status -> tryTable(refusal));
    } catch (RuntimeException e) {
      throw refusal.get() == null ? e : refusal.get();
    }
  }

  /** Keeps the first refusal, since a roll-back that fails as well would hide it. */
  private void tryTable(AtomicReference<RuntimeException> refusal) {
    try {
      jdbc.sql("select id from inbox_turn for update").query(Integer.class).single();
      insert();
      jdbc.sql("delete from inbox_entry where subject = :subject")
          .param("subject", SUBJECT)
          .update();
    } catch (RuntimeException e) {
      refusal.set(e);
      throw e;
    }
  }

  private void insert() {
    jdbc.sql(
            """
            insert into inbox_entry (subject, route, detail, state, attempts, failures, times_seen,
              accepted_at, due_at, changed_at)
            values (:subject, '-', '', 'SKIPPED', 0, 0, 1, :now, :now, :now)
            """)
        .param("subject", SUBJECT)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }
}
