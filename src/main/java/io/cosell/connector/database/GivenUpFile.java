package io.cosell.connector.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Has H2 open its file anew. H2 gives a file up for good once it could not write to it, long after
 * the disk has room again, and lets go of it only when no connection is left. What was committed
 * before is in the file.
 */
@Component
class GivenUpFile {
  private static final int H2_DATABASE_IS_CLOSED = 90098;

  private final ObjectProvider<HikariDataSource> pool;

  GivenUpFile(ObjectProvider<HikariDataSource> pool) {
    this.pool = pool;
  }

  /** Closes every connection, if that is what the failure asks for; the next one opens the file. */
  void openAnewAfter(Throwable failure) {
    if (isGivenUp(failure)) {
      pool.ifAvailable(connections -> connections.getHikariPoolMXBean().softEvictConnections());
    }
  }

  private static boolean isGivenUp(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getErrorCode() == H2_DATABASE_IS_CLOSED) {
        return true;
      }
    }
    return false;
  }
}
