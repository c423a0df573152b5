package io.cosell.connector;

import java.util.stream.Collectors;
import net.jqwik.api.SampleReportingFormat;

/** Shows a text with which a property failed so that a person sees every character of it. */
public class ReadableText implements SampleReportingFormat {
  private static final int LONGEST = 200;

  @Override
  public boolean appliesTo(Object value) {
    return value instanceof String;
  }

  @Override
  public Object report(Object value) {
    var text = (String) value;
    return text.length() <= LONGEST
        ? shown(text)
        : shown(text.substring(0, LONGEST)) + " … of " + text.length() + " characters";
  }

  /** Letters and signs as they are, the rest as Java writes it. */
  private static String shown(String text) {
    return text.codePoints().mapToObj(ReadableText::shown).collect(Collectors.joining());
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
          "\\u{%04x}".formatted(character);
      case Character.SPACE_SEPARATOR -> character == ' ' ? " " : "\\u{%04x}".formatted(character);
      default -> Character.toString(character);
    };
  }
}
