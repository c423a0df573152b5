package io.cosell.sandbox.salesforce;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
