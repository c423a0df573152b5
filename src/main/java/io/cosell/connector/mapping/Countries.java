package io.cosell.connector.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Countries by their codes and English names, as the JDK knows them. */
final class Countries {
  private static final Map<String, String> CODES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    for (var code : Locale.getISOCountries()) {
      var country = new Locale.Builder().setRegion(code).build();
      CODES.put(country.getISO3Country(), code);
      CODES.put(country.getDisplayCountry(Locale.ENGLISH), code);
    }
    for (var code : Locale.getISOCountries()) {
      CODES.put(code, code);
    }
  }

  private Countries() {}

  /** The two-letter code of a country given by code, three-letter code or name; else the text. */
  static String code(String text) {
    return CODES.getOrDefault(text.strip(), text);
  }
}
