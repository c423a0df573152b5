package io.cosell.connector.flow;

import static org.awaitility.Awaitility.await;

import io.cosell.connector.FragileDatabase;
import io.cosell.connector.FragilePostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;

class DatabaseFaultOnPostgresTest extends DatabaseFaultContract {
  @Override
  FragileDatabase databaseIn(Path directory) {
    return new FragilePostgres(directory);
  }

  @Test
  void losesNothingWhileTheServerIsAStandBy(CapturedOutput log) {
    losesNothingWhileTheDatabaseIs(FragileDatabase.Fault.READ_ONLY, log);
  }

  @Test
  void waitsForADatabaseThatIsNotThereYet(@TempDir Path directory) {
    try (var late = new FragilePostgres(directory.resolve("data"));
        var clouds = RunningConnector.withItsOwnClouds()) {
      late.suffer(FragileDatabase.Fault.AWAY);
      var settings = new TreeMap<>(clouds.sandboxSettings());
      settings.putAll(late.settings());
      try (var process = new ConnectorProcess(settings, directory.resolve("connector.log"))) {
        process.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> process.log().contains("Retrying"));

        late.heal();

        process.untilReady();
      }
    }
  }
}
