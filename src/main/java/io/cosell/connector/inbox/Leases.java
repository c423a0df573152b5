package io.cosell.connector.inbox;

import io.cosell.connector.inbox.LeaseStore.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
  private static final int LONGEST_NAME = 200;

  private final LeaseStore store;
  private final InboxProperties settings;
  private final Clock clock;
  private final String process = UUID.randomUUID().toString();
  private final Set<String> held = ConcurrentHashMap.newKeySet();
  private final Set<String> owed = ConcurrentHashMap.newKeySet();
  private final AtomicLong releases = new AtomicLong();
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
    boolean taken =
        store.take(new Attempt(shortened(name), process, now, now.plus(settings.claim())));
    if (taken) {
      owed.remove(shortened(name));
      held.add(shortened(name));
    }
    return taken;
  }

  /**
   * Takes the lease, waiting for its holder as long as the patience setting allows; false when it
   * is still held.
   */
  public boolean take(String name) {
    long deadline = System.nanoTime() + settings.patience().toNanos();
    long seen = releases.get();
    while (!tryTake(name)) {
      if (System.nanoTime() - deadline > 0 || !awaitReleaseAfter(seen)) {
        return false;
      }
      seen = releases.get();
    }
    return true;
  }

  /** True while anybody, in whatever process, holds a lease whose name begins so. */
  public boolean anyHeld(String prefix) {
    return store.anyHeld(prefix, clock.instant());
  }

  /**
   * Gives the lease back. Should the database refuse, it is given back with the next {@link
   * #renew}.
   */
  public void release(String name) {
    releaseAll(List.of(name));
  }

  private void tellWaiting() {
    monitor.lock();
    try {
      releases.incrementAndGet();
      released.signalAll();
    } finally {
      monitor.unlock();
    }
  }

  /** Gives back several at once, as {@link #release} does with one. */
  public void releaseAll(Collection<String> names) {
    if (names.isEmpty()) {
      return;
    }
    var shortened = names.stream().map(Leases::shortened).distinct().sorted().toList();
    shortened.forEach(held::remove);
    owed.addAll(shortened);
    store.release(shortened, process);
    shortened.forEach(owed::remove);
    tellWaiting();
  }

  /** Keeps every lease this process has taken and not given back. */
  public void renew() {
    releaseAll(List.copyOf(owed));
    var names = held.stream().sorted().toList();
    if (!names.isEmpty()) {
      store.renew(names, process, clock.instant().plus(settings.claim()));
    }
  }

  /** Gives back every lease of this process, because it stops. */
  public void releaseHeld() {
    held.clear();
    owed.clear();
    store.releaseHeldBy(process);
  }

  /**
   * Gives back every lease, whoever holds it. Only for a database that no other process can have
   * open.
   */
  public void releaseAfterCrash() {
    store.releaseAll();
  }

  private boolean awaitReleaseAfter(long seen) {
    monitor.lock();
    try {
      if (releases.get() == seen) {
        released.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      monitor.unlock();
    }
  }

  /** Two names with the same long beginning share a lease, which only makes them take turns. */
  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }
}
