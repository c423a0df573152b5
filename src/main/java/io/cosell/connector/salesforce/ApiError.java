package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of an error answer (REST API guide, status codes and error responses; in collections
 * the code is called {@code statusCode}).
 */
record ApiError(String code, String message, List<String> fields) {

  /** The errors in an answer's body; empty when it is something else. */
  static List<ApiError> in(JsonNode body) {
    var errors = new ArrayList<ApiError>();
    for (var error : body.isArray() ? body : List.<JsonNode>of()) {
      var code = error.path("errorCode").asText(error.path("statusCode").asText(""));
      if (code.isEmpty()) {
        continue;
      }
      var fields = new ArrayList<String>();
      error.path("fields").forEach(field -> fields.add(field.asText()));
      errors.add(new ApiError(code, error.path("message").asText(""), fields));
    }
    return errors;
  }
}
