package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.remote.Masking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came back.
 *
 * @param status the HTTP status
 * @param json the body, a missing node for none or for one that is not JSON
 * @param requestId the id the server gave the call, empty for none
 * @param retryAfter when to come back, null if it did not say
 * @param challenge the {@code WWW-Authenticate} header, empty for none
 */
record Answer(int status, JsonNode json, String requestId, Duration retryAfter, String challenge) {
  private static final int DEPTH = 10;
  private static final String MFA_MISSING = "900421";
  private static final Set<String> KNOWN =
      Set.of(
          "accessDenied",
          "generalException",
          "invalidRequest",
          "itemNotFound",
          "preconditionFailed",
          "resourceModified",
          "serviceNotAvailable",
          "unauthenticated",
          "unAuthorized");

  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  boolean hasJson() {
    return json.isContainerNode();
  }

  /** The deepest code of the error that the documentation knows, else the outermost one. */
  String code() {
    var codes = codes();
    for (int i = codes.size() - 1; i >= 0; i--) {
      if (KNOWN.contains(codes.get(i))) {
        return codes.get(i);
      }
    }
    return codes.isEmpty() ? "" : codes.get(0);
  }

  /** The field the error is about. */
  Optional<String> target() {
    return text(error().path("target"));
  }

  /** The server's words, masked and bounded; to be shown, never to be understood by a program. */
  String message() {
    var error = error();
    return text(error.path("message"))
        .or(() -> text(error.path("description")))
        .or(() -> text(json.path("message")))
        .map(Masking::mask)
        .orElse("no reason given");
  }

  boolean saysChanged() {
    var code = code();
    return status == 412
        || status == 409 && (code.equals("resourceModified") || code.equals("preconditionFailed"));
  }

  /** True when the token lacks what the tenant's rules ask of the signed-in user. */
  boolean asksForStrongerSignIn() {
    return codes().contains(MFA_MISSING)
        || text(error().path("message")).orElse("").contains(MFA_MISSING)
        || challenge.contains("insufficient_claims")
        || codes().contains("insufficient_claims");
  }

  private List<String> codes() {
    var codes = new ArrayList<String>();
    var node = error();
    for (int depth = 0; depth < DEPTH && node.isObject(); depth++) {
      text(node.path("code")).ifPresent(codes::add);
      node = node.has("innerError") ? node.path("innerError") : node.path("innererror");
    }
    return codes;
  }

  private JsonNode error() {
    return json.path("error").isObject() ? json.path("error") : json;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isValueNode() && !node.isNull() && !node.asText().isBlank()
        ? Optional.of(node.asText())
        : Optional.empty();
  }
}
