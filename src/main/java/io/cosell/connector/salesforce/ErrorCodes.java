package io.cosell.connector.salesforce;

import static java.util.Map.entry;

import io.cosell.connector.remote.ErrorCode;
import java.util.Map;

/** The place of Salesforce's error codes in the catalogue (SOAP API guide, core data types). */
final class ErrorCodes {
  private static final Map<String, ErrorCode> PLACES =
      Map.ofEntries(
          entry("REQUIRED_FIELD_MISSING", ErrorCode.SALESFORCE_REQUIRED),
          entry("FIELD_CUSTOM_VALIDATION_EXCEPTION", ErrorCode.SALESFORCE_VALIDATION),
          entry("FIELD_INTEGRITY_EXCEPTION", ErrorCode.SALESFORCE_INTEGRITY),
          entry("FIELD_FILTER_VALIDATION_EXCEPTION", ErrorCode.SALESFORCE_LOOKUP_FILTER),
          entry("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ErrorCode.SALESFORCE_PICKLIST),
          entry("STRING_TOO_LONG", ErrorCode.SALESFORCE_TEXT_LENGTH),
          entry("NUMBER_OUTSIDE_VALID_RANGE", ErrorCode.SALESFORCE_NUMBER),
          entry("INVALID_EMAIL_ADDRESS", ErrorCode.SALESFORCE_EMAIL),
          entry("INVALID_FIELD", ErrorCode.SALESFORCE_FIELD_UNKNOWN),
          entry("INVALID_FIELD_FOR_INSERT_UPDATE", ErrorCode.SALESFORCE_FIELD_READ_ONLY),
          entry("INVALID_TYPE", ErrorCode.SALESFORCE_OBJECT_UNKNOWN),
          entry("MALFORMED_ID", ErrorCode.SALESFORCE_ID),
          entry("INVALID_CROSS_REFERENCE_KEY", ErrorCode.SALESFORCE_REFERENCE),
          entry("INVALID_ID_FIELD", ErrorCode.SALESFORCE_REFERENCE),
          entry("NOT_FOUND", ErrorCode.SALESFORCE_NOT_FOUND),
          entry("ENTITY_IS_DELETED", ErrorCode.SALESFORCE_DELETED),
          entry("INSUFFICIENT_ACCESS_OR_READONLY", ErrorCode.SALESFORCE_ACCESS),
          entry("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", ErrorCode.SALESFORCE_ACCESS),
          entry("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", ErrorCode.SALESFORCE_AUTOMATION),
          entry("CANNOT_EXECUTE_FLOW_TRIGGER", ErrorCode.SALESFORCE_AUTOMATION),
          entry("INACTIVE_OWNER_OR_USER", ErrorCode.SALESFORCE_INACTIVE_USER),
          entry("JSON_PARSER_ERROR", ErrorCode.SALESFORCE_UNREADABLE),
          entry("STORAGE_LIMIT_EXCEEDED", ErrorCode.SALESFORCE_STORAGE),
          entry("DUPLICATE_VALUE", ErrorCode.SALESFORCE_DUPLICATE_VALUE),
          entry("DUPLICATES_DETECTED", ErrorCode.SALESFORCE_DUPLICATE_RULE),
          entry("MALFORMED_QUERY", ErrorCode.SALESFORCE_PROTOCOL),
          entry("METHOD_NOT_ALLOWED", ErrorCode.SALESFORCE_PROTOCOL),
          entry("PROCESSING_HALTED", ErrorCode.SALESFORCE_PROTOCOL),
          entry("ALL_OR_NONE_OPERATION_ROLLED_BACK", ErrorCode.SALESFORCE_PROTOCOL),
          entry("API_CURRENTLY_DISABLED", ErrorCode.SALESFORCE_API_OFF),
          entry("API_DISABLED_FOR_ORG", ErrorCode.SALESFORCE_API_OFF),
          entry("INVALID_OPERATION_WITH_EXPIRED_PASSWORD", ErrorCode.SALESFORCE_SIGN_IN),
          entry("INVALID_SESSION_ID", ErrorCode.SALESFORCE_SIGN_IN),
          entry("INVALID_QUERY_LOCATOR", ErrorCode.SALESFORCE_QUERY),
          entry("QUERY_TIMEOUT", ErrorCode.SALESFORCE_QUERY),
          entry("REQUEST_LIMIT_EXCEEDED", ErrorCode.SALESFORCE_BUSY),
          entry("SERVER_UNAVAILABLE", ErrorCode.SALESFORCE_AWAY),
          entry("UNABLE_TO_LOCK_ROW", ErrorCode.SALESFORCE_ROW_LOCKED),
          entry("UNKNOWN_EXCEPTION", ErrorCode.SALESFORCE_UNKNOWN));

  private ErrorCodes() {}

  /**
   * The place of one error. Its text is looked at in two cases only: a lock inside the message of a
   * trigger, and which of the limits was exceeded.
   */
  static ErrorCode of(ApiError error, int status) {
    if (error.message().contains("UNABLE_TO_LOCK_ROW")) {
      return ErrorCode.SALESFORCE_ROW_LOCKED;
    }
    var place = PLACES.get(error.code());
    if (place == ErrorCode.SALESFORCE_BUSY && error.message().startsWith("TotalRequests")) {
      return ErrorCode.SALESFORCE_DAILY_LIMIT;
    }
    return place == null ? of(status) : place;
  }

  /** The place of an answer that names no error we know, by its HTTP status. */
  static ErrorCode of(int status) {
    return switch (status) {
      case 300 -> ErrorCode.SALESFORCE_AMBIGUOUS;
      case 401 -> ErrorCode.SALESFORCE_SIGN_IN;
      case 403 -> ErrorCode.SALESFORCE_ACCESS;
      case 404 -> ErrorCode.SALESFORCE_NOT_FOUND;
      case 405, 413, 414, 415, 431 -> ErrorCode.SALESFORCE_PROTOCOL;
      case 408, 420, 429 -> ErrorCode.SALESFORCE_BUSY;
      default ->
          status == 0 || status >= 500 ? ErrorCode.SALESFORCE_AWAY : ErrorCode.SALESFORCE_OTHER;
    };
  }
}
