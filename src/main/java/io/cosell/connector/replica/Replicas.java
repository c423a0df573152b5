package io.cosell.connector.replica;

import java.util.List;
import org.springframework.stereotype.Component;

/** Which replicas work on this database: each has a lease that says it is there. */
@Component
public class Replicas {
  private static final String PRESENCE = "replica/";

  private final Leases leases;
  private final Replica self;

  Replicas(Leases leases, Replica self) {
    this.leases = leases;
    this.self = self;
  }

  /** Says that this one is there, from now on until it leaves or its leases are not renewed. */
  public void show() {
    leases.tryTake(PRESENCE + self.name());
  }

  /** This one ends. */
  public void leave() {
    leases.release(PRESENCE + self.name());
  }

  /** The names of all that are there, this one among them. */
  public List<String> present() {
    return leases.held(PRESENCE).stream().map(name -> name.substring(PRESENCE.length())).toList();
  }

  /** True when another one is there. */
  public boolean hasOthers() {
    return present().stream().anyMatch(name -> !name.equals(self.name()));
  }
}
