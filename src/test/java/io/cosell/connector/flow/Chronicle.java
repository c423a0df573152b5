package io.cosell.connector.flow;

import io.cosell.connector.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened in one simulation, a line each, with the time since its beginning. */
final class Chronicle {
  private final List<String> lines = new ArrayList<>();
  private MutableClock clock;

  void clock(MutableClock other) {
    clock = other;
  }

  synchronized void clear() {
    lines.clear();
  }

  synchronized void note(String line) {
    var since = Duration.between(SimulatedWorld.BEGIN, clock.instant());
    lines.add(String.format("%9.3fs  %s", since.toMillis() / 1000.0, line));
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
