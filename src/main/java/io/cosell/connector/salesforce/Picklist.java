package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A picklist as a describe tells it (REST API guide, sObject Describe; picklist values). */
final class Picklist {
  private Picklist() {}

  /**
   * The active values of a field, with the values of its controlling field each of them goes with.
   *
   * @param object the describe of the field's object
   */
  static List<Org.Option> options(JsonNode field, JsonNode object) {
    var controlling = controllingValues(field, object);
    var options = new ArrayList<Org.Option>();
    for (var value : field.path("picklistValues")) {
      if (value.path("active").asBoolean(true)) {
        options.add(
            new Org.Option(
                value.path("value").asText(),
                value.path("label").asText(value.path("value").asText()),
                validFor(value.path("validFor").asText(""), controlling)));
      }
    }
    return List.copyOf(options);
  }

  /** In the order in which bits stand for them, inactive ones too. */
  private static List<String> controllingValues(JsonNode field, JsonNode object) {
    var values = new ArrayList<String>();
    var name = field.path("controllerName").asText("");
    for (var other : object.path("fields")) {
      if (!name.isEmpty() && other.path("name").asText().equals(name)) {
        other.path("picklistValues").forEach(value -> values.add(value.path("value").asText()));
      }
    }
    return values;
  }

  /** A bit for each controlling value, the first one the highest of the first byte, in base64. */
  private static Set<String> validFor(String encoded, List<String> controlling) {
    byte[] bits;
    try {
      bits = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return Set.of();
    }
    var valid = new TreeSet<String>();
    for (int i = 0; i < controlling.size() && i / 8 < bits.length; i++) {
      if ((bits[i / 8] & (0x80 >> (i % 8))) != 0) {
        valid.add(controlling.get(i));
      }
    }
    return valid;
  }
}
