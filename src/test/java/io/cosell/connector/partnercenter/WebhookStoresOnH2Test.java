package io.cosell.connector.partnercenter;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class WebhookStoresOnH2Test extends WebhookStoresContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.h2(directory);
  }
}
