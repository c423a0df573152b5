package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.util.regex.Pattern;

/** A day of the mapping table that depends on when it is asked for: {@code today + 30 days}. */
final class RelativeDay {
  private static final Pattern TODAY =
      Pattern.compile("\\s*today(?:\\s*\\+\\s*(\\d{1,4})\\s*days?)?\\s*", Pattern.CASE_INSENSITIVE);

  private RelativeDay() {}

  /** The day as {@code 2026-03-31}; any other text as it is. */
  static String resolved(String text, LocalDate today) {
    var day = TODAY.matcher(text);
    if (!day.matches()) {
      return text;
    }
    return today.plusDays(day.group(1) == null ? 0 : Long.parseLong(day.group(1))).toString();
  }

  static JsonNode resolved(JsonNode value, LocalDate today) {
    return value.isTextual() ? TextNode.valueOf(resolved(value.textValue(), today)) : value;
  }
}
