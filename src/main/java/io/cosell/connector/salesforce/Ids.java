package io.cosell.connector.salesforce;

import java.util.regex.Pattern;

/** Record ids (SOAP API guide, field types): 15 characters, or 18 with a checksum of their case. */
public final class Ids {
  private static final Pattern OPPORTUNITY = Pattern.compile("006[0-9A-Za-z]{12}([0-9A-Z]{3})?");
  private static final Pattern LEAD = Pattern.compile("00Q[0-9A-Za-z]{12}([0-9A-Z]{3})?");
  private static final String CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  private Ids() {}

  /** True for what can be an opportunity's id; one whose last three characters are wrong cannot. */
  public static boolean isOpportunity(String text) {
    return fits(OPPORTUNITY, text.strip());
  }

  /** True for what can be a lead's id, in the same way. */
  public static boolean isLead(String text) {
    return fits(LEAD, text.strip());
  }

  private static boolean fits(Pattern shape, String id) {
    return shape.matcher(id).matches() && long18(id.substring(0, 15)).startsWith(id);
  }

  /** The id in its 18-character form. */
  public static String long18(String id) {
    var text = id.strip();
    if (text.length() != 15) {
      return text;
    }
    var suffix = new StringBuilder(text);
    for (int chunk = 0; chunk < 15; chunk += 5) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        if (Character.isUpperCase(text.charAt(chunk + i))) {
          bits |= 1 << i;
        }
      }
      suffix.append(CHECKSUM.charAt(bits));
    }
    return suffix.toString();
  }
}
