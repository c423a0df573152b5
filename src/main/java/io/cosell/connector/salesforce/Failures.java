package io.cosell.connector.salesforce;

import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.Masking;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Which of the three kinds of failure an answer is (REST API guide; SOAP API guide, core codes).
 */
class Failures {
  private static final Duration PAUSE_AT_DAILY_LIMIT = Duration.ofMinutes(1);
  private static final Set<String> HALTED =
      Set.of("PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK");
  private static final Set<String> COMES_BACK =
      Set.of(
          "API_CURRENTLY_DISABLED",
          "API_DISABLED_FOR_ORG",
          "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
          "INVALID_QUERY_LOCATOR",
          "INVALID_SESSION_ID",
          "QUERY_TIMEOUT",
          "REQUEST_LIMIT_EXCEEDED",
          "SERVER_UNAVAILABLE",
          "UNABLE_TO_LOCK_ROW",
          "UNKNOWN_EXCEPTION");

  private Failures() {}

  /**
   * The exception for an answer that is no success.
   *
   * @param what the call or its part, such as {@code PATCH sobjects/Opportunity/006… (part opp)}
   * @param status its HTTP status, 0 when no answer came
   * @param errors the errors it named
   * @param cause what was thrown on the way, may be null
   */
  static RuntimeException of(String what, int status, List<ApiError> errors, Throwable cause) {
    var reason =
        errors.isEmpty()
            ? (status == 0 ? "no answer" : "HTTP status " + status)
            : errors.get(0).code() + " " + errors.get(0).message();
    for (var error : errors) {
      if (comesBack(error)) {
        var message =
            "Salesforce cannot do %s now: %s %s".formatted(what, error.code(), error.message());
        return new RemoteUnavailableException(Masking.mask(message), pause(error), cause);
      }
    }
    if (status == 0
        || status >= 500
        || status == 401
        || status == 408
        || status == 420
        || status == 429) {
      return new RemoteUnavailableException(
          Masking.mask("Salesforce did not do %s: %s".formatted(what, reason)), cause);
    }
    if (errors.stream().anyMatch(error -> error.code().equals("DUPLICATE_VALUE"))) {
      return new ChangedMeanwhileException(
          Masking.mask(
              "%s: %s. Somebody created the same record meanwhile".formatted(what, reason)));
    }
    var code =
        errors.isEmpty()
            ? (status == 300 ? "MULTIPLE_CHOICES" : "HTTP_" + status)
            : errors.get(0).code();
    var fields = errors.stream().flatMap(error -> error.fields().stream()).distinct().toList();
    return new RemoteRefusedException(
        status,
        code,
        fields,
        Masking.mask(
            "Salesforce refused %s: %s%s"
                .formatted(what, reason, fields.isEmpty() ? "" : " " + fields)));
  }

  /** True when a part only failed because another one did. */
  static boolean halted(List<ApiError> errors) {
    return !errors.isEmpty() && errors.stream().allMatch(error -> HALTED.contains(error.code()));
  }

  private static boolean comesBack(ApiError error) {
    return COMES_BACK.contains(error.code()) || error.message().contains("UNABLE_TO_LOCK_ROW");
  }

  private static Duration pause(ApiError error) {
    return error.message().startsWith("TotalRequests") ? PAUSE_AT_DAILY_LIMIT : null;
  }
}
