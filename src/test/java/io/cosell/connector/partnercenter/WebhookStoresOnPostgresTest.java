package io.cosell.connector.partnercenter;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;

class WebhookStoresOnPostgresTest extends WebhookStoresContract {
  @Override
  TestDatabase databaseIn(Path directory) {
    return TestDatabase.postgres();
  }
}
