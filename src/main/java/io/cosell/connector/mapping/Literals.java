package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.salesforce.Subrequest;
import java.util.List;
import java.util.Set;

/**
 * Keeps people's texts from being taken for references: in a composite call Salesforce puts what
 * part {@code a} answered in the place of <code>@{a.b}</code>, and refuses the call when there is
 * none. A wide @ is kept instead, and read as the usual one.
 */
final class Literals {
  private static final String REFERENCE = "@{";
  private static final String LITERAL = "\uff20{";
  private static final Set<String> REFERENCES = Set.of("AccountId", "OpportunityId", "ContactId");

  private Literals() {}

  /** The same parts, in which nothing but our own references is one. */
  static List<Subrequest> in(List<Subrequest> parts, String solutionParent) {
    for (var part : parts) {
      if (part.body() instanceof ObjectNode body) {
        body.properties().stream()
            .filter(field -> !REFERENCES.contains(field.getKey()))
            .filter(field -> !field.getKey().equals(solutionParent))
            .forEach(field -> field.setValue(literal(field.getValue())));
      }
    }
    return parts;
  }

  private static JsonNode literal(JsonNode value) {
    return value.isTextual()
        ? TextNode.valueOf(value.textValue().replace(REFERENCE, LITERAL))
        : value;
  }

  /** The text as a person wrote it. */
  static String read(String text) {
    return text.replace(LITERAL, REFERENCE);
  }
}
