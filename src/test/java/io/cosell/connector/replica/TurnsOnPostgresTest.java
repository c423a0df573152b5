package io.cosell.connector.replica;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class TurnsOnPostgresTest extends TurnsContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
