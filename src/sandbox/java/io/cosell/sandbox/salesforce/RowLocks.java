package io.cosell.sandbox.salesforce;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Which transaction holds which record or unique value. A second one waits for the first to end.
 */
final class RowLocks {
  private final Map<String, Object> holders = new HashMap<>();

  /** True once the caller holds the key; false when another holder kept it all the time. */
  synchronized boolean acquire(Object holder, String key, Duration wait) {
    long end = System.nanoTime() + wait.toNanos();
    while (true) {
      var other = holders.putIfAbsent(key, holder);
      if (other == null || other == holder) {
        return true;
      }
      long millis = (end - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        return false;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  synchronized void releaseAll(Object holder) {
    holders.values().removeIf(other -> other == holder);
    notifyAll();
  }
}
