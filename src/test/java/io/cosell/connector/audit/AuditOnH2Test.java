package io.cosell.connector.audit;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class AuditOnH2Test extends AuditContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
