package io.cosell.connector.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ClockCheckTest {
  private static final Duration LEASE = Duration.ofMinutes(5);

  @Test
  void saysOnceWhenTheClockIsAheadOfTheDatabases(CapturedOutput output) {
    try (var database = TestDatabase.postgres()) {
      var ahead = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));
      var check = check(database, ahead);

      check.look();
      check.look();

      assertThat(output.getOut().split("ahead of that of the database", -1)).hasSize(2);
    }
  }

  @Test
  void saysNothingWhileTheClocksAgree(@TempDir Path directory, CapturedOutput output) {
    try (var database = TestDatabase.h2(directory)) {
      check(database, Clock.systemUTC()).look();

      assertThat(output.getOut()).doesNotContain("clock of this replica");
    }
  }

  private static ClockCheck check(TestDatabase database, Clock clock) {
    return new ClockCheck(database.jdbc(), new ReplicaProperties("", LEASE, LEASE), clock);
  }
}
