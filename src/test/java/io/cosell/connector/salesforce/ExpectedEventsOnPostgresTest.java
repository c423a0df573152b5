package io.cosell.connector.salesforce;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class ExpectedEventsOnPostgresTest extends ExpectedEventsContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
