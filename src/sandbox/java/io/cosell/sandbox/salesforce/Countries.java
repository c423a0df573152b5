package io.cosell.sandbox.salesforce;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The standard list of state and country picklists: ISO codes with their English names. */
final class Countries {
  private static final Map<String, String> NAMES = new TreeMap<>();

  static {
    for (var code : Locale.getISOCountries()) {
      NAMES.put(
          code, new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH));
    }
  }

  private Countries() {}

  /**
   * Codes and names of states by country. The standard list knows those of nine countries; here are
   * some of them, enough to have one code in two countries.
   */
  static Map<String, Map<String, String>> states() {
    var states = new ConcurrentHashMap<String, Map<String, String>>();
    put(states, "US", "CA", "California", "GA", "Georgia", "NY", "New York", "WA", "Washington");
    put(states, "CA", "BC", "British Columbia", "ON", "Ontario", "QC", "Quebec");
    put(states, "AU", "NSW", "New South Wales", "VIC", "Victoria", "WA", "Western Australia");
    put(states, "IT", "CA", "Cagliari", "MI", "Milano", "RM", "Roma");
    put(states, "IE", "CO", "Cork", "D", "Dublin");
    return states;
  }

  private static void put(
      Map<String, Map<String, String>> states, String country, String... codesAndNames) {
    var ofCountry = new ConcurrentSkipListMap<String, String>();
    for (int i = 0; i < codesAndNames.length; i += 2) {
      ofCountry.put(codesAndNames[i], codesAndNames[i + 1]);
    }
    states.put(country, ofCountry);
  }

  static String[] codes() {
    return NAMES.keySet().toArray(String[]::new);
  }

  static Optional<String> name(String code) {
    return Optional.ofNullable(NAMES.get(code));
  }

  static Optional<String> code(String name) {
    return NAMES.entrySet().stream()
        .filter(entry -> entry.getValue().equalsIgnoreCase(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
