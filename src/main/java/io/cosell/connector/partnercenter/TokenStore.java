package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.SecretBox;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the token cache in the database, sealed, so that restarts and replicas need no human.
 *
 * <p>Saves in a transaction of its own: a rolled-back piece of work must not lose the newest
 * refresh token.
 */
@Component
class TokenStore {
  private static final Logger log = LoggerFactory.getLogger(TokenStore.class);
  private static final String NAME = "partner-center";

  private final JdbcClient database;
  private final TransactionTemplate own;
  private final SecretBox box;
  private final Clock clock;
  private volatile boolean warned;
  private volatile Stored unsaved;

  TokenStore(
      JdbcClient database, PlatformTransactionManager transactions, SecretBox box, Clock clock) {
    this.database = database;
    this.own = new TransactionTemplate(transactions);
    this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.box = box;
    this.clock = clock;
  }

  /**
   * What is remembered of the sign-in.
   *
   * @param cache the token cache as msal4j writes it
   * @param bootstrapHash what it grew from, see {@link SignIn}
   */
  record Stored(String cache, String bootstrapHash) {}

  /** Why a sign-in cannot be kept, if it cannot. */
  Optional<Problem> check() {
    return box.check();
  }

  /** The last cache saved by any replica; empty as well when the encryption key is another now. */
  Optional<Stored> load() {
    var mine = unsaved;
    if (mine != null) {
      save(mine);
      return Optional.of(mine);
    }
    var row =
        database
            .sql("select content, bootstrap_hash from token_cache where name = :name")
            .param("name", NAME)
            .query((found, number) -> new Stored(found.getString(1), found.getString(2)))
            .optional();
    return row.flatMap(
        found -> {
          var cache = box.open(found.cache());
          if (cache.isEmpty() && !warned) {
            warned = true;
            log.warn(
                "The stored Partner Center sign-in was sealed with another encryption key; signing"
                    + " in with cosell.partner-center.refresh-token instead");
          }
          return cache.map(text -> new Stored(text, found.bootstrapHash()));
        });
  }

  /**
   * Keeps the cache, in memory as long as the database refuses: the refresh token it holds may be
   * the only one that is still good. Saved with the next {@link #load}.
   */
  void save(Stored state) {
    var sealed = box.seal(state.cache());
    unsaved = state;
    try {
      try {
        own.executeWithoutResult(status -> write(sealed, state.bootstrapHash()));
      } catch (DuplicateKeyException e) {
        own.executeWithoutResult(status -> write(sealed, state.bootstrapHash()));
      }
      unsaved = null;
    } catch (DataAccessException | TransactionException e) {
      log.warn("The Partner Center sign-in is kept in memory, as the database refuses it");
      log.debug("How the database refuses it", e);
    }
  }

  private void write(String sealed, String bootstrapHash) {
    int updated =
        database
            .sql(
                "update token_cache set content = :content, bootstrap_hash = :hash,"
                    + " changed_at = :now where name = :name")
            .param("content", sealed)
            .param("hash", bootstrapHash)
            .param("now", Timestamp.from(clock.instant()))
            .param("name", NAME)
            .update();
    if (updated == 0) {
      database
          .sql(
              "insert into token_cache (name, content, bootstrap_hash, changed_at)"
                  + " values (:name, :content, :hash, :now)")
          .param("name", NAME)
          .param("content", sealed)
          .param("hash", bootstrapHash)
          .param("now", Timestamp.from(clock.instant()))
          .update();
    }
  }
}
