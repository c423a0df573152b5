package io.cosell.connector.salesforce;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class ReplayPositionsOnPostgresTest extends ReplayPositionsContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
