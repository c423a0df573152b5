package io.cosell.connector.salesforce;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class ExpectedEventsOnH2Test extends ExpectedEventsContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
