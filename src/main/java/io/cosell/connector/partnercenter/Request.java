package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call to one of the APIs.
 *
 * @param audience which API
 * @param method the HTTP method
 * @param path what follows the base address, encoded, with its query
 * @param what method and path as messages and the audit show them
 * @param body the JSON to send, null for none
 * @param headers further headers
 * @param known the referral it changes, as it was read; null for none
 */
record Request(
    Audience audience,
    String method,
    String path,
    String what,
    JsonNode body,
    Map<String, String> headers,
    Referral known) {

  static Request of(Audience audience, String method, String path, String what) {
    return new Request(audience, method, path, what, null, Map.of(), null);
  }

  Request with(JsonNode json) {
    return new Request(audience, method, path, what, json, headers, known);
  }

  Request changing(Referral referral) {
    return new Request(audience, method, path, what, body, headers, referral);
  }

  Request header(String name, String value) {
    var more = new TreeMap<>(headers);
    more.put(name, value);
    return new Request(audience, method, path, what, body, Map.copyOf(more), known);
  }

  boolean writes() {
    return !method.equals("GET");
  }
}
