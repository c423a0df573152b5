package io.cosell.sandbox.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Counts what is spent of a daily allowance. The day begins anew 24 hours after its first use. */
final class ApiUsage {
  private final Clock clock;
  private Instant since;
  private int used;
  private int limit;

  ApiUsage(Clock clock, int limit) {
    this.clock = clock;
    this.limit = limit;
    this.since = clock.instant();
  }

  /** False when nothing is left; then nothing is spent. */
  synchronized boolean spend(int calls) {
    roll();
    if (used + calls > limit) {
      return false;
    }
    used += calls;
    return true;
  }

  synchronized int used() {
    roll();
    return used;
  }

  synchronized int limit() {
    return limit;
  }

  synchronized void limit(int most) {
    limit = most;
  }

  synchronized void used(int calls) {
    roll();
    used = calls;
  }

  synchronized void reset() {
    used = 0;
    since = clock.instant();
  }

  private void roll() {
    if (clock.instant().isAfter(since.plus(Duration.ofHours(24)))) {
      used = 0;
      since = clock.instant();
    }
  }
}
