package io.cosell.connector.flow;

import io.cosell.connector.FragileDatabase;
import io.cosell.connector.FragilePostgres;
import java.nio.file.Path;

class DatabaseFaultOnPostgresTest extends DatabaseFaultContract {
  @Override
  FragileDatabase databaseIn(Path directory) {
    return new FragilePostgres(directory);
  }
}
