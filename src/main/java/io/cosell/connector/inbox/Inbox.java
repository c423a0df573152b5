package io.cosell.connector.inbox;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps every event until it has been dealt with.
 *
 * <p>An event is a hint that one record may have changed; the route reads the record itself. So an
 * event that comes twice is kept once, and one that comes late does no harm. An event for a record
 * that is being worked on right now is kept as a new entry: that work may already have read the old
 * state.
 */
@Component
public class Inbox {
  private static final Logger log = LoggerFactory.getLogger(Inbox.class);

  private final InboxStore store;
  private final InboxProperties settings;
  private final Clock clock;
  private final RandomGenerator chance = RandomGenerator.getDefault();
  private final String holder = UUID.randomUUID().toString();
  private volatile Runnable bell = () -> {};

  Inbox(InboxStore store, InboxProperties settings, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns only after the event is on disk; the caller may then answer its sender. */
  @Transactional
  public void accept(Event event) {
    acceptLater(event, Duration.ZERO);
  }

  /** The same for an event nobody should look at before the pause is over. */
  @Transactional
  public void acceptLater(Event event, Duration pause) {
    var now = clock.instant();
    if (!store.collapse(event, now)) {
      store.insert(event, now, now.plus(pause));
    }
    ringAfterCommit();
  }

  /** Claims up to this many entries for this process, never two of one subject. */
  @Transactional
  public List<Entry> claim(int limit) {
    var now = clock.instant();
    var subjects = new HashSet<String>();
    return store.claimable(now, limit).stream()
        .filter(entry -> subjects.add(entry.subject()))
        .filter(entry -> store.claim(entry.id(), holder, now, now.plus(settings.claim())))
        .map(entry -> store.find(entry.id()).orElseThrow())
        .toList();
  }

  /** Keeps what this process has claimed, and takes back what a dead process had. */
  @Transactional
  public void renewClaims() {
    var now = clock.instant();
    store.renew(holder, now.plus(settings.claim()));
    int back = store.giveBackExpired(now);
    if (back > 0) {
      log.warn("{} entries were claimed by a process that is gone; they are offered again", back);
    }
  }

  /** Marks the entry as dealt with; older dead letters of its subject are settled by it. */
  @Transactional
  public void done(Entry entry) {
    var now = clock.instant();
    store.move(entry.id(), holder, EntryState.DONE, now, "", "", now);
    store.settleDead(entry.subject(), now);
    ringAfterCommit();
  }

  /**
   * Puts an entry back because a cloud is away or busy; it is offered again with a growing pause,
   * as often as it takes.
   *
   * @param retryAfter how long the cloud asked to be left alone, empty if it did not
   */
  @Transactional
  public void returnForRetry(Entry entry, String cause, Optional<Duration> retryAfter) {
    var pause = settings.pauseAfter(entry.attempts());
    var asked = retryAfter.filter(asking -> asking.compareTo(pause) > 0).orElse(pause);
    var next = clock.instant().plus(jitter(asked, pause));
    store.move(entry.id(), holder, EntryState.WAITING, next, cause, "", clock.instant());
    log.warn(
        "{}: {}; attempt {} failed, next at {}", entry.subject(), cause, entry.attempts(), next);
    ringAfterCommit();
  }

  /** Puts an entry back because the record changed under the work; it is read again at once. */
  @Transactional
  public void readAgain(Entry entry, String cause) {
    var pause =
        entry.attempts() < 3 ? Duration.ofMillis(50) : settings.pauseAfter(entry.attempts());
    var next = clock.instant().plus(jitter(pause, pause));
    store.move(entry.id(), holder, EntryState.WAITING, next, cause, "", clock.instant());
    log.info("{}: {}; read again at {}", entry.subject(), cause, next);
    ringAfterCommit();
  }

  /**
   * Puts an entry back after an unexpected failure, or lays it aside when its attempts are spent.
   */
  @Transactional
  public void returnUnlessSpent(Entry entry, String cause, String remedy) {
    if (entry.attempts() >= settings.maxAttempts()) {
      layAside(entry, cause, remedy);
    } else {
      returnForRetry(entry, cause, Optional.empty());
    }
  }

  /** Makes the entry a dead letter. */
  @Transactional
  public void layAside(Entry entry, String cause, String remedy) {
    var now = clock.instant();
    store.move(entry.id(), holder, EntryState.DEAD, now, cause, remedy, now);
    log.error("{} is laid aside as a dead letter: {} {}", entry.subject(), cause, remedy);
    ringAfterCommit();
  }

  /** Gives back all this process has claimed, because it stops. */
  @Transactional
  public int giveBackAll() {
    return store.giveBack(holder, clock.instant());
  }

  /**
   * Gives back what any process had claimed. Only for a database that no other process can have
   * open, after a crash.
   */
  @Transactional
  public int giveBackAfterCrash() {
    return store.giveBackExpired(clock.instant().plus(settings.claim().multipliedBy(2)));
  }

  /** Offers a dead letter again, at once; false when there is no such dead letter. */
  @Transactional
  public boolean retry(long id) {
    ringAfterCommit();
    return store.moveDead(id, EntryState.WAITING, clock.instant());
  }

  /** Leaves a dead letter for good; false when there is no such dead letter. */
  @Transactional
  public boolean skip(long id) {
    return store.moveDead(id, EntryState.SKIPPED, clock.instant());
  }

  /** Forgets entries that have been done for long. */
  @Transactional
  public int forgetDone() {
    return store.forgetDone(clock.instant().minus(settings.keepDone()));
  }

  /** Entries in this state, the next due first. */
  public List<Entry> entries(EntryState state, int limit) {
    return store.inState(state, limit);
  }

  /** How many entries are in this state. */
  public long count(EntryState state) {
    return store.count(state);
  }

  /** Is called after each change that may have made work available. */
  public void onWork(Runnable bell) {
    this.bell = bell;
  }

  private void ringAfterCommit() {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              bell.run();
            }
          });
    } else {
      bell.run();
    }
  }

  private Duration jitter(Duration base, Duration pause) {
    return base.plusMillis(chance.nextLong(Math.max(1, pause.toMillis() / 4)));
  }
}
