package io.cosell.connector.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Looks for a shorter and duller history that breaks the same promise. */
final class Shrinking {
  private static final int MOST_RUNS = Integer.getInteger("simulation.shrink", 200);

  private final Simulation simulation;
  private int runs;

  Shrinking(Simulation simulation) {
    this.simulation = simulation;
  }

  Simulation.Outcome shorten(long seed, Simulation.Outcome broken) {
    var best = broken;
    for (int size = Math.max(1, best.choices().size() / 2); size > 0 && runs < MOST_RUNS; ) {
      var shorter = without(seed, best, size);
      if (shorter == best) {
        size /= 2;
      }
      best = shorter;
    }
    return best;
  }

  /** Leaves out, or makes dull, one block after the other. */
  private Simulation.Outcome without(long seed, Simulation.Outcome outcome, int size) {
    var best = outcome;
    for (int from = 0; from < best.choices().size() && runs < MOST_RUNS; from += size) {
      var choices = best.choices();
      int to = Math.min(from + size, choices.size());
      var cut = new ArrayList<>(choices.subList(0, from));
      cut.addAll(choices.subList(to, choices.size()));
      var dull = new ArrayList<>(choices);
      Collections.fill(dull.subList(from, to), 0);
      for (List<Integer> candidate : List.of(cut, dull)) {
        if (candidate.equals(choices)) {
          continue;
        }
        runs++;
        var tried = simulation.run(seed, Choices.of(candidate));
        if (tried.isLike(outcome) && tried.history().size() < best.history().size()) {
          best = tried;
          break;
        }
      }
    }
    return best;
  }
}
