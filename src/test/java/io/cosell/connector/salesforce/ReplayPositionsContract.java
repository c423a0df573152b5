package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the saved positions promise, on whichever database they are kept. */
abstract class ReplayPositionsContract {
  private TestDatabase database;
  private ReplayPositions positions;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    positions =
        database
            .beans(List.of(new MutableClock()), ReplayPositions.class)
            .getBean(ReplayPositions.class);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void keepsOnePositionPerOrgAndChannel() {
    positions.save(new ReplayPosition("orgA", "/data/x", 5));
    positions.save(new ReplayPosition("orgA", "/data/y", 6));
    positions.save(new ReplayPosition("orgB", "/data/x", 7));
    positions.save(new ReplayPosition("orgA", "/data/x", 8));

    assertThat(position("orgA", "/data/x")).isEqualTo(8);
    assertThat(position("orgA", "/data/y")).isEqualTo(6);
    assertThat(positions.find("orgB", "/data/y")).isEmpty();
  }

  @Test
  void movesBackWhenAnOrgCountsAnew() {
    positions.save(new ReplayPosition("orgA", "/data/x", 9_000_000_000L));
    positions.save(new ReplayPosition("orgA", "/data/x", 1));

    assertThat(position("orgA", "/data/x")).isEqualTo(1);
  }

  @Test
  void staysWhenTheEventCouldNotBeStored() {
    positions.save(new ReplayPosition("orgA", "/data/x", 5));

    database
        .transaction()
        .executeWithoutResult(
            status -> {
              positions.save(new ReplayPosition("orgA", "/data/x", 6));
              status.setRollbackOnly();
            });

    assertThat(position("orgA", "/data/x")).isEqualTo(5);
  }

  private long position(String org, String channel) {
    return positions.find(org, channel).orElseThrow().replayId();
  }
}
