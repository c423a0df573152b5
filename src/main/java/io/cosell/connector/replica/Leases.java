package io.cosell.connector.replica;

import io.cosell.connector.replica.LeaseStore.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The right to do one thing for a while: to work on a deal or a customer, to hold the Salesforce
 * subscription. Held in the database, so that it counts between processes; never a database lock
 * held while working. Not reentrant.
 *
 * <p>A lease ends when it is not renewed. Its holder notices that by its own clock, a part of the
 * lease before anybody else may take it: a process that was frozen or cut off from the database
 * must ask {@link #holds} before it goes on. The clocks of the processes may not differ by more
 * than that part.
 */
@Component
public class Leases {
  private static final Logger log = LoggerFactory.getLogger(Leases.class);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_NOTE = 500;

  /** The holder counts the last part of this many as ended already, which makes up for clocks. */
  static final int PARTS = 5;

  private static final Duration KEPT_AFTER_END = Duration.ofHours(1);

  private final LeaseStore store;
  private final Replica replica;
  private final Duration length;
  private final Clock clock;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final Set<String> owed = ConcurrentHashMap.newKeySet();
  private final AtomicLong releases = new AtomicLong();
  private final ReentrantLock monitor = new ReentrantLock();
  private final Condition released = monitor.newCondition();

  Leases(LeaseStore store, Replica replica, ReplicaProperties settings, Clock clock) {
    this.store = store;
    this.replica = replica;
    this.length = settings.lease();
    this.clock = clock;
  }

  /**
   * A lease as its holder has it.
   *
   * @param until when it ends for others unless it is renewed
   * @param note what the holder says about it, possibly empty
   * @param told false while the database has another note
   */
  private record Held(Instant until, String note, boolean told) {}

  private static final Held NOT_YET = new Held(Instant.EPOCH, "", true);

  /**
   * A lease as everybody sees it.
   *
   * @param replica name of the process that holds it
   * @param note what that says about it, possibly empty
   */
  public record Holder(String replica, String note) {}

  /**
   * Takes the lease if nobody has it. Within this process the holder keeps it however long it
   * takes.
   */
  public boolean tryTake(String name) {
    return tryTake(name, "");
  }

  /** The same with a first note for others to read. */
  public boolean tryTake(String name, String note) {
    var key = shortened(name);
    var now = clock.instant();
    var mine = new Held(now.plus(length), shortened(note, LONGEST_NOTE), true);
    if (held.putIfAbsent(key, NOT_YET) != null) {
      return false;
    }
    boolean taken = false;
    try {
      taken = store.take(new Attempt(key, replica.name(), mine.note(), now, mine.until()));
    } finally {
      if (taken) {
        owed.remove(key);
        held.put(key, mine);
      } else {
        held.remove(key);
      }
    }
    return taken;
  }

  /** Takes the lease, waiting so long for its holder; false when it is still held. */
  public boolean take(String name, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long seen = releases.get();
    while (!tryTake(name)) {
      if (System.nanoTime() - deadline > 0 || !awaitReleaseAfter(seen)) {
        return false;
      }
      seen = releases.get();
    }
    return true;
  }

  /** True while this process holds the lease for certain. Asks nobody, so it costs nothing. */
  public boolean holds(String name) {
    var mine = held.get(shortened(name));
    return mine != null && clock.instant().isBefore(mine.until().minus(length.dividedBy(PARTS)));
  }

  /**
   * Prolongs leases this process has taken; false when another one has taken over any of them
   * meanwhile, as it may after a long pause. Nobody else can take them before the transaction this
   * is called in has ended.
   */
  @Transactional
  public boolean confirm(Collection<String> names) {
    var until = clock.instant().plus(length);
    return shortened(names).stream().allMatch(name -> store.renew(name, replica.name(), until));
  }

  /** Which other replica holds the lease; empty when none does. */
  public Optional<Holder> holderElsewhere(String name) {
    return store
        .holder(shortened(name), clock.instant())
        .filter(holder -> !holder.replica().equals(replica.name()));
  }

  /** True while anybody, in whatever process, holds a lease whose name begins so. */
  public boolean anyHeld(String prefix) {
    return !held(prefix).isEmpty();
  }

  /** The names of all leases that begin so and are held, in whatever process. */
  public List<String> held(String prefix) {
    return store.held(prefix, clock.instant());
  }

  /** Changes what others read about a lease this process holds; they see it at the next renewal. */
  public void note(String name, String note) {
    var text = shortened(note, LONGEST_NOTE);
    held.computeIfPresent(
        shortened(name),
        (key, mine) -> mine.note().equals(text) ? mine : new Held(mine.until(), text, false));
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
    var shortened = shortened(names);
    shortened.forEach(held::remove);
    owed.addAll(shortened);
    store.release(shortened, replica.name());
    shortened.forEach(owed::remove);
    tellWaiting();
  }

  /** Gives back every lease of this process, because it stops. */
  public void releaseHeld() {
    held.clear();
    owed.clear();
    store.releaseHeldBy(replica.name());
    tellWaiting();
  }

  /**
   * Keeps every lease this process has taken and not given back, and gives back what it could not.
   * A lease that another process has taken over meanwhile is lost.
   */
  public void renew() {
    releaseAll(List.copyOf(owed));
    var mine = new TreeMap<>(held);
    mine.values().removeIf(NOT_YET::equals);
    if (mine.isEmpty()) {
      return;
    }
    var until = clock.instant().plus(length);
    mine.forEach((name, before) -> renew(name, before, until));
    tellNotes();
  }

  /**
   * Each by itself: whoever confirms or gives back several in a transaction could wait for one of
   * them while this waits for another.
   */
  private void renew(String name, Held before, Instant until) {
    if (store.renew(name, replica.name(), until)) {
      held.computeIfPresent(name, (key, now) -> new Held(until, now.note(), now.told()));
    } else if (held.remove(name, before)) {
      log.warn("The lease on {} was not renewed in time and is another replica's now", name);
    }
  }

  private void tellNotes() {
    held.forEach(
        (name, mine) -> {
          if (!mine.told()) {
            store.note(name, replica.name(), mine.note());
            held.replace(name, mine, new Held(mine.until(), mine.note(), true));
          }
        });
  }

  /**
   * Gives back every lease that another process has. Only for a database that no other process can
   * have open.
   */
  public void releaseAfterCrash() {
    store.releaseAllBut(replica.name());
  }

  /** Forgets leases that ended long ago and that nobody has taken over, such as dead replicas'. */
  public int forgetEnded() {
    return store.forgetEnded(clock.instant().minus(KEPT_AFTER_END));
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
    return shortened(name, LONGEST_NAME);
  }

  private static List<String> shortened(Collection<String> names) {
    return names.stream().map(Leases::shortened).distinct().sorted().toList();
  }

  private static String shortened(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest) : text;
  }
}
