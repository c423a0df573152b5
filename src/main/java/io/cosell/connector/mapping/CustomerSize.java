package io.cosell.connector.mapping;

import java.util.Map;
import java.util.TreeMap;

/** Partner Center's ranges of employees (Referrals API, customer size), by their lower end. */
final class CustomerSize {
  private static final TreeMap<Integer, String> RANGES =
      new TreeMap<>(
          Map.of(
              1, "1to9employees",
              10, "10to50employees",
              51, "51to250employees",
              251, "251to1000employees",
              1001, "1001to5000employees",
              5001, "5001to10000employees",
              10001, "10001to20000employees",
              20001, "Morethan20000employees"));

  private CustomerSize() {}

  /** The range a number of employees falls into; a range is given back as it is. */
  static String range(String text) {
    if (!text.matches("\\d+(\\.0+)?")) {
      return text;
    }
    var range = RANGES.floorEntry((int) Double.parseDouble(text));
    return range == null ? "1to9employees" : range.getValue();
  }
}
