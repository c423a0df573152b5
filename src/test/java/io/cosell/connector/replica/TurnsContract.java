package io.cosell.connector.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the turn when several replicas have a clock, on whichever database. */
abstract class TurnsContract {
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final MutableClock clock = new MutableClock();
  private TestDatabase database;
  private Turns turns;
  private Turns otherProcess;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    turns = process();
    otherProcess = process();
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private Turns process() {
    var settings = new ReplicaProperties("", Duration.ofSeconds(10), Duration.ofSeconds(30));
    return database
        .beans(List.of(clock, settings), Turns.class, Replica.class)
        .getBean(Turns.class);
  }

  @Test
  void givesEachTurnToOneOfManyWhoAskAtOnce() {
    for (int period = 0; period < 3; period++) {
      var asking =
          IntStream.range(0, 8)
              .mapToObj(
                  number ->
                      CompletableFuture.supplyAsync(
                          () -> (number % 2 == 0 ? turns : otherProcess).take("timer", PERIOD)))
              .toList();

      assertThat(asking.stream().filter(CompletableFuture::join).count()).isEqualTo(1);
      clock.moveOn(PERIOD);
    }
  }

  @Test
  void leavesOutThoseWhoAskInBetween() {
    assertThat(turns.take("timer", PERIOD)).isTrue();
    clock.moveOn(PERIOD.dividedBy(2));
    assertThat(otherProcess.take("timer", PERIOD)).isFalse();
    clock.moveOn(PERIOD.dividedBy(2));
    assertThat(turns.take("timer", PERIOD)).isTrue();
  }

  @Test
  void goesToAnotherOneWhenNobodyTookIt() {
    turns.take("timer", PERIOD);
    clock.moveOn(PERIOD.plusSeconds(1));

    assertThat(otherProcess.take("timer", PERIOD)).isTrue();
  }

  @Test
  void doesNotMindATimerThatIsALittleEarly() {
    turns.take("timer", PERIOD);
    clock.moveOn(PERIOD.minusSeconds(2));

    assertThat(turns.take("timer", PERIOD)).isTrue();
  }

  @Test
  void keepsTimersApart() {
    assertThat(turns.take("timer", PERIOD)).isTrue();
    assertThat(turns.take("another timer", PERIOD)).isTrue();
  }

  @Test
  void isNotHeldUpByATurnThatAWrongClockTookInTheFuture() {
    clock.moveOn(Duration.ofDays(1));
    turns.take("timer", PERIOD);
    clock.moveOn(Duration.ofDays(-1));

    assertThat(otherProcess.take("timer", PERIOD)).isTrue();
    assertThat(turns.take("timer", PERIOD)).isFalse();
  }

  @Test
  void isGivenBackWhenTheWorkFails() {
    database
        .transaction()
        .executeWithoutResult(
            status -> {
              assertThat(turns.take("timer", PERIOD)).isTrue();
              status.setRollbackOnly();
            });

    assertThat(otherProcess.take("timer", PERIOD)).isTrue();
  }
}
