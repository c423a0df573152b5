package io.cosell.connector;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** One PostgreSQL server for a test run, started when a test first asks for it. */
final class TestPostgres {
  private static final String TEMPLATE = "migrated";
  private static final AtomicInteger number = new AtomicInteger();

  private static EmbeddedPostgres server;
  private static String obstacle;

  private TestPostgres() {}

  /** Skips the test where PostgreSQL cannot run. */
  static synchronized void require() {
    if (server == null && obstacle == null) {
      start();
    }
    if (obstacle != null) {
      refuse();
    }
  }

  /** The address of a new database with all tables and no rows. */
  static synchronized String freshDatabase() {
    require();
    var name = "test_" + number.incrementAndGet();
    sql("create database %s template %s".formatted(name, TEMPLATE));
    return server.getJdbcUrl("postgres", name);
  }

  private static void start() {
    try {
      server = EmbeddedPostgres.start();
    } catch (IOException | RuntimeException e) {
      obstacle = "PostgreSQL cannot run here: " + e;
      return;
    }
    sql("create database " + TEMPLATE);
    TestDatabase.migrate(server.getDatabase("postgres", TEMPLATE));
  }

  private static void refuse() {
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException(obstacle);
    }
    Assumptions.abort(obstacle + "; what it would have shown stays unknown");
  }

  private static void sql(String statement) {
    try (var connection = server.getPostgresDatabase().getConnection();
        var one = connection.createStatement()) {
      one.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }
}
