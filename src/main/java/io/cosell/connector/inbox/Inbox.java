package io.cosell.connector.inbox;

import io.cosell.connector.replica.Replica;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
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
 * state. When that work fails, the returned entry takes the new one in.
 *
 * <p>A pause after a failure stands, even if another event comes meanwhile: most failures are a
 * cloud that is away or asked to be left alone, and a busy record must not hurry it. A dead letter
 * holds nothing up: an event for its record is looked at at once.
 *
 * <p>Claims end by the clocks of the processes, which therefore may not differ by more than a part
 * of the claim.
 */
@Component
public class Inbox {
  private static final Logger log = LoggerFactory.getLogger(Inbox.class);
  private static final int MOST_TRIES = 20;

  private final InboxStore store;
  private final InboxProperties settings;
  private final Clock clock;
  private final RandomGenerator chance;
  private final String holder;
  private final Set<Claim> underWork = ConcurrentHashMap.newKeySet();
  private volatile Runnable bell = () -> {};

  private record Claim(long id, int attempt) {
    static Claim of(Entry entry) {
      return new Claim(entry.id(), entry.attempts());
    }
  }

  Inbox(
      InboxStore store,
      InboxProperties settings,
      Replica replica,
      Clock clock,
      RandomGenerator chance) {
    this.store = store;
    this.settings = settings;
    this.holder = replica.name();
    this.clock = clock;
    this.chance = chance;
  }

  /** Returns only after the event is on disk; the caller may then answer its sender. */
  @Transactional
  public void accept(Event event) {
    acceptLater(event, Duration.ZERO);
  }

  /**
   * The same for an event nobody should look at before the pause is over. If the same look is
   * waiting already, the earlier time counts.
   */
  @Transactional
  public void acceptLater(Event event, Duration pause) {
    var now = clock.instant();
    var due = now.plus(pause);
    int tries = 0;
    while (!store.collapse(event, now, due) && !store.insert(event, now, due)) {
      if (++tries == MOST_TRIES) {
        throw new IllegalStateException(
            "the event for "
                + event.subject()
                + " could not be stored; its sender has to repeat it");
      }
    }
    ringAfterCommit();
  }

  /** Claims up to this many entries for this process, never two of one subject. */
  @Transactional
  public List<Entry> claim(int limit) {
    var now = clock.instant();
    if (!store.anyClaimable(now)) {
      return List.of();
    }
    store.takeTurn();
    var subjects = new HashSet<String>();
    var ids =
        store.claimable(now, limit).stream()
            .filter(entry -> subjects.add(entry.subject()))
            .map(Entry::id)
            .toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    var claimed = store.claim(ids, holder, now, now.plus(settings.claim()));
    afterCommit(() -> claimed.forEach(entry -> underWork.add(Claim.of(entry))));
    return claimed;
  }

  /** Keeps what this process works on, and takes back what nobody works on any more. */
  @Transactional
  public void renewClaims() {
    var now = clock.instant();
    var ids = underWork.stream().map(Claim::id).distinct().sorted().toList();
    if (!ids.isEmpty()) {
      store.renew(ids, holder, now.plus(settings.claim()));
    }
    int back = store.giveBackExpired(now);
    if (back > 0) {
      log.warn("{} entries were given up by whoever had them; they are offered again", back);
    }
  }

  /**
   * Gives back what this process has and does not work on, such as a claim of which nobody knows
   * whether it was stored. Not at the same time as {@link #claim}.
   */
  @Transactional
  public void giveBackForgotten() {
    var now = clock.instant();
    store.heldBy(holder).stream()
        .filter(entry -> !has(entry))
        .forEach(entry -> store.giveBack(entry, holder, now));
  }

  /**
   * Marks the entry as dealt with; what was laid aside or held back of the same look before is
   * settled by it.
   */
  @Transactional
  public void done(Entry entry) {
    var now = clock.instant();
    if (leave(entry, EntryState.DONE, now, Trouble.NONE)) {
      store.settle(entry.event(), now);
      ringAfterCommit();
    }
  }

  /**
   * Lays the entry aside because the settings do not let it be written now; one of the same look
   * that was held back before is settled by it.
   */
  @Transactional
  public void holdBack(Entry entry, Trouble trouble) {
    var now = clock.instant();
    if (leave(entry, EntryState.HELD_BACK, now, trouble)) {
      store.settleOthers(entry, EntryState.HELD_BACK, now);
      log.info("{}: {}", entry.subject(), trouble.cause());
    }
  }

  /** Offers everything that was held back again, because the settings may allow it now. */
  @Transactional
  public int offerHeldBack() {
    int offered = store.offerHeldBack(clock.instant());
    ringAfterCommit();
    return offered;
  }

  /** This record is as it must be now: its dead letters, of whatever route, are settled. */
  @Transactional
  public void settleDead(String subject) {
    store.settleDead(subject, clock.instant());
  }

  /**
   * Puts an entry back because a cloud is away or busy; it is offered again with a growing pause,
   * as often as it takes. The log has it once for each kind of trouble in a row.
   *
   * @param retryAfter how long the cloud asked to be left alone, empty if it did not
   */
  @Transactional
  public void returnForRetry(Entry entry, Trouble trouble, Optional<Duration> retryAfter) {
    var pause = settings.pauseAfter(entry.attempts());
    var asked = retryAfter.filter(asking -> asking.compareTo(pause) > 0).orElse(pause);
    var next = clock.instant().plus(jitter(asked, pause));
    if (offerAgain(entry, next, trouble)) {
      log.atLevel(entry.code().equals(trouble.code()) ? Level.DEBUG : Level.WARN)
          .log(
              "{}: {}; attempt {} failed, next at {}",
              entry.subject(),
              trouble.cause(),
              entry.attempts(),
              next);
    }
  }

  /** Puts an entry back because the record changed under the work; it is read again at once. */
  @Transactional
  public void readAgain(Entry entry, Trouble trouble) {
    var pause =
        entry.attempts() < 3 ? Duration.ofMillis(50) : settings.pauseAfter(entry.attempts());
    var next = clock.instant().plus(jitter(pause, pause));
    if (offerAgain(entry, next, trouble)) {
      log.info("{}: {}; read again at {}", entry.subject(), trouble.cause(), next);
    }
  }

  /**
   * Puts an entry back after an unexpected failure, or lays it aside when it has failed like this
   * as often as the settings allow. Times a cloud was away do not count.
   */
  @Transactional
  public void returnUnlessSpent(Entry entry, Trouble trouble) {
    if (countFailure(entry) >= settings.maxAttempts()) {
      layAside(entry, trouble);
    } else {
      returnForRetry(entry, trouble, Optional.empty());
    }
  }

  /** Counts a failure that may not repeat itself for ever, and says how many there were. */
  @Transactional
  public int countFailure(Entry entry) {
    return store.countFailure(entry.id());
  }

  /** Makes the entry a dead letter, the only one of its subject and route: it says what is now. */
  @Transactional
  public void layAside(Entry entry, Trouble trouble) {
    var now = clock.instant();
    if (leave(entry, EntryState.DEAD, now, trouble)) {
      store.settleOthers(entry, EntryState.DEAD, now);
      log.error(
          "{} is laid aside as a dead letter: {} {}",
          entry.subject(),
          trouble.cause(),
          trouble.remedy());
      ringAfterCommit();
    }
  }

  /**
   * This process no longer works on the entry, though it could not say how that ended: it is
   * offered again with the next {@link #giveBackForgotten}, or when its claim ends. Does nothing to
   * an entry whose outcome is stored.
   */
  public void abandon(Entry entry) {
    underWork.remove(Claim.of(entry));
  }

  /** False once the entry is somebody else's to work on, because this process gave it back. */
  public boolean has(Entry entry) {
    return underWork.contains(Claim.of(entry));
  }

  /** Gives back all this process has claimed, because it stops. */
  @Transactional
  public int giveBackAll() {
    underWork.clear();
    return store.giveBack(holder, clock.instant());
  }

  /**
   * Gives back what any process had claimed. Only for a database that no other process can have
   * open, after a crash.
   */
  @Transactional
  public int giveBackAfterCrash() {
    return store.giveBackEverything(clock.instant());
  }

  /** Offers a dead letter again, at once; false when there is no such dead letter. */
  @Transactional
  public boolean retry(long id) {
    var now = clock.instant();
    if (store.moveDead(List.of(id), EntryState.WAITING, now, now) == 0) {
      return false;
    }
    store.find(id).ifPresent(store::takeInOthers);
    ringAfterCommit();
    return true;
  }

  /** Leaves a dead letter for good; false when there is no such dead letter. */
  @Transactional
  public boolean skip(long id) {
    var now = clock.instant();
    return store.moveDead(List.of(id), EntryState.SKIPPED, now, now) == 1;
  }

  /**
   * What became of several dead letters.
   *
   * @param entries how many there were
   * @param until when the last of them is due
   */
  public record Batch(int entries, Instant until) {}

  /**
   * Offers all dead letters of a code again, so many a second as the settings allow: an event that
   * arrives meanwhile does not stand behind all of them.
   *
   * @param kind of the record, such as {@code opportunity}; empty for all
   */
  @Transactional
  public Batch retryAll(String code, String kind) {
    var now = clock.instant();
    store.settleDeadThatWait(code, kind, now);
    var ids = store.dead(code, kind);
    int each = settings.retriesPerSecond();
    var due = now;
    int moved = 0;
    for (int from = 0; from < ids.size(); from += each) {
      due = now.plusSeconds(from / each);
      var next = ids.subList(from, Math.min(from + each, ids.size()));
      moved += store.moveDead(next, EntryState.WAITING, due, now);
    }
    log.info("{} dead letters of {} are offered again, the last one at {}", moved, code, due);
    ringAfterCommit();
    return new Batch(moved, due);
  }

  /** Leaves all dead letters of a code and kind for good. */
  @Transactional
  public Batch skipAll(String code, String kind) {
    var now = clock.instant();
    int skipped = 0;
    for (var id : store.dead(code, kind)) {
      skipped += store.moveDead(List.of(id), EntryState.SKIPPED, now, now);
    }
    log.info("{} dead letters of {} are skipped", skipped, code);
    return new Batch(skipped, now);
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

  /** True when this subject has an entry that waits, is worked on, or was laid aside. */
  public boolean hasOpen(String subject) {
    return store.hasOpen(subject);
  }

  /** True while such a look, of the same subject and route, waits or is under way. */
  public boolean isToBeLookedAt(Event look) {
    return store.isToBeLookedAt(look);
  }

  /** True when the newest look at this subject is held back: it comes when the settings allow. */
  public boolean isHeldBack(String subject) {
    return open(subject).filter(entry -> entry.state() == EntryState.HELD_BACK).isPresent();
  }

  /** The newest entry of this subject that is not done. */
  public Optional<Entry> open(String subject) {
    return store.open(subject);
  }

  /** How many entries are in this state. */
  public long count(EntryState state) {
    return store.count(state);
  }

  /** Is called after each change that may have made work available. */
  public void onWork(Runnable bell) {
    this.bell = bell;
  }

  private boolean offerAgain(Entry entry, Instant next, Trouble trouble) {
    if (!leave(entry, EntryState.WAITING, next, trouble)) {
      return false;
    }
    store.takeInOthers(entry);
    ringAfterCommit();
    return true;
  }

  private boolean leave(Entry entry, EntryState state, Instant due, Trouble trouble) {
    boolean mine = has(entry);
    boolean left = store.move(entry, holder, state, due, trouble, clock.instant());
    afterCommit(() -> underWork.remove(Claim.of(entry)));
    if (!left && mine) {
      log.warn(
          "{}: attempt {} took longer than its claim; its outcome {} is ignored, the entry is looked"
              + " at again",
          entry.subject(),
          entry.attempts(),
          state);
    }
    return left;
  }

  private void ringAfterCommit() {
    afterCommit(() -> bell.run());
  }

  private static void afterCommit(Runnable action) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              action.run();
            }
          });
    } else {
      action.run();
    }
  }

  private Duration jitter(Duration base, Duration pause) {
    return base.plusMillis(chance.nextLong(Math.max(1, pause.toMillis() / 4)));
  }
}
