package io.cosell.connector;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A PostgreSQL server of its own, which can be stopped and started on the same port. */
public final class FragilePostgres implements FragileDatabase {
  private static final String FULL =
      """
      create function full_disk() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = '53100',
          message = 'could not extend file "base/16384/16501": No space left on device';
      end $$
      """;

  private final Path directory;
  private final int port = freePort();
  private EmbeddedPostgres server;
  private Connection other;

  /** A new one that keeps its data in this directory; skips the test where none can run. */
  public FragilePostgres(Path directory) {
    this.directory = directory;
    TestPostgres.require();
    start();
  }

  private void start() {
    try {
      server =
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(directory)
              .setCleanDataDirectory(false)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "spring.datasource.url",
        "jdbc:postgresql://localhost:" + port + "/postgres",
        "spring.datasource.username",
        "postgres",
        "spring.datasource.password",
        "postgres");
  }

  @Override
  public void suffer(Fault fault) {
    switch (fault) {
      case AWAY -> stop();
      case FULL -> fill();
      case LOCKED -> lock();
      case READ_ONLY -> becomeStandBy();
    }
  }

  private void fill() {
    execute(FULL);
    for (var table : tables()) {
      execute(
          "create trigger full_disk before insert or update on \"%s\" for each row execute function full_disk()"
              .formatted(table));
    }
  }

  private List<String> tables() {
    try (var connection = server.getPostgresDatabase().getConnection();
        var found =
            connection
                .createStatement()
                .executeQuery(
                    "select tablename from pg_tables where schemaname = 'public' and tablename not like 'flyway%'")) {
      var tables = new java.util.ArrayList<String>();
      while (found.next()) {
        tables.add(found.getString(1));
      }
      return tables;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void becomeStandBy() {
    execute("alter database postgres set default_transaction_read_only = on");
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = 'postgres' and pid <> pg_backend_pid()");
  }

  private void lock() {
    try {
      other = server.getPostgresDatabase().getConnection();
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("lock table inbox_entry in access exclusive mode");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void stop() {
    try {
      server.close();
      server = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void heal() {
    if (server == null) {
      start();
    }
    execute(
        "set default_transaction_read_only = off",
        "alter database postgres reset default_transaction_read_only",
        "drop function if exists full_disk cascade");
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

  /** One after the other on one connection. */
  private void execute(String... statements) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var one = connection.createStatement()) {
      for (var statement : statements) {
        one.execute(statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      stop();
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
