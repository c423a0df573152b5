package io.cosell.connector.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DriverSettingsTest {

  @Test
  void keepTheDriverOfPostgresFromWaitingForEver() {
    assertThat(of("jdbc:postgresql://db/cosell"))
        .containsAllEntriesOf(
            Map.of(
                "connectTimeout", "3",
                "loginTimeout", "3",
                "socketTimeout", "20",
                "tcpKeepAlive", "true"));
  }

  @Test
  void keepH2FromClosingItsFileBeforeTheConnectorHasStopped() {
    assertThat(of("jdbc:h2:async:./data/cosell"))
        .containsExactlyEntriesOf(Map.of("DB_CLOSE_ON_EXIT", "FALSE"));
  }

  @Test
  void leaveAloneWhatTheAddressSays() {
    assertThat(of("jdbc:postgresql://db/cosell?socketTimeout=60"))
        .doesNotContainKey("socketTimeout")
        .containsKey("connectTimeout");
    assertThat(of("jdbc:h2:./data/cosell;db_close_on_exit=TRUE")).isEmpty();
  }

  private static Properties of(String address) {
    try (var pool = new HikariDataSource()) {
      pool.setJdbcUrl(address);
      new DriverSettings().postProcessBeforeInitialization(pool, "dataSource");
      return pool.getDataSourceProperties();
    }
  }
}
