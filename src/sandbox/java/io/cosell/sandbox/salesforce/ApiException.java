package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A refusal in the words of the REST API. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final String code;
  private final List<String> fields;
  private final transient Map<String, Object> details;

  ApiException(int status, String code, String message, List<String> fields) {
    this(status, code, message, fields, Map.of());
  }

  private ApiException(
      int status, String code, String message, List<String> fields, Map<String, Object> details) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.details = details;
  }

  /** A refusal whose error has more to say, by key. */
  static ApiException detailed(String code, String message, Map<String, Object> details) {
    return new ApiException(400, code, message, List.of(), details);
  }

  static ApiException badRequest(String code, String message, String... fields) {
    return new ApiException(400, code, message, List.of(fields));
  }

  static ApiException notFound() {
    return new ApiException(404, "NOT_FOUND", "The requested resource does not exist", List.of());
  }

  static ApiException invalidField(String message) {
    return badRequest("INVALID_FIELD", message);
  }

  static ApiException parser(String message) {
    return badRequest("JSON_PARSER_ERROR", message);
  }

  List<String> fields() {
    return fields;
  }

  /** As an element of an error array. */
  Map<String, Object> asError() {
    var error = new LinkedHashMap<String, Object>();
    error.put("message", getMessage());
    error.put("errorCode", code);
    error.putAll(details);
    if (!fields.isEmpty()) {
      error.put("fields", fields);
    } else if (code.startsWith("FIELD_") || code.equals("DUPLICATE_VALUE")) {
      error.put("fields", List.of());
    }
    return error;
  }

  /** As an element of the errors of one collection item. */
  Map<String, Object> asItemError() {
    return Map.of("statusCode", code, "message", getMessage(), "fields", fields);
  }
}
