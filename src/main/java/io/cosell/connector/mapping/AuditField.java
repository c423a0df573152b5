package io.cosell.connector.mapping;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The Audit field of the opportunity: one line per event, newest first, times in UTC. */
public final class AuditField {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /** 95 % of the 100,000 characters the field holds. */
  private static final int LONGEST = 95_000;

  private static final int LONGEST_LINE = 2_000;

  /** Of any script; some of them break lines. */
  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final String SEPARATOR = " - ";

  private AuditField() {}

  /** The field with one more line on top; the oldest lines go when it gets too long. */
  public static String withLine(String before, Instant at, String text) {
    var top = TIME.format(at) + SEPARATOR + line(text);
    var whole = before == null || before.isBlank() ? top : top + "\n" + before;
    if (whole.length() <= LONGEST) {
      return whole;
    }
    int end = whole.lastIndexOf('\n', LONGEST);
    return end < 0 ? NameMark.cut(whole, LONGEST) : whole.substring(0, end);
  }

  /** True when the newest line has this text, whenever it was written. */
  static boolean lastLineIs(String field, String text) {
    var newest = field.split("\\R", 2)[0];
    return newest.endsWith(SEPARATOR + line(text));
  }

  private static String line(String text) {
    var line = BLANKS.matcher(Literals.written(text)).replaceAll(" ").strip();
    return NameMark.cut(line, LONGEST_LINE);
  }
}
