package io.cosell.connector.link;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which account a customer became: two deals of one new customer that arrive together share it. */
@Component
public class Customers {
  private static final int LONGEST_KEY = 400;
  private static final String BEGUN = "";

  private final JdbcClient jdbc;
  private final Clock clock;

  Customers(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** The account this customer became, if we made or matched it. */
  public Optional<String> accountOf(String customerKey) {
    return jdbc.sql("select account_id from customer where customer_key = :key")
        .param("key", customerKey)
        .query(String.class)
        .optional()
        .filter(account -> !account.equals(BEGUN));
  }

  /**
   * Notes that an account is about to be made for a customer who has none yet.
   *
   * @return false when one was about to be made before, and nobody knows how that ended
   */
  public boolean begin(String customerKey) {
    return customerKey.length() > LONGEST_KEY || insert(customerKey, BEGUN);
  }

  /**
   * Remembers the account; a later one replaces it. A key of more than 400 characters is not
   * remembered: cut, it might stand for another customer.
   */
  public void remember(String customerKey, String accountId) {
    if (customerKey.length() > LONGEST_KEY) {
      return;
    }
    int known =
        jdbc.sql(
                "update customer set account_id = :account, changed_at = :now where customer_key = :key")
            .param("account", accountId)
            .param("now", now())
            .param("key", customerKey)
            .update();
    if (known == 0) {
      insert(customerKey, accountId);
    }
  }

  private boolean insert(String customerKey, String accountId) {
    return jdbc.sql(
                """
                insert into customer (customer_key, account_id, changed_at) values (:key, :account, :now)
                on conflict do nothing
                """)
            .param("key", customerKey)
            .param("account", accountId)
            .param("now", now())
            .update()
        == 1;
  }

  private OffsetDateTime now() {
    return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Forgets an account that turned out to be gone. */
  public void forget(String customerKey) {
    jdbc.sql("delete from customer where customer_key = :key").param("key", customerKey).update();
  }
}
