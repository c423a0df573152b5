package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.partnercenter.TokenStore.Stored;
import io.cosell.connector.remote.EncryptionProperties;
import io.cosell.connector.remote.TestBoxes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stored sign-in promises, on whichever database it is kept. */
abstract class TokenStoreContract {
  private TestDatabase database;
  private TokenStore store;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    store = process();
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  private TokenStore process() {
    var box = TestBoxes.with(new EncryptionProperties("a key", "unused"));
    return database
        .beans(List.of(box, new MutableClock()), TokenStore.class)
        .getBean(TokenStore.class);
  }

  @Test
  void keepsTheNewestSignInThoughTheWorkAroundItIsUndone() {
    assertThat(store.load()).isEmpty();

    store.save(new Stored("first cache", "hash"));
    database
        .transaction()
        .executeWithoutResult(
            outer -> {
              store.save(new Stored("second cache", "hash"));
              outer.setRollbackOnly();
            });

    assertThat(process().load()).hasValue(new Stored("second cache", "hash"));
  }

  @Test
  void keepsTheNewestSignInWhileTheDatabaseRefusesAndSavesItLater() {
    store.save(new Stored("first cache", "hash"));
    database.jdbc().sql("alter table token_cache rename to hidden").update();

    store.save(new Stored("second cache", "hash"));

    assertThat(store.load()).hasValue(new Stored("second cache", "hash"));
    database.jdbc().sql("alter table hidden rename to token_cache").update();
    assertThat(process().load()).hasValue(new Stored("first cache", "hash"));
    assertThat(store.load()).hasValue(new Stored("second cache", "hash"));
    assertThat(process().load()).hasValue(new Stored("second cache", "hash"));
  }
}
