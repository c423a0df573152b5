package io.cosell.connector.link;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class LinkOnH2Test extends LinkContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
