package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Reads, writes, changes and compares JSON trees. Decimals keep their digits. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** Reads one JSON text; what is not one is refused with 400. */
  static JsonNode read(byte[] text) {
    try {
      var node = MAPPER.readTree(text);
      if (node == null || node instanceof MissingNode) {
        throw Refusal.malformed("The request has no body.", "body");
      }
      return node;
    } catch (IOException e) {
      throw Refusal.malformed("The request body is not valid JSON.", "body");
    }
  }

  static ObjectNode readObject(byte[] text) {
    if (read(text) instanceof ObjectNode object) {
      return object;
    }
    throw Refusal.malformed("The request body must be a JSON object.", "body");
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A JSON tree that cannot be written", e);
    }
  }

  /** The tree of a record or collection. */
  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A text that is there and not blank. */
  static boolean hasText(JsonNode node) {
    return node.isTextual() && !node.asText().isBlank();
  }

  /** A copy that shares the children with the original. */
  static ObjectNode shallowCopy(ObjectNode original) {
    var copy = object();
    copy.setAll(original);
    return copy;
  }

  /** Puts a value at a JSON pointer, making missing objects on the way; {@code -} appends. */
  static void set(ObjectNode root, String pointer, JsonNode value) {
    var names = pointer.substring(1).split("/");
    JsonNode at = root;
    for (int i = 0; i < names.length - 1; i++) {
      at = child(at, names[i], "-".equals(names[i + 1]));
    }
    var last = names[names.length - 1];
    if (at instanceof ArrayNode list) {
      putInto(list, last, value);
    } else {
      ((ObjectNode) at).set(last, value);
    }
  }

  private static JsonNode child(JsonNode parent, String name, boolean list) {
    if (parent instanceof ArrayNode elements) {
      var element = elements.get(Integer.parseInt(name));
      if (element == null) {
        throw Refusal.against("There is no element " + name + ".", name);
      }
      return element;
    }
    var object = (ObjectNode) parent;
    var found = object.get(name);
    if (found == null || found.isNull()) {
      return list ? object.putArray(name) : object.putObject(name);
    }
    return found;
  }

  private static void putInto(ArrayNode list, String index, JsonNode value) {
    if ("-".equals(index)) {
      list.add(value);
    } else {
      list.set(Integer.parseInt(index), value);
    }
  }

  /**
   * Adds to {@code target} what {@code more} says; objects are merged, everything else replaced.
   */
  static ObjectNode merge(ObjectNode target, ObjectNode more) {
    more.properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode deeper
                  && target.get(entry.getKey()) instanceof ObjectNode existing) {
                merge(existing, deeper);
              } else {
                target.set(entry.getKey(), entry.getValue());
              }
            });
    return target;
  }

  /** Every leaf that differs, as JSON pointer and new value; lists count as one leaf. */
  static List<Change.Field> differences(JsonNode before, JsonNode after) {
    var found = new ArrayList<Change.Field>();
    compare("", before, after, found);
    return found;
  }

  private static void compare(
      String path, JsonNode before, JsonNode after, List<Change.Field> found) {
    if (before.equals(after)) {
      return;
    }
    if (after.isObject() && (before.isObject() || before.isMissingNode())) {
      var names = new TreeSet<String>();
      before.fieldNames().forEachRemaining(names::add);
      after.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> compare(path + "/" + n, before.path(n), after.path(n), found));
    } else {
      found.add(
          new Change.Field(
              path, after.isMissingNode() ? JsonNodeFactory.instance.nullNode() : after));
    }
  }
}
