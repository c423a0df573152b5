package io.cosell.connector.salesforce;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class ReplayPositionsOnH2Test extends ReplayPositionsContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
