package io.cosell.connector.replica;

import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Leases as one process has them; each call makes another process. */
public final class TestLeases {
  private TestLeases() {}

  /** Without transactions, for leases that are only taken and given back. */
  public static Leases on(DataSource database, Clock clock) {
    var settings = new ReplicaProperties("", Duration.ofSeconds(10), Duration.ofSeconds(30));
    var store = new LeaseStore(JdbcClient.create(database));
    return new Leases(store, new Replica(settings), settings, clock);
  }
}
