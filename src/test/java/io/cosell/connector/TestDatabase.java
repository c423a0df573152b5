package io.cosell.connector;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A fresh, migrated database: an H2 file with the options of production, or a PostgreSQL server.
 *
 * <p>{@link #beans} gives objects that work on it with their transactions in force.
 */
public final class TestDatabase implements AutoCloseable {
  private static final String H2_FILE = "./data/cosell";

  private final HikariDataSource dataSource;

  @EnableTransactionManagement
  static class Transactions {}

  private TestDatabase(String url) {
    dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(url);
    dataSource.setMaximumPoolSize(20);
    dataSource.setMinimumIdle(1);
  }

  /** An H2 file in this directory; one that is already there is opened again. */
  public static TestDatabase h2(Path directory) {
    var database = new TestDatabase(h2Url(directory));
    migrate(database.dataSource);
    return database;
  }

  /**
   * A database of its own on a real PostgreSQL that serves the whole test run. Where PostgreSQL
   * cannot run the test is skipped, unless the environment says {@code CI=true}.
   */
  public static TestDatabase postgres() {
    return new TestDatabase(postgresUrl());
  }

  /** The address of such a database on PostgreSQL, user included. */
  public static String postgresUrl() {
    return TestPostgres.freshDatabase();
  }

  /** The address of an H2 file in this directory, with the options of production. */
  public static String h2Url(Path directory) {
    var url = production("spring.datasource.url");
    if (!url.contains(H2_FILE)) {
      throw new IllegalStateException("production keeps its data elsewhere now: " + url);
    }
    return url.replace(H2_FILE, directory.resolve("cosell").toString());
  }

  /** Brings the schema up to date. */
  static void migrate(DataSource dataSource) {
    Flyway.configure().dataSource(dataSource).load().migrate();
  }

  /** The address under which another process finds it. */
  public String url() {
    return dataSource.getJdbcUrl();
  }

  /** For looking at the tables from outside, each statement in a transaction of its own. */
  public JdbcClient jdbc() {
    return JdbcClient.create(dataSource);
  }

  /** For transactions around calls of the objects under test. */
  public TransactionTemplate transaction() {
    return new TransactionTemplate(new JdbcTransactionManager(dataSource));
  }

  /** Objects of these classes, wired by their constructors, as one process has them. */
  public GenericApplicationContext beans(Iterable<?> given, Class<?>... classes) {
    var context = new AnnotationConfigApplicationContext();
    context.registerBean(DataSource.class, () -> dataSource, bean -> bean.setDestroyMethodName(""));
    context.registerBean(JdbcClient.class, this::jdbc);
    context.registerBean(
        PlatformTransactionManager.class, () -> new JdbcTransactionManager(dataSource));
    given.forEach(one -> registered(context, one));
    context.register(Transactions.class);
    context.register(classes);
    context.refresh();
    return context;
  }

  @Override
  public void close() {
    dataSource.close();
  }

  private static <T> void registered(GenericApplicationContext context, T bean) {
    @SuppressWarnings("unchecked")
    var type = (Class<T>) bean.getClass();
    context.registerBean(type, () -> bean);
  }

  private static String production(String property) {
    try (var file = TestDatabase.class.getResourceAsStream("/application.properties")) {
      var settings = new Properties();
      settings.load(file);
      return settings.getProperty(property);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
