package io.cosell.connector.replica;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How several connectors share one database.
 *
 * @param name what this one is called in health and log; empty takes the name of the host, and what
 *     makes it unique is added
 * @param lease how long a lease, such as that on a deal or on the Salesforce subscription, holds
 *     when its process dies, one second at least; renewed while it lives
 * @param yieldAfter how long a replica keeps a Salesforce subscription that does not come alive
 *     before it leaves it to another one
 */
@ConfigurationProperties("cosell.replica")
public record ReplicaProperties(
    @DefaultValue("") String name,
    @DefaultValue("8s") Duration lease,
    @DefaultValue("30s") Duration yieldAfter) {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  public ReplicaProperties {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "cosell.replica.lease is " + lease + "; less than a second cannot be renewed in time");
    }
  }
}
