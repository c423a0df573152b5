package io.cosell.connector.salesforce;

import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Finding;
import io.cosell.connector.remote.Masking;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which of the three kinds of failure an answer is. */
class Failures {
  private static final Duration PAUSE_AT_DAILY_LIMIT = Duration.ofMinutes(5);
  private static final Set<String> HALTED =
      Set.of("PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK");

  private Failures() {}

  /**
   * The exception for an answer that is no success.
   *
   * @param attempt the call or its part
   * @param status its HTTP status, 0 when no answer came
   * @param errors the errors it named
   * @param cause what was thrown on the way, may be null
   */
  static RuntimeException of(Attempt attempt, int status, List<ApiError> errors, Throwable cause) {
    var findings = findings(attempt, status, errors);
    for (var finding : findings) {
      if (finding.code().group() == ErrorCode.Group.WAITING) {
        return unavailable(attempt, finding, status, errors, cause);
      }
    }
    var where = "Salesforce, " + Masking.mask(attempt.what() + ", " + answer(status, errors));
    boolean mayPass =
        findings.stream().allMatch(it -> it.code().next() == ErrorCode.Next.TRIED_A_FEW_TIMES);
    return mayPass
        ? new ChangedMeanwhileException(findings, where)
        : new RemoteRefusedException(status, theirCode(status, errors), findings, where);
  }

  private static RuntimeException unavailable(
      Attempt attempt, Finding finding, int status, List<ApiError> errors, Throwable cause) {
    var pause = finding.code() == ErrorCode.SALESFORCE_DAILY_LIMIT ? PAUSE_AT_DAILY_LIMIT : null;
    var message = "%s [%s, %s]".formatted(finding.reason(), attempt.what(), answer(status, errors));
    return new RemoteUnavailableException(finding.code(), message, pause, cause);
  }

  private static List<Finding> findings(Attempt attempt, int status, List<ApiError> errors) {
    if (errors.isEmpty()) {
      return List.of(ErrorCodes.of(status).of("", null));
    }
    var findings = new ArrayList<Finding>();
    for (var error : errors) {
      var code = ErrorCodes.of(error, status);
      if (error.fields().isEmpty()) {
        findings.add(code.of("", null, error.message()));
      }
      error.fields().forEach(it -> findings.add(attempt.finding(code, it, error.message())));
    }
    return findings;
  }

  private static String answer(int status, List<ApiError> errors) {
    return status == 0 ? "no answer" : "status " + status + " " + theirCode(status, errors);
  }

  private static String theirCode(int status, List<ApiError> errors) {
    if (errors.isEmpty()) {
      return status == 300 ? "MULTIPLE_CHOICES" : "HTTP_" + status;
    }
    return errors.get(0).code();
  }

  /** True when a part only failed because another one did. */
  static boolean halted(List<ApiError> errors) {
    return !errors.isEmpty() && errors.stream().allMatch(error -> HALTED.contains(error.code()));
  }
}
