package io.cosell.connector.link;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class LinkOnPostgresTest extends LinkContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
