package io.cosell.connector.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How the clock of a replica is compared with that of the database, whichever that is. */
@ExtendWith(OutputCaptureExtension.class)
abstract class ClockCheckContract {
  private static final Duration LEASE = Duration.ofMinutes(5);

  private TestDatabase database;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void saysOnceWhenTheClockIsAheadOfTheDatabases(CapturedOutput output) {
    var check = check(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2)));

    check.look();
    check.look();

    assertThat(output.getOut().split("ahead of that of the database", -1)).hasSize(2);
  }

  @Test
  void saysNothingWhileTheClocksAgree(CapturedOutput output) {
    check(Clock.systemUTC()).look();

    assertThat(output.getOut()).doesNotContain("clock of this replica");
  }

  private ClockCheck check(Clock clock) {
    return database
        .beans(List.of(clock, new ReplicaProperties("", LEASE, LEASE)), ClockCheck.class)
        .getBean(ClockCheck.class);
  }
}
