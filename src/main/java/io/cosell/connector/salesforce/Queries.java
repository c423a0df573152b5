package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.springframework.stereotype.Component;

/** Completes query results that came in pages, children's too (REST API guide, Query). */
@Component
class Queries {
  private final Rest rest;

  Queries(Rest rest) {
    this.rest = rest;
  }

  /** The same answer with every further page fetched; anything but a query result is left as is. */
  JsonNode complete(JsonNode answer) {
    if (answer instanceof ObjectNode result && result.path("records") instanceof ArrayNode rows) {
      while (result.hasNonNull("nextRecordsUrl")) {
        var page = rest.call("GET", result.path("nextRecordsUrl").asText(), null);
        rows.addAll((ArrayNode) page.withArray("records"));
        result.remove("nextRecordsUrl");
        if (page.hasNonNull("nextRecordsUrl")) {
          result.set("nextRecordsUrl", page.get("nextRecordsUrl"));
        }
      }
      result.put("done", true);
      rows.forEach(row -> row.forEach(this::complete));
    }
    return answer;
  }
}
