package io.cosell.connector.salesforce;

import java.util.Collection;
import java.util.stream.Collectors;

/** Text in a query (SOQL and SOSL Reference, reserved characters). */
public final class Soql {
  private Soql() {}

  /** The text as a string literal. */
  public static String quote(String text) {
    return "'"
        + text.replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "'";
  }

  /** The texts as a list for IN. */
  public static String list(Collection<String> texts) {
    return texts.stream().map(Soql::quote).collect(Collectors.joining(",", "(", ")"));
  }
}
