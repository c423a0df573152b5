package io.cosell.connector.replica;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class TurnsOnH2Test extends TurnsContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
