package io.cosell.connector.inbox;

import io.cosell.connector.inbox.LeaseStore.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * The right to work on one thing for a while: a deal, a customer. Held in the database, so that it
 * counts between processes; never a database lock held while working. Not reentrant.
 */
@Component
public class Leases {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final LeaseStore store;
  private final InboxProperties settings;
  private final Clock clock;
  private final String process = UUID.randomUUID().toString();
  private final ReentrantLock monitor = new ReentrantLock();
  private final Condition released = monitor.newCondition();

  Leases(LeaseStore store, InboxProperties settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** Takes the lease if nobody has it. */
  public boolean tryTake(String name) {
    var now = clock.instant();
    return store.take(new Attempt(name, process, now, now.plus(settings.claim())));
  }

  /**
   * Takes the lease, waiting for its holder as long as the patience setting allows; false when it
   * is still held.
   */
  public boolean take(String name) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    while (!tryTake(name)) {
      if (System.nanoTime() > deadline || !awaitRelease()) {
        return false;
      }
    }
    return true;
  }

  /** Gives the lease back. */
  public void release(String name) {
    store.release(name, process);
    monitor.lock();
    try {
      released.signalAll();
    } finally {
      monitor.unlock();
    }
  }

  /** Keeps every lease of this process. */
  public void renew() {
    store.renew(process, clock.instant().plus(settings.claim()));
  }

  /**
   * Gives back every lease, whoever holds it. Only for a database that no other process can have
   * open.
   */
  public void releaseAfterCrash() {
    store.releaseAll();
  }

  private boolean awaitRelease() {
    monitor.lock();
    try {
      released.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      monitor.unlock();
    }
  }
}
