package io.cosell.sandbox.partnercenter;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The positions of all {@link Switch}es; all are off at first. Thread-safe. */
public class Switches {
  private final Set<Switch> on = ConcurrentHashMap.newKeySet();

  /** Turns the behaviour round from the next request on. */
  public void turnOn(Switch it) {
    on.add(it);
  }

  /** Back to the default. */
  public void turnOff(Switch it) {
    on.remove(it);
  }

  /** Whether the switch is on. */
  public boolean isOn(Switch it) {
    return on.contains(it);
  }

  int businessError() {
    if (isOn(Switch.BUSINESS_ERRORS_ARE_409)) {
      return 409;
    }
    return isOn(Switch.BUSINESS_ERRORS_ARE_422) ? 422 : 400;
  }
}
