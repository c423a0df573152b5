package io.cosell.connector.database;

import io.cosell.connector.remote.Masking;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Knows whether the database does its work: whether it can be reached, is not full, not locked and
 * not read only.
 *
 * <p>Whoever is refused says so here. One refusal may be one statement's bad luck, so it is only
 * the reason to try a write of our own; an outage lasts from a try that failed to one that
 * succeeds. It takes one line in the log when it begins and one when it ends, however many are
 * refused meanwhile.
 */
@Component
public class DatabaseWatch implements DisposableBean {
  private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final DatabaseProbe probe;
  private final StaleConnections connections;
  private final Clock clock;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(DatabaseWatch::daemon);
  private final AtomicBoolean suspected = new AtomicBoolean();
  private Outage outage;

  private record Outage(Instant since, String cause) {}

  DatabaseWatch(DatabaseProbe probe, StaleConnections connections, Clock clock) {
    this.probe = probe;
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * True when the database is to blame for the failure, so that the same may succeed later; false
   * for what would fail again. Has the database looked at, and returns at once.
   */
  public boolean suspects(Throwable failure) {
    if (!isToBlame(failure)) {
      return false;
    }
    if (trouble().isEmpty() && suspected.compareAndSet(false, true)) {
      looking.execute(this::lookAgain);
    }
    return true;
  }

  /** Why the database refuses, as far as is known; empty while it works. */
  public synchronized Optional<String> trouble() {
    return Optional.ofNullable(outage).map(Outage::cause);
  }

  /** The same after a try; takes a few seconds when the database does not answer. */
  public Optional<String> look() {
    suspected.set(false);
    try {
      probe.write();
      ended();
    } catch (RuntimeException e) {
      begun(e);
      connections.giveUpAfter(e);
    }
    return trouble();
  }

  /**
   * Refuses at once during an outage, so that nobody waits for what will not come.
   *
   * @throws DataAccessResourceFailureException during an outage
   */
  public void requireWorking() {
    trouble()
        .ifPresent(
            cause -> {
              throw new DataAccessResourceFailureException(cause);
            });
  }

  private void lookAgain() {
    boolean before = trouble().isPresent();
    if (look().isPresent() && before) {
      lookSoon();
    }
  }

  private void lookSoon() {
    looking.schedule(this::lookAgain, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void begun(RuntimeException failure) {
    if (outage == null) {
      outage = new Outage(clock.instant(), cause(failure));
      log.error(
          "The database refuses: {}. No event is taken, its sender has to repeat it, and nothing is"
              + " worked on; it is asked again every {}",
          outage.cause(),
          LOOK_EVERY);
      log.debug("How the database refuses", failure);
      lookSoon();
    }
  }

  private synchronized void ended() {
    if (outage != null) {
      log.info(
          "The database works again after {}; what was under way is looked at again",
          Duration.between(outage.since(), clock.instant()));
      outage = null;
    }
  }

  /** Deadlocks, broken constraints and wrong statements are not the database's fault. */
  private static boolean isToBlame(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DataAccessResourceFailureException
          || cause instanceof TransientDataAccessResourceException
          || cause instanceof RecoverableDataAccessException
          || cause instanceof QueryTimeoutException
          || cause instanceof UncategorizedDataAccessException
          || cause instanceof CannotCreateTransactionException
          || cause instanceof TransactionSystemException) {
        return true;
      }
    }
    return false;
  }

  /**
   * What the driver said, and what disk or network told it; pool and Spring only say that there is
   * a cause.
   */
  private static String cause(Throwable failure) {
    var told = failure;
    var below = "";
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        told = cause;
      } else if (cause instanceof IOException) {
        below = " (" + cause.getMessage() + ")";
      }
    }
    return Masking.mask(told.getMessage() + below);
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "database-watch");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void destroy() {
    looking.shutdownNow();
  }
}
