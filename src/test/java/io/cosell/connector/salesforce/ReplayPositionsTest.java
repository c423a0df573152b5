package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ReplayPositionsTest {

  @Nested
  class OnH2 extends Contract {
    @Override
    DataSource database() {
      return new DriverManagerDataSource(ConnectorPart.freshDatabase());
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class OnPostgres extends Contract {
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start() throws IOException {
      postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    void stop() throws IOException {
      postgres.close();
    }

    @Override
    DataSource database() {
      return postgres.getPostgresDatabase();
    }
  }

  abstract static class Contract {
    abstract DataSource database();

    private ReplayPositions positions() {
      var database = database();
      var flyway = Flyway.configure().dataSource(database).cleanDisabled(false).load();
      flyway.clean();
      flyway.migrate();
      return new ReplayPositions(JdbcClient.create(database), new TestClock());
    }

    @Test
    void keepsOnePositionPerOrgAndChannel() {
      var positions = positions();

      positions.save(new ReplayPosition("orgA", "/data/x", 5));
      positions.save(new ReplayPosition("orgA", "/data/y", 6));
      positions.save(new ReplayPosition("orgB", "/data/x", 7));
      positions.save(new ReplayPosition("orgA", "/data/x", 8));

      assertThat(positions.find("orgA", "/data/x")).map(ReplayPosition::replayId).contains(8L);
      assertThat(positions.find("orgA", "/data/y")).map(ReplayPosition::replayId).contains(6L);
      assertThat(positions.find("orgB", "/data/y")).isEmpty();
    }

    @Test
    void movesBackWhenAnOrgCountsAnew() {
      var positions = positions();

      positions.save(new ReplayPosition("orgA", "/data/x", 9_000_000_000L));
      positions.save(new ReplayPosition("orgA", "/data/x", 1));

      assertThat(positions.find("orgA", "/data/x")).map(ReplayPosition::replayId).contains(1L);
    }
  }
}
