package io.cosell.connector.replica;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class ClockCheckOnPostgresTest extends ClockCheckContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
