package io.cosell.connector.salesforce;

import java.util.Collection;
import java.util.stream.Collectors;

/** Safe literals for queries (SOQL and SOSL Reference, quoted string escape sequences). */
public final class Soql {
  private Soql() {}

  /** The text as a string literal with its quotes, so that nothing in it can end the literal. */
  public static String quote(String text) {
    var literal = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> literal.append("\\\\");
        case '\'' -> literal.append("\\'");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        case '\f' -> literal.append("\\f");
        case '\b' -> literal.append("\\b");
        default -> literal.append(c);
      }
    }
    return literal.append('\'').toString();
  }

  /** The texts as what stands behind {@code IN}: {@code ('a','b')}. There must be at least one. */
  public static String list(Collection<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("IN needs at least one value");
    }
    return texts.stream().map(Soql::quote).collect(Collectors.joining(",", "(", ")"));
  }

  /** The text as the fixed part of a {@code LIKE} pattern: its wildcards stand for themselves. */
  public static String likeLiteral(String text) {
    var quoted = quote(text);
    return quoted.substring(1, quoted.length() - 1).replace("%", "\\%").replace("_", "\\_");
  }
}
