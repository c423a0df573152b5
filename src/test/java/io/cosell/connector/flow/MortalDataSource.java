package io.cosell.connector.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Connections of a process that may die at each of its commits, before or after, and whose dead
 * threads get none.
 */
class MortalDataSource extends DelegatingDataSource {

  /** Stands beside the database. */
  interface Fate {
    /** A connection is asked for. */
    void beforeConnection();

    /** Something is committed now, or was just now. */
    void atCommit();
  }

  static final Fate NONE =
      new Fate() {
        @Override
        public void beforeConnection() {}

        @Override
        public void atCommit() {}
      };

  private volatile Fate fate = NONE;

  MortalDataSource(DataSource target) {
    super(target);
  }

  void under(Fate other) {
    fate = other;
  }

  @Override
  public Connection getConnection() throws SQLException {
    fate.beforeConnection();
    var connection = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              boolean commits = method.getName().equals("commit");
              if (commits) {
                atCommit(connection);
              }
              boolean autoCommitEnds =
                  method.getName().equals("close")
                      && !connection.isClosed()
                      && connection.getAutoCommit();
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                if (commits || autoCommitEnds) {
                  fate.atCommit();
                }
              }
            });
  }

  private void atCommit(Connection connection) throws SQLException {
    try {
      fate.atCommit();
    } catch (ProcessIsDead e) {
      connection.rollback();
      throw e;
    }
  }
}
