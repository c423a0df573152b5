package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.salesforce.Subrequest;
import java.util.List;

/**
 * Keeps people's texts from being taken for references: in a composite call Salesforce puts what
 * part {@code a} answered in the place of <code>@{a.b}</code>, and refuses the call when there is
 * none. A wide @ is kept instead, and read as the usual one.
 */
final class Literals {
  private static final String REFERENCE = "@{";
  private static final String LITERAL = "\uff20{";

  private Literals() {}

  /** The same part, in which nothing but our own references is one. */
  static Subrequest in(Subrequest part, String... references) {
    if (part.body() instanceof ObjectNode body) {
      body.properties().stream()
          .filter(field -> !List.of(references).contains(field.getKey()))
          .filter(field -> field.getValue().isTextual())
          .forEach(
              field -> field.setValue(TextNode.valueOf(written(field.getValue().textValue()))));
    }
    return part;
  }

  /** The text as Salesforce keeps it. */
  static String written(String text) {
    return text.replace(REFERENCE, LITERAL);
  }

  /** The text as a person wrote it. */
  static String read(String text) {
    return text.replace(LITERAL, REFERENCE);
  }
}
