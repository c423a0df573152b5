package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A solution as an element of a list, by its id. */
final class Solutions {
  static final String ID = "id";
  static final String NAME = "name";
  static final String TYPE = "type";
  static final String PUBLISHER = "publisher";

  private Solutions() {}

  static void put(Map<String, String> attributes, String attribute, JsonNode value) {
    Kind.TEXT
        .canonical(attribute, value)
        .map(String::strip)
        .ifPresent(text -> attributes.put(attribute, text));
  }

  static void copy(
      Map<String, String> attributes, String attribute, ObjectNode target, String name) {
    if (attributes.containsKey(attribute)) {
      target.put(name, attributes.get(attribute));
    }
  }
}
