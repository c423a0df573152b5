package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.partnercenter.TokenStore.Stored;
import io.cosell.connector.remote.EncryptionProperties;
import io.cosell.connector.remote.TestBoxes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TokenStoreTest {

  @Test
  void keepsTheNewestSignInOnH2() {
    keepsTheNewestSignIn(Client.database());
  }

  @Test
  void keepsTheNewestSignInOnPostgreSql() throws IOException {
    try (var postgres = EmbeddedPostgres.start()) {
      Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();

      keepsTheNewestSignIn(postgres.getPostgresDatabase());
    }
  }

  private static void keepsTheNewestSignIn(DataSource database) {
    var transactions = new DataSourceTransactionManager(database);
    var box = TestBoxes.with(new EncryptionProperties("a key", "unused"));
    var store = new TokenStore(JdbcClient.create(database), transactions, box, Clock.systemUTC());
    assertThat(store.load()).isEmpty();

    store.save(new Stored("first cache", "hash"));
    new TransactionTemplate(transactions)
        .executeWithoutResult(
            outer -> {
              store.save(new Stored("second cache", "hash"));
              outer.setRollbackOnly();
            });

    assertThat(store.load()).hasValue(new Stored("second cache", "hash"));
  }
}
