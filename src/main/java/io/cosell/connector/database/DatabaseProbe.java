package io.cosell.connector.database;

/** A way to find out whether the database does what real work needs. */
public interface DatabaseProbe {

  /**
   * Writes and takes back what it wrote. A database that is read only, full or locked answers reads
   * and a connection test, so nothing less tells.
   *
   * @throws RuntimeException when the database refuses
   */
  void write();
}
