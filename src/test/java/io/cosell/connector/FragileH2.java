package io.cosell.connector;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** An H2 file on a {@link FaultyDisk}. */
public final class FragileH2 implements FragileDatabase {
  private final String url;
  private Connection other;

  /** A new one in this directory. */
  public FragileH2(Path directory) {
    url = FaultyDisk.under(TestDatabase.h2Url(directory));
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("spring.datasource.url", url);
  }

  @Override
  public void suffer(Fault fault) {
    switch (fault) {
      case FULL -> FaultyDisk.is(FaultyDisk.State.FULL);
      case AWAY -> {
        FaultyDisk.is(FaultyDisk.State.GONE);
        shutDown();
      }
      case LOCKED -> lock();
      case READ_ONLY -> throw new UnsupportedOperationException("an H2 file has no such state");
    }
  }

  private void lock() {
    try {
      other = DriverManager.getConnection(url);
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("select id from inbox_turn for update");
        statement.execute("update inbox_entry set detail = detail");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void shutDown() {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("shutdown immediately");
    } catch (SQLException e) {
      // it ends with an error, since there is no disk
    }
  }

  @Override
  public void heal() {
    FaultyDisk.is(FaultyDisk.State.WELL);
    try {
      if (other != null) {
        other.rollback();
        other.close();
        other = null;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    heal();
  }
}
