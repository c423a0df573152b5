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
    if (text == null) {
      return "";
    }
    var line = CONTROL.matcher(text).replaceAll(" ").strip();
    var masked =
        SECRET
            .matcher(line)
            .replaceAll(
                found -> {
                  var kept = found.group(1) != null ? found.group(1) : found.group(2);
                  return java.util.regex.Matcher.quoteReplacement(
                      (kept == null ? "" : kept) + "***");
                });
    return masked.length() > LONGEST ? masked.substring(0, LONGEST) + "…" : masked;
  }
}
