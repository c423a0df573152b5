package io.cosell.connector.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

/** What the leases promise, on whichever database they are kept. */
abstract class LeasesContract {
  private static final Duration CLAIM = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MutableClock clock = new MutableClock();
  private TestDatabase database;
  private Leases leases;
  private Leases otherProcess;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    leases = process();
    otherProcess = process();
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private Leases process() {
    return database
        .beans(
            List.of(clock, new ReplicaProperties("", CLAIM, CLAIM)),
            Leases.class,
            LeaseStore.class,
            Replica.class)
        .getBean(Leases.class);
  }

  @Test
  void givesALeaseToOneTakerOfMany() {
    var start = new CountDownLatch(1);
    var takers =
        IntStream.range(0, 16)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          await(start);
                          return (number % 2 == 0 ? leases : otherProcess).tryTake("deal/1");
                        }))
            .toList();
    start.countDown();

    assertThat(takers.stream().filter(CompletableFuture::join).count()).isEqualTo(1);
  }

  @Test
  void keepsDifferentLeasesApart() {
    assertThat(leases.tryTake("deal/1")).isTrue();
    assertThat(leases.tryTake("deal/2")).isTrue();
    assertThat(leases.tryTake("deal/1")).as("a lease is not reentrant").isFalse();
  }

  @Test
  void canBeTakenAgainAfterItWasGivenBack() {
    leases.tryTake("deal/1");
    leases.release("deal/1");

    assertThat(otherProcess.tryTake("deal/1")).isTrue();
  }

  @Test
  void wakesWhoWaitsWhenTheLeaseIsGivenBack() throws Exception {
    leases.tryTake("deal/1");
    var waiting = CompletableFuture.supplyAsync(() -> leases.take("deal/1", PATIENCE));
    var waitingElsewhere =
        CompletableFuture.supplyAsync(() -> otherProcess.take("deal/2", PATIENCE));

    leases.release("deal/1");

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(waitingElsewhere.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void noticesThatAnotherProcessGaveTheLeaseBack() throws Exception {
    leases.tryTake("deal/1");
    var waiting = CompletableFuture.supplyAsync(() -> otherProcess.take("deal/1", PATIENCE));

    leases.release("deal/1");

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void letsEachOfManyWaitersHaveItOnce() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var workers =
        IntStream.range(0, 8)
            .mapToObj(
                number ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          var mine = number % 2 == 0 ? leases : otherProcess;
                          boolean taken = mine.take("deal/1", PATIENCE);
                          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                          inside.decrementAndGet();
                          mine.release("deal/1");
                          return taken;
                        },
                        task -> new Thread(task).start()))
            .toList();

    for (var worker : workers) {
      assertThat(worker.get(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void givesUpWhenPatienceEnds() {
    leases.tryTake("deal/1");

    assertThat(process().take("deal/1", Duration.ofMillis(50))).isFalse();
  }

  @Test
  void stopsWaitingWhenInterrupted() throws Exception {
    leases.tryTake("deal/1");
    var outcome = new CompletableFuture<Boolean>();
    var waiting =
        new Thread(
            () ->
                outcome.complete(
                    leases.take("deal/1", PATIENCE) || !Thread.currentThread().isInterrupted()));
    waiting.start();

    waiting.interrupt();

    assertThat(outcome.get(5, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void confirmsWhatNobodyTookOverMeanwhile() {
    leases.tryTake("deal/1");
    leases.tryTake("deal/2");
    clock.moveOn(CLAIM.plusSeconds(1));

    assertThat(leases.confirm(List.of("deal/1", "deal/2"))).isTrue();
    assertThat(otherProcess.tryTake("deal/1")).as("prolonged").isFalse();

    clock.moveOn(CLAIM.plusSeconds(1));
    otherProcess.tryTake("deal/1");
    assertThat(leases.confirm(List.of("deal/1", "deal/2"))).isFalse();
    otherProcess.release("deal/1");
    assertThat(leases.confirm(List.of("deal/1"))).as("taken and given back").isFalse();
  }

  @Test
  void staysWithTheWorkerOfThisProcessEvenWhenItsTimeIsOver() {
    leases.tryTake("deal/1");
    clock.moveOn(CLAIM.plusSeconds(1));

    assertThat(leases.tryTake("deal/1")).isFalse();
    leases.release("deal/1");
    assertThat(leases.tryTake("deal/1")).isTrue();
  }

  @Test
  void passesOnTheLeaseOfADeadProcess() {
    leases.tryTake("deal/1");

    clock.moveOn(CLAIM);
    assertThat(otherProcess.tryTake("deal/1")).isFalse();
    clock.moveOn(Duration.ofSeconds(1));

    assertThat(otherProcess.tryTake("deal/1")).isTrue();
  }

  @Test
  void keepsTheLeaseOfALivingProcess() {
    leases.tryTake("deal/1");

    for (int renewal = 0; renewal < 5; renewal++) {
      clock.moveOn(CLAIM.dividedBy(2));
      leases.renew();
    }

    assertThat(otherProcess.tryTake("deal/1")).isFalse();
  }

  @Test
  void givesBackWithTheNextRenewalWhatCouldNotBeGivenBack() {
    leases.tryTake("deal/1");
    database.jdbc().sql("alter table lease rename to hidden").update();
    assertThatThrownBy(() -> leases.release("deal/1")).isInstanceOf(DataAccessException.class);
    database.jdbc().sql("alter table hidden rename to lease").update();
    assertThat(otherProcess.tryTake("deal/1")).isFalse();

    leases.renew();

    assertThat(otherProcess.tryTake("deal/1")).isTrue();
  }

  @Test
  void givesBackAllOfThisProcessWhenItStopsAndNothingElse() {
    leases.tryTake("deal/1");
    leases.tryTake("customer/1");
    otherProcess.tryTake("deal/2");

    leases.releaseHeld();

    assertThat(otherProcess.tryTake("deal/1")).isTrue();
    assertThat(otherProcess.tryTake("customer/1")).isTrue();
    assertThat(leases.tryTake("deal/2")).isFalse();
  }

  @Test
  void letsNoStrangerGiveALeaseBack() {
    leases.tryTake("deal/1");

    otherProcess.release("deal/1");

    assertThat(otherProcess.tryTake("deal/1")).isFalse();
  }

  @Test
  void leavesALeaseAloneThatAnotherProcessTookOver() {
    leases.tryTake("deal/1");
    clock.moveOn(CLAIM.plusSeconds(1));
    otherProcess.tryTake("deal/1");

    leases.renew();
    leases.release("deal/1");

    assertThat(leases.tryTake("deal/1")).isFalse();
  }

  @Test
  void freesEverythingAfterACrashOfTheOnlyProcess() {
    leases.tryTake("deal/1");

    var restarted = process();
    restarted.releaseAfterCrash();

    assertThat(restarted.tryTake("deal/1")).isTrue();
  }

  @Test
  void takesNamesOfAnyLength() {
    var name = "customer/" + "Ä".repeat(1000);

    assertThat(leases.tryTake(name)).isTrue();
    assertThat(otherProcess.tryTake(name)).isFalse();
    leases.release(name);
    assertThat(otherProcess.tryTake(name)).isTrue();
  }

  @Test
  void knowsByItselfThatALeaseWasNotRenewedBeforeAnybodyElseMayTakeIt() {
    leases.tryTake("deal/1");
    assertThat(leases.holds("deal/1")).isTrue();

    clock.moveOn(CLAIM.multipliedBy(4).dividedBy(5));

    assertThat(leases.holds("deal/1")).isFalse();
    assertThat(otherProcess.tryTake("deal/1")).isFalse();
    leases.renew();
    assertThat(leases.holds("deal/1")).isTrue();
  }

  @Test
  void doesNotHoldWhatAnotherProcessTookOver() {
    leases.tryTake("deal/1");
    clock.moveOn(CLAIM.plusSeconds(1));
    otherProcess.tryTake("deal/1");
    assertThat(leases.confirm(List.of("deal/1"))).isFalse();

    leases.renew();

    assertThat(leases.holds("deal/1")).isFalse();
    assertThat(otherProcess.holds("deal/1")).isTrue();
    assertThat(otherProcess.confirm(List.of("deal/1"))).isTrue();
  }

  @Test
  void letsNobodyTakeOverWhatIsBeingConfirmed() {
    leases.tryTake("deal/1");
    clock.moveOn(CLAIM.plusSeconds(1));

    var takenOver =
        database
            .transaction()
            .execute(
                status -> {
                  assertThat(leases.confirm(List.of("deal/1"))).isTrue();
                  return CompletableFuture.supplyAsync(() -> otherProcess.tryTake("deal/1"))
                      .completeOnTimeout(false, 300, TimeUnit.MILLISECONDS)
                      .join();
                });

    assertThat(takenOver).isFalse();
  }

  @Test
  void tellsOthersWhoHoldsALeaseAndWhatItSaysAboutIt() {
    leases.tryTake("subscription", "not yet");
    assertThat(leases.holderElsewhere("subscription")).isEmpty();
    assertThat(otherProcess.holderElsewhere("subscription"))
        .hasValueSatisfying(it -> assertThat(it.note()).isEqualTo("not yet"));

    leases.note("subscription", "alive");
    leases.renew();

    assertThat(otherProcess.holderElsewhere("subscription"))
        .hasValueSatisfying(it -> assertThat(it.note()).isEqualTo("alive"));
    clock.moveOn(CLAIM.plusSeconds(1));
    assertThat(otherProcess.holderElsewhere("subscription")).isEmpty();
  }

  @Test
  void forgetsLeasesThatEndedLongAgo() {
    leases.tryTake("replica/dead");
    clock.moveOn(Duration.ofHours(2));
    otherProcess.tryTake("replica/alive");

    assertThat(otherProcess.forgetEnded()).isEqualTo(1);

    assertThat(otherProcess.held("replica/")).containsExactly("replica/alive");
  }

  @Test
  void findsTheNamesOfAllThatAreHeldOfAKind() {
    leases.tryTake("replica/a");
    otherProcess.tryTake("replica/b");
    otherProcess.tryTake("deal/1");

    assertThat(leases.held("replica/")).containsExactly("replica/a", "replica/b");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void knowsWhetherAnybodyHoldsOneOfAKind() {
    leases.tryTake("deal/1");

    assertThat(otherProcess.anyHeld("deal/")).isTrue();
    assertThat(otherProcess.anyHeld("customer/")).isFalse();
    assertThat(otherProcess.anyHeld("%")).isFalse();
    clock.moveOn(CLAIM.plusSeconds(1));
    assertThat(otherProcess.anyHeld("deal/")).isFalse();
  }
}
