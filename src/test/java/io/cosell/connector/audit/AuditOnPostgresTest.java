package io.cosell.connector.audit;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class AuditOnPostgresTest extends AuditContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
