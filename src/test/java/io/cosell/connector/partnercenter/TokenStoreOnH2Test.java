package io.cosell.connector.partnercenter;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class TokenStoreOnH2Test extends TokenStoreContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
