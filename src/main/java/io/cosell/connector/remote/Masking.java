package io.cosell.connector.remote;

import java.util.regex.Pattern;

/** Takes what looks like a secret out of texts that came from outside, before anyone sees them. */
public final class Masking {
  private static final int LONGEST = 1024;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:access_?token|refresh_?token|id_?token|client_?secret|client_?assertion"
              + "|assertion|password|sid|session_?id)[\"']?\\s*[=:]\\s*[\"']?)[^\\s\"'&,;}]+"
              + "|((?:Bearer|Signature)\\s+)[A-Za-z0-9._~+/=!-]{8,}"
              + "|()eyJ[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)*"
              + "|()00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]+");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\t]]+");

  private Masking() {}

  /**
   * The text on one line, at most 1024 characters, with tokens, secrets and session ids replaced by
   * {@code ***}.
   */
  public static String mask(String text) {
    var masked = withoutSecrets(text);
    return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
  }

  private static String withoutSecrets(String text) {
    if (text == null) {
      return "";
    }
    var line = CONTROL.matcher(text).replaceAll(" ").strip();
    return SECRET
        .matcher(line)
        .replaceAll(
            found -> {
              var kept = found.group(1) != null ? found.group(1) : found.group(2);
              return java.util.regex.Matcher.quoteReplacement((kept == null ? "" : kept) + "***");
            });
  }

  /** The same with the middle left out, so that at most so many characters of it remain. */
  static String mask(String text, int longest) {
    var masked = withoutSecrets(text);
    if (masked.length() <= longest) {
      return masked;
    }
    int tail = longest / 4;
    return whole(masked.substring(0, longest - tail))
        + "…"
        + whole(masked.substring(masked.length() - tail));
  }

  /** Without the half of a character at either end. */
  private static String whole(String cut) {
    int from = Character.isLowSurrogate(cut.charAt(0)) ? 1 : 0;
    int to = cut.length() - (Character.isHighSurrogate(cut.charAt(cut.length() - 1)) ? 1 : 0);
    return cut.substring(from, to);
  }
}
