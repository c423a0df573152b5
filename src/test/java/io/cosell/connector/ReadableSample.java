package io.cosell.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.partnercenter.Referral;
import java.util.stream.Collectors;
import net.jqwik.api.SampleReportingFormat;

/**
 * Shows a text with which a property failed so that a person sees every character of it, and JSON
 * as the texts it is made of.
 */
public class ReadableSample implements SampleReportingFormat {
  private static final int LONGEST = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public boolean appliesTo(Object value) {
    return value instanceof String || value instanceof JsonNode || value instanceof Referral;
  }

  @Override
  public Object report(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    return JSON.convertValue(value instanceof Referral it ? it.json() : value, Object.class);
  }

  private static String text(String text) {
    return text.length() <= LONGEST
        ? shown(text)
        : shown(text.substring(0, LONGEST)) + " … of " + text.length() + " characters";
  }

  /** Letters and signs as they are, the rest by its number. */
  private static String shown(String text) {
    return text.codePoints().mapToObj(ReadableSample::shown).collect(Collectors.joining());
  }

  private static String shown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          "\\u{%x}".formatted(character);
      case Character.SPACE_SEPARATOR -> character == ' ' ? " " : "\\u{%x}".formatted(character);
      default -> Character.toString(character);
    };
  }
}
