package io.cosell.connector.replica;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** This process among those that work on the same database. */
@Component
public class Replica {
  private static final int LONGEST_NAME = 60;
  private static final int UNIQUE_PART = 8;

  private final String name;

  Replica(ReplicaProperties settings) {
    var given = settings.name().isBlank() ? host() : settings.name().strip();
    this.name =
        given.substring(0, Math.min(given.length(), LONGEST_NAME))
            + "-"
            + UUID.randomUUID().toString().substring(0, UNIQUE_PART);
  }

  /** Tells people where it runs, and is another one after each start. */
  public String name() {
    return name;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "connector";
    }
  }
}
