package io.cosell.connector.mapping;

/** The mark in front of an opportunity's name: ✔ for in step, ✖ for a failed sync. */
public final class NameMark {
  /** In step. */
  public static final String CHECK = "✔";

  /** The last sync failed; the Audit field says why. */
  public static final String CROSS = "✖";

  /** Salesforce keeps no more characters of an opportunity's name. */
  private static final int LONGEST_NAME = 120;

  private static final String MARKS = "^[\\p{javaWhitespace}\\p{Z}✓✔✗✘✖\\uFE0E\\uFE0F]+";

  private NameMark() {}

  /** The name without any mark, old or new. */
  public static String strip(String name) {
    return name.replaceFirst(MARKS, "").strip();
  }

  /** True when the name carries exactly this mark. */
  public static boolean carries(String name, String mark) {
    return name != null && (name.equals(mark) || name.startsWith(mark + " "));
  }

  /** The name with this mark, cut so that Salesforce takes it. */
  public static String put(String mark, String name) {
    return cut((mark + " " + strip(name)).strip());
  }

  /** The name, cut so that Salesforce takes it; never within a character. */
  public static String cut(String name) {
    return cut(name, LONGEST_NAME);
  }

  static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end).stripTrailing();
  }
}
