package io.cosell.connector.replica;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class LeasesOnH2Test extends LeasesContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
