package io.cosell.connector.routing;

import java.util.Collection;
import java.util.Comparator;

/** Finds the names a misspelt one was perhaps meant to be. */
final class Nearest {
  private Nearest() {}

  /** {@code "; did you mean x or y?"}, or a full stop when nothing is near. */
  static String hint(String wrong, Collection<String> known) {
    var best = known.stream().mapToInt(name -> distance(wrong, name)).min().orElse(0);
    var limit = Math.min(best + 1, Math.max(2, wrong.length() / 3));
    var near =
        known.stream()
            .distinct()
            .filter(name -> distance(wrong, name) <= limit)
            .sorted(
                Comparator.comparingInt((String name) -> distance(wrong, name))
                    .thenComparing(name -> name))
            .limit(3)
            .toList();
    return near.isEmpty() ? "." : "; did you mean " + String.join(" or ", near) + "?";
  }

  private static int distance(String one, String other) {
    var row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
