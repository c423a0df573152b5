package io.cosell.connector.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class PostgresSessionsTest {

  @Test
  void letsPostgresEndATransactionThatStandsStill() {
    try (var database = TestDatabase.postgres();
        var pool = pool(database.url(), null)) {
      assertThat(shown(pool, "idle_in_transaction_session_timeout")).isEqualTo("5s");
    }
  }

  @Test
  void letsAnAdministratorsOwnStatementStand() {
    try (var database = TestDatabase.postgres();
        var other = pool(database.url(), "set lock_timeout = 3000");
        var same = pool(database.url(), "set idle_in_transaction_session_timeout = '7s'")) {
      assertThat(shown(other, "lock_timeout")).isEqualTo("3s");
      assertThat(shown(other, "idle_in_transaction_session_timeout")).isEqualTo("5s");
      assertThat(shown(same, "idle_in_transaction_session_timeout")).isEqualTo("7s");
    }
  }

  @Test
  void leavesH2Alone(@TempDir Path directory) {
    try (var pool = pool(TestDatabase.h2Url(directory), null)) {
      assertThat(pool.getConnectionInitSql()).isNull();
    }
  }

  private static String shown(HikariDataSource pool, String setting) {
    return JdbcClient.create(pool).sql("show " + setting).query(String.class).single();
  }

  private static HikariDataSource pool(String url, String initSql) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setMaximumPoolSize(1);
    pool.setConnectionInitSql(initSql);
    new PostgresSessions().postProcessBeforeInitialization(pool, "dataSource");
    return pool;
  }
}
