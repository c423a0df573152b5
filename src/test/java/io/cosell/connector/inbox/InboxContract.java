package io.cosell.connector.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.replica.Replica;
import io.cosell.connector.replica.ReplicaProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/** What the inbox promises, on whichever database it is kept. */
abstract class InboxContract {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration CLAIM = Duration.ofSeconds(60);
  private static final int MAX_ATTEMPTS = 3;
  private static final Duration KEEP_DONE = Duration.ofDays(7);
  private static final int RETRIES_PER_SECOND = 5;
  static final InboxProperties SETTINGS =
      new InboxProperties(
          8,
          FIRST_PAUSE,
          LONGEST_PAUSE,
          MAX_ATTEMPTS,
          CLAIM,
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          KEEP_DONE,
          RETRIES_PER_SECOND);

  /** Every process has this name, as on machines that are copies of each other. */
  static final ReplicaProperties REPLICA =
      new ReplicaProperties("copy", Duration.ofSeconds(10), Duration.ofSeconds(30));

  final MutableClock clock = new MutableClock();
  TestDatabase database;
  Inbox inbox;
  Inbox otherProcess;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    inbox = process();
    otherProcess = process();
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  Inbox process() {
    return database
        .beans(
            List.of(clock, SETTINGS, REPLICA, RandomGenerator.getDefault()),
            Inbox.class,
            InboxStore.class,
            Replica.class)
        .getBean(Inbox.class);
  }

  @Test
  void triesTheTableAndLeavesNothingBehind() {
    var probe = database.beans(List.of(clock), InboxProbe.class).getBean(InboxProbe.class);

    probe.write();

    assertThat(rows()).isZero();
    database.jdbc().sql("alter table inbox_entry rename to hidden").update();
    assertThatThrownBy(probe::write).isInstanceOf(DataAccessException.class);
  }

  @Test
  void hasTheEventOnDiskWhenAcceptReturns() {
    inbox.accept(look("referral/1", "created"));

    assertThat(rows()).isEqualTo(1);
    assertThat(waiting())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.event()).isEqualTo(look("referral/1", "created"));
              assertThat(it.attempts()).isZero();
              assertThat(it.timesSeen()).isEqualTo(1);
              assertThat(it.acceptedAt()).isEqualTo(clock.instant());
              assertThat(it.dueAt()).isEqualTo(clock.instant());
              assertThat(it.cause()).isEmpty();
            });
  }

  @Test
  void keepsNothingOfACallerWhoRollsBack() {
    assertThatThrownBy(
            () ->
                database
                    .transaction()
                    .executeWithoutResult(
                        status -> {
                          inbox.accept(look("referral/1"));
                          throw new IllegalStateException("the position could not be saved");
                        }))
        .hasMessage("the position could not be saved");

    assertThat(rows()).isZero();
    assertThat(inbox.claim(10)).isEmpty();
  }

  @Test
  void announcesWorkOnlyAfterTheCallersCommit() {
    var rung = new AtomicInteger();
    inbox.onWork(rung::incrementAndGet);

    database
        .transaction()
        .executeWithoutResult(
            status -> {
              inbox.accept(look("referral/1"));
              assertThat(rung).hasValue(0);
            });

    assertThat(rung).hasValue(1);
  }

  @Test
  void countsASecondEventOfAWaitingSubjectInsteadOfKeepingIt() {
    inbox.accept(look("referral/1", "created"));
    inbox.accept(look("referral/1", "updated"));
    inbox.accept(look("referral/2"));

    assertThat(waiting())
        .extracting(Entry::subject, Entry::timesSeen)
        .containsExactly(tuple("referral/1", 2), tuple("referral/2", 1));
    assertThat(waiting().get(0).event().detail()).isEqualTo("updated");
  }

  @Test
  void keepsAnEventThatAnotherRouteHasToLookAt() {
    inbox.accept(new Event("referral/1", "partner-center-to-salesforce", ""));
    inbox.accept(new Event("referral/1", "microsoft-referral-updates-to-salesforce", ""));

    var first = inbox.claim(10);
    first.forEach(inbox::done);
    var second = inbox.claim(10);

    assertThat(first)
        .singleElement()
        .extracting(it -> it.event().route())
        .isEqualTo("partner-center-to-salesforce");
    assertThat(second)
        .singleElement()
        .extracting(it -> it.event().route())
        .isEqualTo("microsoft-referral-updates-to-salesforce");
  }

  @Test
  void keepsOneEntryOfManyEventsThatArriveTogether() throws Exception {
    inThreads(8, number -> () -> repeat(10, () -> inbox.accept(look("referral/1"))));

    assertThat(waiting()).singleElement().extracting(Entry::timesSeen).isEqualTo(80);
  }

  @Test
  void keepsAnEventThatArrivesDuringWork() {
    inbox.accept(look("referral/1"));
    var running = claimOne();

    inbox.accept(look("referral/1"));

    assertThat(inbox.claim(10)).isEmpty();
    assertThat(otherProcess.claim(10)).isEmpty();
    inbox.done(running);
    assertThat(claimOne().id()).isNotEqualTo(running.id());
  }

  @Test
  void takesAnEventThatArrivedDuringWorkIntoTheReturnedEntry() {
    inbox.accept(look("referral/1", "first"));
    var running = claimOne();
    inbox.accept(look("referral/1", "second"));

    inbox.returnForRetry(running, trouble("busy"), Optional.of(Duration.ofMinutes(1)));

    assertThat(inbox.claim(10)).as("the cloud asked to be left alone").isEmpty();
    assertThat(waiting())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.id()).isEqualTo(running.id());
              assertThat(it.timesSeen()).isEqualTo(2);
              assertThat(it.event().detail()).isEqualTo("second");
            });
  }

  @Test
  void handsOutOneEntryOfASubjectAtATime() {
    inbox.accept(look("referral/1"));
    inbox.accept(new Event("referral/1", "another-route", ""));
    inbox.accept(look("referral/2"));

    var claimed = inbox.claim(10);

    assertThat(claimed).extracting(Entry::subject).containsExactly("referral/1", "referral/2");
    assertThat(claimed).extracting(Entry::state).containsOnly(EntryState.RUNNING);
    assertThat(claimed).extracting(Entry::attempts).containsOnly(1);
  }

  @Test
  void handsOutNoMoreThanAskedForOldestFirst() {
    inbox.accept(look("referral/2"));
    clock.moveOn(Duration.ofSeconds(1));
    inbox.accept(look("referral/1"));
    inbox.accept(look("referral/3"));

    assertThat(inbox.claim(2))
        .extracting(Entry::subject)
        .containsExactly("referral/2", "referral/1");
  }

  @Test
  void keepsALaterEventUntilItsTime() {
    inbox.acceptLater(look("referral/1"), Duration.ofSeconds(5));

    assertThat(inbox.claim(10)).isEmpty();
    clock.moveOn(Duration.ofSeconds(5));
    assertThat(inbox.claim(10)).hasSize(1);
  }

  @Test
  void looksAtOnceWhenAnEventOvertakesALaterOne() {
    inbox.acceptLater(look("referral/1"), Duration.ofSeconds(5));
    inbox.accept(look("referral/1"));

    assertThat(inbox.claim(10)).hasSize(1);
  }

  @Test
  void keepsTheTimeOfALaterEventThatComesTwice() {
    inbox.acceptLater(look("referral/1"), Duration.ofSeconds(5));
    clock.moveOn(Duration.ofSeconds(2));
    inbox.acceptLater(look("referral/1"), Duration.ofSeconds(5));

    assertThat(inbox.claim(10)).isEmpty();
    clock.moveOn(Duration.ofSeconds(3));
    assertThat(inbox.claim(10)).hasSize(1);
  }

  @Test
  void keepsThePauseAfterAFailureWhenAnotherEventComes() {
    inbox.accept(look("referral/1"));
    inbox.returnForRetry(claimOne(), trouble("busy"), Optional.of(Duration.ofMinutes(1)));

    inbox.accept(look("referral/1"));

    assertThat(inbox.claim(10)).isEmpty();
    clock.moveOn(Duration.ofMinutes(1).plus(FIRST_PAUSE));
    assertThat(claimOne().timesSeen()).isEqualTo(2);
  }

  @Test
  void growsThePauseWithEachFailureUpToTheLongest() {
    inbox.accept(look("referral/1"));
    var pauses = new ArrayList<Duration>();
    for (int attempt = 0; attempt < 12; attempt++) {
      inbox.returnForRetry(claimOne(), trouble("busy"), Optional.empty());
      pauses.add(pauseOf("referral/1"));
      clock.moveOn(LONGEST_PAUSE.multipliedBy(2));
    }

    var expected = FIRST_PAUSE;
    for (var pause : pauses) {
      assertThat(pause).isBetween(expected, expected.multipliedBy(5).dividedBy(4));
      var next = expected.multipliedBy(2);
      expected = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
    assertThat(inbox.count(EntryState.DEAD))
        .as("a cloud that is away makes no dead letter")
        .isZero();
  }

  @Test
  void spreadsThePausesOfManyEntries() {
    IntStream.range(0, 50).forEach(number -> inbox.accept(look("referral/" + number)));
    inbox.claim(50).forEach(it -> inbox.returnForRetry(it, trouble("busy"), Optional.empty()));

    assertThat(waiting().stream().map(Entry::dueAt).distinct().count()).isGreaterThan(10);
  }

  @Test
  void waitsAtLeastAsLongAsTheCloudAsks() {
    inbox.accept(look("referral/1"));
    inbox.returnForRetry(claimOne(), trouble("busy"), Optional.of(Duration.ofMinutes(30)));

    assertThat(pauseOf("referral/1"))
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(30).plus(FIRST_PAUSE));
  }

  @Test
  void waitsItsOwnPauseWhenTheCloudAsksForLess() {
    inbox.accept(look("referral/1"));
    inbox.returnForRetry(claimOne(), trouble("busy"), Optional.of(Duration.ZERO));

    assertThat(pauseOf("referral/1")).isGreaterThanOrEqualTo(FIRST_PAUSE);
  }

  @Test
  void saysWhyAnEntryIsBack() {
    inbox.accept(look("referral/1"));
    inbox.returnForRetry(claimOne(), trouble("Partner Center is busy"), Optional.empty());

    assertThat(waiting())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.code()).isEqualTo("E441");
              assertThat(it.cause()).isEqualTo("Partner Center is busy");
              assertThat(it.attempts()).isEqualTo(1);
            });
  }

  @Test
  void toleratesAFailureWithoutAMessage() {
    inbox.accept(look("referral/1"));
    inbox.returnForRetry(claimOne(), trouble(null), Optional.empty());

    assertThat(waiting()).singleElement().extracting(Entry::cause).isEqualTo("");
  }

  @Test
  void readsAgainAlmostAtOnceAndSlowsDownWhenThatDoesNotHelp() {
    inbox.accept(look("referral/1"));
    inbox.readAgain(claimOne(), trouble("changed meanwhile"));
    var first = pauseOf("referral/1");
    clock.moveOn(first);
    inbox.readAgain(claimOne(), trouble("changed meanwhile"));
    clock.moveOn(pauseOf("referral/1"));
    inbox.readAgain(claimOne(), trouble("changed meanwhile"));
    var third = pauseOf("referral/1");

    assertThat(first).isLessThan(Duration.ofMillis(100));
    assertThat(third).isGreaterThanOrEqualTo(FIRST_PAUSE.multipliedBy(4));
  }

  @Test
  void laysAnEntryAsideWhenItsAttemptsAreSpent() {
    inbox.accept(look("referral/1"));
    for (int failure = 1; failure <= MAX_ATTEMPTS; failure++) {
      assertThat(inbox.count(EntryState.DEAD)).isZero();
      inbox.returnUnlessSpent(
          claimOne(), new Trouble("E901", "no such field", "Correct the mapping table."));
      clock.moveOn(LONGEST_PAUSE);
    }

    assertThat(inbox.claim(10)).isEmpty();
    assertThat(inbox.entries(EntryState.DEAD, 10))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.code()).isEqualTo("E901");
              assertThat(it.cause()).isEqualTo("no such field");
              assertThat(it.remedy()).isEqualTo("Correct the mapping table.");
            });
  }

  @Test
  void doesNotCountTheTimesACloudWasAwayAgainstAnEntry() {
    inbox.accept(look("referral/1"));
    for (int outage = 0; outage < MAX_ATTEMPTS * 2; outage++) {
      inbox.returnForRetry(claimOne(), trouble("busy"), Optional.empty());
      clock.moveOn(LONGEST_PAUSE.multipliedBy(2));
    }

    inbox.returnUnlessSpent(claimOne(), new Trouble("E901", "a surprise", ""));

    assertThat(inbox.count(EntryState.DEAD)).isZero();
    assertThat(inbox.count(EntryState.WAITING)).isEqualTo(1);
  }

  @Test
  void settlesOlderDeadLettersWithALaterSuccess() {
    laidAside("referral/1");
    laidAside("referral/2");

    inbox.accept(look("referral/1"));
    inbox.done(claimOne());

    assertThat(inbox.entries(EntryState.DEAD, 10))
        .extracting(Entry::subject)
        .containsExactly("referral/2");
  }

  @Test
  void keepsOneDeadLetterOfARecordAndRouteTheNewest() {
    laidAside("referral/1");
    var newest = laidAside("referral/1");
    inbox.accept(new Event("referral/1", "another-route", "webhook"));
    inbox.layAside(claimOne(), new Trouble("E302", "cannot be either", ""));

    assertThat(inbox.entries(EntryState.DEAD, 10))
        .filteredOn(dead -> dead.event().route().equals(newest.event().route()))
        .extracting(Entry::id)
        .containsExactly(newest.id());
    assertThat(inbox.count(EntryState.DEAD)).isEqualTo(2);
  }

  @Test
  void holdsBackOneEntryPerLookUntilItIsOfferedAgain() {
    inbox.accept(look("referral/1"));
    inbox.holdBack(claimOne(), new Trouble("E484", "planned", "Set cosell.sync."));
    inbox.accept(look("referral/1"));
    inbox.holdBack(claimOne(), new Trouble("E484", "planned again", "Set cosell.sync."));

    assertThat(inbox.claim(10)).isEmpty();
    assertThat(inbox.entries(EntryState.HELD_BACK, 10))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.cause()).isEqualTo("planned again");
              assertThat(it.remedy()).contains("cosell.sync");
            });
    assertThat(inbox.hasOpen("referral/1")).isTrue();

    assertThat(inbox.offerHeldBack()).isEqualTo(1);
    inbox.done(claimOne());
    assertThat(inbox.hasOpen("referral/1")).isFalse();
  }

  @Test
  void settlesWhatWasHeldBackWithALaterSuccess() {
    inbox.accept(look("referral/1"));
    inbox.holdBack(claimOne(), new Trouble("E484", "planned", "Set cosell.sync."));

    inbox.accept(look("referral/1"));
    inbox.done(claimOne());

    assertThat(inbox.count(EntryState.HELD_BACK)).isZero();
  }

  @Test
  void offersADeadLetterAgainOnRequest() {
    var dead = laidAside("referral/1");

    assertThat(inbox.retry(dead.id())).isTrue();

    var again = claimOne();
    assertThat(again.id()).isEqualTo(dead.id());
    assertThat(again.attempts()).isEqualTo(1);
    inbox.returnUnlessSpent(again, new Trouble("E901", "still wrong", ""));
    assertThat(inbox.count(EntryState.DEAD)).as("it has all its attempts again").isZero();
  }

  @Test
  void offersDeadLettersOfACodeAgainAFewASecond() {
    IntStream.range(0, 12).forEach(number -> laidAside("referral/" + number));
    laidAside("opportunity/1");
    laidAside("referral/other", "E302");

    var batch = inbox.retryAll("E901", "referral");

    assertThat(batch.entries()).isEqualTo(12);
    assertThat(batch.until()).isEqualTo(clock.instant().plusSeconds(2));
    assertThat(inbox.entries(EntryState.DEAD, 10))
        .extracting(Entry::subject)
        .containsExactlyInAnyOrder("opportunity/1", "referral/other");
    assertThat(inbox.claim(100)).hasSize(RETRIES_PER_SECOND);
    assertThat(inbox.claim(100)).isEmpty();
    clock.moveOn(Duration.ofSeconds(1));
    inbox.accept(look("referral/fresh"));
    assertThat(inbox.claim(100))
        .as("a fresh event stands behind those of this second only")
        .hasSize(RETRIES_PER_SECOND + 1)
        .extracting(Entry::subject)
        .contains("referral/fresh");
    clock.moveOn(Duration.ofSeconds(1));
    assertThat(inbox.claim(100)).hasSize(2);
  }

  @Test
  void leavesAnEventThatWaitsItsTimeWhenAllDeadLettersAreOfferedAgain() {
    IntStream.range(0, 9).forEach(number -> laidAside("referral/" + number));
    inbox.accept(look("referral/8"));

    assertThat(inbox.retryAll("E901", "").entries()).as("one waits anyway").isEqualTo(8);

    assertThat(inbox.claim(100)).extracting(Entry::subject).contains("referral/8");
    clock.moveOn(Duration.ofSeconds(1));
    assertThat(inbox.claim(100)).hasSize(3);
    assertThat(inbox.count(EntryState.DEAD)).isZero();
  }

  @Test
  void looksAtOnceWhenAnEventOvertakesADeadLetterThatIsOfferedAgain() {
    IntStream.range(0, 9).forEach(number -> laidAside("referral/" + number));
    inbox.retryAll("E901", "");

    inbox.accept(look("referral/8"));

    assertThat(inbox.claim(100)).extracting(Entry::subject).contains("referral/8");
  }

  @Test
  void leavesDeadLettersOfACodeForGood() {
    laidAside("referral/1");
    laidAside("opportunity/1");
    laidAside("referral/2", "E302");

    assertThat(inbox.skipAll("E901", "").entries()).isEqualTo(2);

    assertThat(inbox.count(EntryState.SKIPPED)).isEqualTo(2);
    assertThat(inbox.entries(EntryState.DEAD, 10))
        .extracting(Entry::subject)
        .containsExactly("referral/2");
  }

  @Test
  void tellsWhetherALookIsStillToCome() {
    inbox.accept(look("referral/1"));
    assertThat(inbox.isToBeLookedAt(look("referral/1"))).isTrue();
    assertThat(inbox.isToBeLookedAt(new Event("referral/1", "another-route", ""))).isFalse();
    var entry = claimOne();
    assertThat(inbox.isToBeLookedAt(look("referral/1"))).isTrue();
    inbox.layAside(entry, trouble("cannot be"));
    assertThat(inbox.isToBeLookedAt(look("referral/1"))).isFalse();
  }

  @Test
  void keepsADeadLetterUnderTheRecordItLedTo() {
    inbox.accept(look("solution/1"));
    inbox.layAside(claimOne().about("opportunity/1"), new Trouble("E109", "none", ""));

    assertThat(inbox.open("opportunity/1"))
        .get()
        .returns(EntryState.DEAD, Entry::state)
        .returns("some-route", it -> it.event().route());
    assertThat(inbox.open("solution/1")).isEmpty();
    inbox.settleDead("opportunity/1");
    assertThat(inbox.count(EntryState.DEAD)).isZero();
  }

  @Test
  void offersADeadLetterTogetherWithTheEventThatWaits() {
    var dead = laidAside("referral/1");
    inbox.acceptLater(look("referral/1"), Duration.ofMinutes(1));

    inbox.retry(dead.id());

    assertThat(claimOne().timesSeen()).isEqualTo(2);
    assertThat(inbox.count(EntryState.WAITING)).isZero();
  }

  @Test
  void leavesADeadLetterOnRequest() {
    var dead = laidAside("referral/1");

    assertThat(inbox.skip(dead.id())).isTrue();

    assertThat(inbox.claim(10)).isEmpty();
    assertThat(inbox.count(EntryState.DEAD)).isZero();
    assertThat(inbox.count(EntryState.SKIPPED)).isEqualTo(1);
  }

  @Test
  void retriesAndSkipsDeadLettersOnly() {
    inbox.accept(look("referral/1"));
    var running = claimOne();

    assertThat(inbox.retry(running.id())).isFalse();
    assertThat(inbox.skip(running.id())).isFalse();
    assertThat(inbox.retry(4711)).isFalse();
    assertThat(inbox.count(EntryState.RUNNING)).isEqualTo(1);
  }

  @Test
  void givesBackWhatItHasWhenItStopsAndNothingElse() {
    inbox.accept(look("referral/1"));
    inbox.claim(10);
    otherProcess.accept(look("referral/2"));
    otherProcess.claim(10);

    assertThat(inbox.giveBackAll()).isEqualTo(1);

    assertThat(otherProcess.claim(10))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.subject()).isEqualTo("referral/1");
              assertThat(it.attempts()).as("the broken off attempt does not count").isEqualTo(1);
            });
  }

  @Test
  void offersWhatADeadProcessHadWhenItsClaimEnds() {
    inbox.accept(look("referral/1"));
    inbox.claim(10);

    clock.moveOn(CLAIM);
    otherProcess.renewClaims();
    assertThat(otherProcess.claim(10)).isEmpty();
    clock.moveOn(Duration.ofSeconds(1));
    otherProcess.renewClaims();

    assertThat(otherProcess.claim(10)).hasSize(1);
  }

  @Test
  void keepsWhatALivingProcessWorksOn() {
    inbox.accept(look("referral/1"));
    var running = claimOne();

    for (int renewal = 0; renewal < 10; renewal++) {
      clock.moveOn(CLAIM.dividedBy(2));
      inbox.renewClaims();
      otherProcess.renewClaims();
    }

    assertThat(otherProcess.claim(10)).isEmpty();
    inbox.done(running);
    assertThat(inbox.count(EntryState.DONE)).isEqualTo(1);
  }

  @Test
  void ignoresAnOutcomeThatComesAfterAnotherProcessTookOver() {
    inbox.accept(look("referral/1"));
    var lost = claimOne();
    clock.moveOn(CLAIM.plusSeconds(1));
    otherProcess.renewClaims();
    var taken = otherProcess.claim(1).get(0);

    inbox.done(lost);
    inbox.layAside(lost, new Trouble("E901", "too late", ""));
    inbox.returnForRetry(lost, trouble("too late"), Optional.empty());

    assertThat(inbox.entries(EntryState.RUNNING, 10))
        .extracting(Entry::id)
        .containsExactly(taken.id());
  }

  @Test
  void ignoresAnOutcomeThatComesAfterItsOwnProcessClaimedTheEntryAgain() {
    inbox.accept(look("referral/1"));
    var lost = claimOne();
    clock.moveOn(CLAIM.plusSeconds(1));
    otherProcess.renewClaims();
    claimOne();

    inbox.done(lost);

    assertThat(inbox.count(EntryState.RUNNING)).isEqualTo(1);
  }

  @Test
  void offersAnEntryAgainWhoseOutcomeCouldNotBeStored() {
    inbox.accept(look("referral/1"));
    var running = claimOne();
    assertThatThrownBy(
            () ->
                database
                    .transaction()
                    .executeWithoutResult(
                        status -> {
                          inbox.done(running);
                          throw new IllegalStateException("the database went away");
                        }))
        .hasMessage("the database went away");
    assertThat(inbox.has(running)).isTrue();

    inbox.abandon(running);
    inbox.giveBackForgotten();

    assertThat(inbox.claim(10)).extracting(Entry::id).containsExactly(running.id());
  }

  @Test
  void givesBackAnAbandonedEntry() {
    inbox.accept(look("referral/1"));
    var running = claimOne();
    inbox.abandon(running);
    assertThat(inbox.has(running)).isFalse();
    assertThat(otherProcess.claim(10)).isEmpty();

    inbox.giveBackForgotten();

    assertThat(otherProcess.claim(10)).extracting(Entry::id).containsExactly(running.id());
    inbox.giveBackForgotten();
    assertThat(inbox.count(EntryState.RUNNING)).isEqualTo(1);
  }

  @Test
  void leavesAClaimThatWasNotCommittedToItself() {
    inbox.accept(look("referral/1"));

    var claimed =
        database
            .transaction()
            .execute(
                status -> {
                  status.setRollbackOnly();
                  return inbox.claim(1).get(0);
                });

    assertThat(inbox.has(claimed)).isFalse();
  }

  @Test
  void givesBackAClaimItNeverHeardOf() {
    inbox.accept(look("referral/1"));
    var claimed = claimOne();
    database
        .jdbc()
        .sql("update inbox_entry set attempts = attempts + 1 where id = :id")
        .param("id", claimed.id())
        .update();

    inbox.giveBackForgotten();

    assertThat(otherProcess.claim(10)).extracting(Entry::id).containsExactly(claimed.id());
  }

  @Test
  void leavesAnEntryThatWasAbandonedAfterItsOutcomeWasStored() {
    inbox.accept(look("referral/1"));
    var running = claimOne();
    inbox.done(running);
    inbox.abandon(running);

    inbox.renewClaims();

    assertThat(inbox.count(EntryState.DONE)).isEqualTo(1);
  }

  @Test
  void offersEverythingAgainAfterACrashOfTheOnlyProcess() {
    inbox.accept(look("referral/1"));
    inbox.claim(10);
    clock.moveOn(Duration.ofDays(-1));

    var restarted = process();
    assertThat(restarted.giveBackAfterCrash()).isEqualTo(1);

    assertThat(restarted.count(EntryState.WAITING)).isEqualTo(1);
  }

  @Test
  void forgetsWhatHasBeenDoneForLong() {
    inbox.accept(look("referral/1"));
    inbox.done(claimOne());
    clock.moveOn(KEEP_DONE);
    inbox.accept(look("referral/2"));
    inbox.done(claimOne());

    clock.moveOn(Duration.ofSeconds(1));

    assertThat(inbox.forgetDone()).isEqualTo(1);
    assertThat(inbox.entries(EntryState.DONE, 10))
        .extracting(Entry::subject)
        .containsExactly("referral/2");
  }

  @Test
  void neverHandsOutAnEntryOrASubjectTwice() throws Exception {
    int subjects = 150;
    int lookers = 4;
    var underWork = ConcurrentHashMap.<String>newKeySet();
    var twice = ConcurrentHashMap.<String>newKeySet();
    var attempts = new AtomicInteger();
    IntStream.range(0, subjects * lookers)
        .forEach(
            number ->
                inbox.accept(
                    new Event("referral/" + number % subjects, "route-" + number / subjects, "")));

    inThreads(
        8,
        number ->
            () -> {
              var process = number % 2 == 0 ? inbox : otherProcess;
              while (process.count(EntryState.DONE) < subjects * lookers) {
                for (var entry : process.claim(5)) {
                  if (!underWork.add(entry.subject())) {
                    twice.add(entry.subject());
                  }
                  attempts.incrementAndGet();
                  Thread.yield();
                  underWork.remove(entry.subject());
                  process.done(entry);
                }
              }
              return null;
            });

    assertThat(twice).as("subjects two workers had at the same time").isEmpty();
    assertThat(attempts).as("each entry is worked on once").hasValue(subjects * lookers);
  }

  @Test
  void losesNoEventThatArrivesWhileItsSubjectIsWorkedOn() throws Exception {
    int events = 200;
    var changed = new AtomicInteger();
    var seen = new AtomicInteger();

    inThreads(
        4,
        number ->
            () -> {
              if (number == 0) {
                repeat(
                    events,
                    () -> {
                      changed.incrementAndGet();
                      inbox.accept(look("referral/1"));
                    });
                return null;
              }
              while (seen.get() < events) {
                for (var entry : inbox.claim(1)) {
                  seen.accumulateAndGet(changed.get(), Math::max);
                  inbox.done(entry);
                }
              }
              return null;
            });

    assertThat(seen).as("the last look saw the last change").hasValue(events);
    assertThat(inbox.count(EntryState.RUNNING)).isZero();
  }

  static Event look(String subject) {
    return look(subject, "");
  }

  static Event look(String subject, String detail) {
    return new Event(subject, "some-route", detail);
  }

  List<Entry> waiting() {
    return inbox.entries(EntryState.WAITING, 1000);
  }

  private static Trouble trouble(String cause) {
    return new Trouble("E441", cause, "");
  }

  private Entry claimOne() {
    var claimed = inbox.claim(10);
    assertThat(claimed).hasSize(1);
    return claimed.get(0);
  }

  private Entry laidAside(String subject) {
    return laidAside(subject, "E901");
  }

  private Entry laidAside(String subject, String code) {
    inbox.accept(look(subject));
    var entry = claimOne();
    inbox.layAside(entry, new Trouble(code, "cannot be", "Put it right."));
    return entry;
  }

  private Duration pauseOf(String subject) {
    return waiting().stream()
        .filter(it -> it.subject().equals(subject))
        .map(it -> Duration.between(clock.instant(), it.dueAt()))
        .findFirst()
        .orElseThrow();
  }

  private long rows() {
    return database.jdbc().sql("select count(*) from inbox_entry").query(Long.class).single();
  }

  private static Void repeat(int times, Runnable what) {
    IntStream.range(0, times).forEach(number -> what.run());
    return null;
  }

  private interface Part {
    Callable<Void> of(int number);
  }

  private static void inThreads(int threads, Part part) throws Exception {
    var pool = Executors.newFixedThreadPool(threads);
    try {
      var running = new ArrayList<Future<Void>>();
      IntStream.range(0, threads).forEach(number -> running.add(pool.submit(part.of(number))));
      for (var one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
