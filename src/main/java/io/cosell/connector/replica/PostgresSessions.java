package io.cosell.connector.replica;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Lets PostgreSQL end the transaction of a replica that was frozen in the middle of it, or whose
 * machine is gone: all others would wait for its locks.
 */
@Component
class PostgresSessions implements BeanPostProcessor {
  private static final String SETTING = "idle_in_transaction_session_timeout";
  private static final String IDLE_AT_MOST = "set " + SETTING + " = '5s'";

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool
        && String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
      var given = pool.getConnectionInitSql();
      if (given == null) {
        pool.setConnectionInitSql(IDLE_AT_MOST);
      } else if (!given.contains(SETTING)) {
        pool.setConnectionInitSql(given + "; " + IDLE_AT_MOST);
      }
    }
    return bean;
  }
}
