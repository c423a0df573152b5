package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of the REST API.
 *
 * @param body to be written as JSON, or null for none
 */
record ApiResponse(int status, Object body, Map<String, String> headers) {
  static ApiResponse ok(Object body) {
    return new ApiResponse(200, body, Map.of());
  }

  static ApiResponse empty(int status) {
    return new ApiResponse(status, null, Map.of());
  }

  static ApiResponse of(int status, Object body) {
    return new ApiResponse(status, body, Map.of());
  }

  static ApiResponse error(ApiException e) {
    return new ApiResponse(e.status, List.of(e.asError()), Map.of());
  }

  ApiResponse header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiResponse(status, body, more);
  }

  boolean failed() {
    return status >= 300 && status != 304;
  }
}
