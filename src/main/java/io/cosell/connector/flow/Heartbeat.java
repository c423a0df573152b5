package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.inbox.InboxProperties;
import io.cosell.connector.replica.ClockCheck;
import io.cosell.connector.replica.Leases;
import io.cosell.connector.replica.ReplicaProperties;
import io.cosell.connector.replica.Replicas;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Keeps what this replica has in hand as long as its process lives, however slow the work is: the
 * claims on inbox entries and the leases. One of them says that the replica is there.
 *
 * <p>Has a thread of its own, because all others may have to wait: for a cloud, for a lock, for the
 * work of a whole batch. Begins before and ends after all that takes something.
 */
@Component
class Heartbeat implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final int BEATS_PER_LEASE = 4;
  private static final int BEATS_PER_CLOCK_CHECK = 20;

  private final Inbox inbox;
  private final Leases leases;
  private final Replicas replicas;
  private final ClockCheck clocks;
  private final DatabaseWatch database;
  private final Duration pause;
  private volatile boolean running;
  private volatile boolean away;
  private CountDownLatch stopped;
  private Thread thread;

  Heartbeat(
      Inbox inbox,
      Leases leases,
      Replicas replicas,
      ClockCheck clocks,
      DatabaseWatch database,
      InboxProperties claims,
      ReplicaProperties settings) {
    this.inbox = inbox;
    this.leases = leases;
    this.replicas = replicas;
    this.clocks = clocks;
    this.database = database;
    var shorter =
        claims.claim().compareTo(settings.lease()) < 0 ? claims.claim() : settings.lease();
    this.pause = shorter.dividedBy(BEATS_PER_LEASE);
  }

  @Override
  public synchronized void start() {
    running = true;
    stopped = new CountDownLatch(1);
    thread = new Thread(this::run, "heartbeat");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void stop() {
    if (!running) {
      return;
    }
    running = false;
    stopped.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
      if (!away) {
        replicas.leave();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DataAccessException e) {
      log.debug("The database refuses; other replicas notice by themselves that this one ends", e);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }

  private void run() {
    int beats = 0;
    while (running) {
      try {
        beat();
        if (beats++ % BEATS_PER_CLOCK_CHECK == 0) {
          clocks.look();
        }
        away = false;
      } catch (RuntimeException e) {
        away = database.suspects(e);
        if (!away) {
          log.error("Claims and leases could not be renewed; it is tried again in a moment", e);
        }
      }
      try {
        stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void beat() {
    leases.renew();
    replicas.show();
    inbox.renewClaims();
  }
}
