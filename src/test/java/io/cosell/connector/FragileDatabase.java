package io.cosell.connector;

import java.util.Map;

/** A database of its own that can be broken and put right while a connector works with it. */
public interface FragileDatabase extends AutoCloseable {

  /** What can be wrong with it. */
  enum Fault {
    /** It refuses connections. */
    AWAY,
    /** Nothing can be written any more. */
    FULL,
    /** Somebody else's transaction holds what everybody needs. */
    LOCKED,
    /** It answers as a stand-by server does; PostgreSQL only. */
    READ_ONLY
  }

  /** The settings that lead a connector to it. */
  Map<String, String> settings();

  /** Breaks it. */
  void suffer(Fault fault);

  /** Puts it right again. */
  void heal();

  @Override
  void close();
}
