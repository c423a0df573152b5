package io.cosell.connector.replica;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class ClockCheckOnH2Test extends ClockCheckContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
