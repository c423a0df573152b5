package io.cosell.connector.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The normalised value of one field: equal values are equal texts, whatever side they came from.
 */
public sealed interface FieldValue {

  /**
   * A single value in its canonical spelling, such as {@code 120000}, {@code 2026-03-31}, {@code
   * true}.
   */
  record Text(String text) implements FieldValue {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A list whose elements have a key of their own (a solution's id, a person's e-mail); attributes
   * by name. The key is lower case for comparing; an attribute that is not there is unknown, not
   * empty.
   */
  record Items(SortedMap<String, SortedMap<String, String>> byKey) implements FieldValue {
    /** Copies the elements. */
    public Items {
      byKey = new TreeMap<>(byKey);
    }

    /** A list of these elements. */
    public static Items of(Map<String, ? extends Map<String, String>> elements) {
      var copy = new TreeMap<String, SortedMap<String, String>>();
      elements.forEach((key, attributes) -> copy.put(key, new TreeMap<>(attributes)));
      return new Items(copy);
    }

    @Override
    public String toString() {
      return byKey.keySet().toString();
    }
  }

  /** A text value. */
  static FieldValue text(String text) {
    return new Text(text);
  }

  /** As the snapshot keeps it: a string, or an object of objects. */
  default JsonNode toJson() {
    var nodes = JsonNodeFactory.instance;
    if (this instanceof Items items) {
      var object = nodes.objectNode();
      items.byKey.forEach((key, attributes) -> attributes.forEach(object.putObject(key)::put));
      return object;
    }
    return nodes.textNode(((Text) this).text);
  }

  /** Reads what {@link #toJson()} wrote. */
  static FieldValue fromJson(JsonNode node) {
    if (node.isTextual()) {
      return new Text(node.textValue());
    }
    var items = new TreeMap<String, SortedMap<String, String>>();
    node.properties()
        .forEach(
            element -> {
              var attributes = new TreeMap<String, String>();
              element
                  .getValue()
                  .properties()
                  .forEach(
                      attribute ->
                          attributes.put(attribute.getKey(), attribute.getValue().textValue()));
              items.put(element.getKey(), attributes);
            });
    return new Items(items);
  }
}
