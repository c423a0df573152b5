package io.cosell.connector.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Keeps PostgreSQL's driver from waiting for ever for a server that fell silent. What the address
 * says of the same comes first.
 */
@Component
class PostgresTimeouts implements BeanPostProcessor {
  private static final Map<String, String> SECONDS =
      Map.of("connectTimeout", "3", "loginTimeout", "3", "socketTimeout", "20");

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool
        && String.valueOf(pool.getJdbcUrl()).startsWith("jdbc:postgresql:")) {
      SECONDS.forEach(pool::addDataSourceProperty);
      pool.addDataSourceProperty("tcpKeepAlive", "true");
    }
    return bean;
  }
}
