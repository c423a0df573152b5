package io.cosell.connector.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * What the drivers have to know whatever address the administrator gives. What the address says of
 * the same comes first.
 */
@Component
class DriverSettings implements BeanPostProcessor {
  /** PostgreSQL: does not wait for ever for a server that fell silent; seconds. */
  private static final Map<String, String> POSTGRESQL =
      Map.of(
          "connectTimeout", "3",
          "loginTimeout", "3",
          "socketTimeout", "20",
          "tcpKeepAlive", "true");

  /** H2: on SIGTERM leaves the file open until the connector has stored what is under way. */
  private static final Map<String, String> H2 = Map.of("DB_CLOSE_ON_EXIT", "FALSE");

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof HikariDataSource pool) {
      var address = String.valueOf(pool.getJdbcUrl());
      if (address.startsWith("jdbc:postgresql:")) {
        add(POSTGRESQL, pool, address);
      } else if (address.startsWith("jdbc:h2:")) {
        add(H2, pool, address);
      }
    }
    return bean;
  }

  private static void add(Map<String, String> settings, HikariDataSource pool, String address) {
    var given = address.toLowerCase(Locale.ROOT);
    settings.forEach(
        (setting, value) -> {
          if (!given.contains(setting.toLowerCase(Locale.ROOT) + "=")) {
            pool.addDataSourceProperty(setting, value);
          }
        });
  }
}
