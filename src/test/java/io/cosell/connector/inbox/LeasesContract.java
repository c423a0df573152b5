package io.cosell.connector.inbox;

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

  private final MutableClock clock = new MutableClock();
  private TestDatabase database;
  private Leases leases;
  private Leases otherProcess;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    leases = process(Duration.ofSeconds(20));
    otherProcess = process(Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private Leases process(Duration patience) {
    var settings =
        new InboxProperties(
            8,
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            3,
            CLAIM,
            patience,
            Duration.ofMillis(500),
            Duration.ofDays(7),
            5);
    return database
        .beans(List.of(clock, settings), Leases.class, LeaseStore.class)
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
    var waiting = CompletableFuture.supplyAsync(() -> leases.take("deal/1"));
    var waitingElsewhere = CompletableFuture.supplyAsync(() -> otherProcess.take("deal/2"));

    leases.release("deal/1");

    assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    assertThat(waitingElsewhere.get(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void noticesThatAnotherProcessGaveTheLeaseBack() throws Exception {
    leases.tryTake("deal/1");
    var waiting = CompletableFuture.supplyAsync(() -> otherProcess.take("deal/1"));

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
                          boolean taken = mine.take("deal/1");
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

    assertThat(process(Duration.ofMillis(50)).take("deal/1")).isFalse();
  }

  @Test
  void stopsWaitingWhenInterrupted() throws Exception {
    leases.tryTake("deal/1");
    var outcome = new CompletableFuture<Boolean>();
    var waiting =
        new Thread(
            () ->
                outcome.complete(leases.take("deal/1") || !Thread.currentThread().isInterrupted()));
    waiting.start();

    waiting.interrupt();

    assertThat(outcome.get(5, TimeUnit.SECONDS)).isFalse();
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
  void letsALeaseEndThatCouldNotBeGivenBack() {
    leases.tryTake("deal/1");
    database.jdbc().sql("alter table lease rename to hidden").update();
    assertThatThrownBy(() -> leases.release("deal/1")).isInstanceOf(DataAccessException.class);
    database.jdbc().sql("alter table hidden rename to lease").update();

    clock.moveOn(CLAIM.dividedBy(2));
    leases.renew();
    clock.moveOn(CLAIM.dividedBy(2).plusSeconds(1));

    assertThat(otherProcess.tryTake("deal/1")).isTrue();
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

    var restarted = process(Duration.ofSeconds(1));
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
