package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A solution as an element of a list, by its id. */
final class Solutions {
  static final String ID = "id";
  static final String NAME = "name";
  static final String TYPE = "type";
  static final String PUBLISHER = "publisher";

  private Solutions() {}

  /** A solution of a referral (Referrals API, Solution). */
  static SortedMap<String, String> ofPartnerCenter(JsonNode solution) {
    var attributes = new TreeMap<String, String>();
    put(attributes, ID, solution.path("id"));
    put(attributes, NAME, solution.path("name"));
    put(attributes, TYPE, solution.path("solutionType"));
    put(attributes, PUBLISHER, solution.path("publisherName"));
    return attributes;
  }

  /** A row of the org's solutions object. */
  static SortedMap<String, String> ofSalesforce(JsonNode row, OpportunityNames names) {
    var attributes = new TreeMap<String, String>();
    put(attributes, ID, row.path(names.solutionIdentifier()));
    put(attributes, NAME, row.path("Name"));
    put(attributes, TYPE, row.path(names.solutionType()));
    put(attributes, PUBLISHER, row.path(names.solutionPublisher()));
    return attributes;
  }

  /** What tells one solution from another; empty for a row without an id. */
  static String key(Map<String, String> attributes) {
    return attributes.getOrDefault(ID, "").toLowerCase(Locale.ROOT);
  }

  static void copy(
      Map<String, String> attributes, String attribute, ObjectNode target, String name) {
    if (attributes.containsKey(attribute)) {
      target.put(name, attributes.get(attribute));
    }
  }

  private static void put(Map<String, String> attributes, String attribute, JsonNode value) {
    Kind.TEXT.canonical(attribute, value).ifPresent(text -> attributes.put(attribute, text));
  }
}
