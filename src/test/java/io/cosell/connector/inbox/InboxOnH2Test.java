package io.cosell.connector.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxOnH2Test extends InboxContract {
  private static final int ENOUGH = 60;

  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }

  @Test
  void hasEveryAcceptedEventAfterItsProcessWasKilled(@TempDir Path directory) throws Exception {
    var accepted = acceptedUntilKilled(directory);

    try (var reopened = TestDatabase.h2(directory)) {
      var found = reopened.jdbc().sql("select subject from inbox_entry").query(String.class).list();

      assertThat(accepted).hasSizeGreaterThanOrEqualTo(ENOUGH);
      assertThat(found).containsAll(accepted);
    }
  }

  @Test
  void staysOpenWhenThreadsAreInterruptedWhileTheyWrite() throws Exception {
    for (int round = 0; round < 40; round++) {
      var stop = new AtomicBoolean();
      var written = new AtomicInteger();
      var writing = new Thread(() -> acceptUntil(stop, written));
      writing.setUncaughtExceptionHandler((thread, failure) -> {});
      writing.start();
      await().until(() -> written.get() > 0);

      writing.interrupt();
      stop.set(true);
      writing.join();
    }

    inbox.accept(look("referral/last"));
    assertThat(waiting()).extracting(Entry::subject).contains("referral/last");
  }

  private void acceptUntil(AtomicBoolean stop, AtomicInteger written) {
    while (!stop.get()) {
      inbox.accept(look("referral/" + written.getAndIncrement() % 100));
    }
  }

  private static List<String> acceptedUntilKilled(Path directory)
      throws IOException, InterruptedException {
    var output = directory.resolve("output");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AcceptingProcess.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !process.isAlive() || accepted(output).size() >= ENOUGH);
    } finally {
      process.destroyForcibly().waitFor();
    }
    return accepted(output);
  }

  private static List<String> accepted(Path output) throws IOException {
    var text = Files.readString(output);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(AcceptingProcess.ACCEPTED))
        .map(line -> line.substring(AcceptingProcess.ACCEPTED.length()))
        .toList();
  }
}
