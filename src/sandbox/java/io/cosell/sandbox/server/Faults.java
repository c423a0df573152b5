package io.cosell.sandbox.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The faults that wait for their request. Thread-safe. */
public class Faults {
  private final List<Fault> waiting = new ArrayList<>();

  /** Lets the fault strike from now on. */
  public synchronized void inject(Fault fault) {
    waiting.add(fault);
  }

  /** Forgets every fault. */
  public synchronized void clear() {
    waiting.clear();
  }

  /** Forgets the faults of this name. */
  public synchronized void clear(String name) {
    waiting.removeIf(fault -> fault.name().equals(name));
  }

  /** The faults that have not been used up. */
  public synchronized List<Fault> waiting() {
    return List.copyOf(waiting);
  }

  /**
   * Uses up one stroke of the first waiting fault with one of these names that matches the request.
   */
  public synchronized Optional<Fault> strike(Set<String> names, String method, String path) {
    for (int i = 0; i < waiting.size(); i++) {
      var fault = waiting.get(i);
      if (!names.contains(fault.name()) || !fault.matches(method, path)) {
        continue;
      }
      if (fault.skip() > 0) {
        waiting.set(i, fault.after(fault.skip() - 1));
        continue;
      }
      if (fault.times() == 1) {
        waiting.remove(i);
      } else if (fault.times() > 1) {
        waiting.set(i, fault.times(fault.times() - 1));
      }
      return Optional.of(fault);
    }
    return Optional.empty();
  }
}
