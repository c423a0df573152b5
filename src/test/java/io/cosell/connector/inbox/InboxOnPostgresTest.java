package io.cosell.connector.inbox;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class InboxOnPostgresTest extends InboxContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
