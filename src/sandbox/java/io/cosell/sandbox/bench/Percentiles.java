package io.cosell.sandbox.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Durations in milliseconds, summed up. */
record Percentiles(List<Double> sorted) {

  static Percentiles of(Collection<Double> millis) {
    return new Percentiles(millis.stream().sorted().toList());
  }

  static double millis(long from, long to) {
    return (to - from) / 1_000_000.0;
  }

  /** The nearest-rank percentile; NaN when there is nothing. */
  double at(int percent) {
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }

  double median() {
    return at(50);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.0f / %.0f / %.0f ms", at(50), at(95), at(99));
  }
}
