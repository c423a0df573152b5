package io.cosell.connector.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Gives up connections that look well and never will be of use again.
 *
 * <p>H2 gives a file up for good once it could not write to it, long after the disk has room again,
 * and lets go of it only when no connection is left; what was committed before is in the file. A
 * connection to a database that was shut down, closed late, even makes H2 forget that the file has
 * been opened again, and refuse new connections to it. On PostgreSQL a connection to a server that
 * has become a stand-by may stay read only.
 */
@Component
class StaleConnections {
  /** H2's DATABASE_IS_CLOSED and DATABASE_CALLED_AT_SHUTDOWN. */
  private static final Set<Integer> H2_IS_CLOSED = Set.of(90098, 90121);

  private static final String READ_ONLY = "25006";

  private final ObjectProvider<HikariDataSource> pool;

  StaleConnections(ObjectProvider<HikariDataSource> pool) {
    this.pool = pool;
  }

  /** Closes every connection, if that is what the failure asks for. */
  void giveUpAfter(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal && asksForIt(refusal)) {
        pool.ifAvailable(connections -> connections.getHikariPoolMXBean().softEvictConnections());
        return;
      }
    }
  }

  private static boolean asksForIt(SQLException refusal) {
    return H2_IS_CLOSED.contains(refusal.getErrorCode()) || READ_ONLY.equals(refusal.getSQLState());
  }
}
