package io.cosell.sandbox.salesforce;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One REST request or part of a composite one.
 *
 * @param version such as {@code 62.0}
 * @param path the decoded segments behind the version
 * @param query the decoded query parameters
 * @param headers by lower-case name
 * @param body parsed JSON or null
 */
record ApiRequest(
    String method,
    String url,
    String version,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    Object body,
    String userId) {

  String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }

  int size() {
    return path.size();
  }

  String at(int index) {
    return path.get(index);
  }

  boolean is(String wanted) {
    return method.equals(wanted);
  }

  double number() {
    return Double.parseDouble(version);
  }

  /** Who writes, with the client name and duplicate rule switch of the headers. */
  Author author() {
    return Author.api(
        userId,
        version,
        option("Sforce-Call-Options", "client"),
        "true".equalsIgnoreCase(option("Sforce-Duplicate-Rule-Header", "allowSave")));
  }

  private String option(String header, String key) {
    var value = header(header);
    if (value == null) {
      return null;
    }
    for (var part : value.split("[;,]")) {
      var pair = part.strip().split("=", 2);
      if (pair.length == 2 && pair[0].strip().equalsIgnoreCase(key)) {
        return pair[1].strip();
      }
    }
    return null;
  }

  /** The rows an answer may carry at most, from {@code Sforce-Query-Options}. */
  int batchSize() {
    var wanted = option("Sforce-Query-Options", "batchSize");
    return wanted == null ? 2000 : Math.max(200, Math.min(2000, Integer.parseInt(wanted)));
  }

  @SuppressWarnings("unchecked")
  Map<String, Object> object() {
    if (body == null) {
      throw ApiException.parser(
          "The HTTP entity body is required, but this request has no entity body.");
    }
    if (!(body instanceof Map)) {
      throw ApiException.parser("Unexpected token: a JSON object was expected");
    }
    return (Map<String, Object>) body;
  }

  boolean flag(String parameter) {
    return "true".equalsIgnoreCase(query.get(parameter));
  }
}
