package io.cosell.connector.flow;

import io.cosell.connector.FragileDatabase;
import io.cosell.connector.FragileH2;
import java.nio.file.Path;

class DatabaseFaultOnH2Test extends DatabaseFaultContract {
  @Override
  FragileDatabase databaseIn(Path directory) {
    return new FragileH2(directory);
  }
}
