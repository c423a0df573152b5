package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The rows of one child list of an opportunity by the key of their element. A row without a key,
 * such as one the seller has not filled in yet or one we may not see, is nobody's and left alone.
 */
final class ChildRows {
  private final Map<String, List<JsonNode>> byKey = new TreeMap<>();

  /**
   * Reads them.
   *
   * @param opportunity null for one that is to be created
   */
  ChildRows(JsonNode opportunity, String relationship, Function<JsonNode, String> key) {
    if (opportunity == null) {
      return;
    }
    for (var row : opportunity.path(relationship).path("records")) {
      var name = key.apply(row);
      if (!name.isBlank()) {
        byKey.computeIfAbsent(name, ignored -> new ArrayList<>()).add(row);
      }
    }
  }

  boolean has(String key) {
    return byKey.containsKey(key);
  }

  JsonNode first(String key) {
    return byKey.get(key).get(0);
  }

  /** Deletes every row, doubles too, whose element is not wanted any more. */
  List<Subrequest> deletions(Set<String> wanted, String object, String reference) {
    var parts = new ArrayList<Subrequest>();
    byKey.forEach(
        (key, rows) -> {
          if (!wanted.contains(key)) {
            for (var row : rows) {
              parts.add(
                  new Subrequest(
                      reference + parts.size(),
                      "DELETE",
                      "sobjects/" + object + "/" + row.path("Id").asText(),
                      null));
            }
          }
        });
    return parts;
  }
}
