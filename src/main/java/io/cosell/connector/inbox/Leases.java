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
  private final AtomicLong releases = new AtomicLong();
  private final ReentrantLock monitor = new ReentrantLock();
  private final Condition released = monitor.newCondition();

  Leases(LeaseStore store, InboxProperties settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Takes the lease if nobody has it. Within this process the holder keeps it however long it
   * takes.
   */
  public boolean tryTake(String name) {
    var shortened = shortened(name);
    if (!held.add(shortened)) {
      return false;
    }
    boolean taken = false;
    try {
      var now = clock.instant();
      taken = store.take(new Attempt(shortened, process, now, now.plus(settings.claim())));
    } finally {
      if (!taken) {
        held.remove(shortened);
      }
    }
    return taken;
  }

  /**
   * Prolongs leases this process has taken; false when another one has taken over any of them
   * meanwhile, as it may after a long pause. Nobody else can take them before the transaction
   * around this ends.
   */
  public boolean confirm(Collection<String> names) {
    var shortened = names.stream().map(Leases::shortened).distinct().sorted().toList();
    return shortened.isEmpty()
        || store.renew(shortened, process, clock.instant().plus(settings.claim()))
            == shortened.size();
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

  /** Gives the lease back. Should the database refuse, the lease ends by itself. */
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
    store.release(shortened, process);
    tellWaiting();
  }

  /** Keeps every lease this process has taken and not given back. */
  public void renew() {
    var names = held.stream().sorted().toList();
    if (!names.isEmpty()) {
      store.renew(names, process, clock.instant().plus(settings.claim()));
    }
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
