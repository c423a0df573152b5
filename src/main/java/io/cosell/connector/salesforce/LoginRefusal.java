package io.cosell.connector.salesforce;

import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Masking;
import java.util.regex.Pattern;
import org.apache.camel.component.salesforce.api.SalesforceException;

/**
 * Why a login failed and what to do (Salesforce Help, OAuth 2.0 error codes).
 *
 * @param setting the property it is about
 * @param code the OAuth error code, or {@code unreachable}
 * @param remedy one sentence: what is wrong and what to do
 */
record LoginRefusal(String setting, String code, String remedy) {
  private static final String UNREACHABLE = "unreachable";
  private static final Pattern CODE =
      Pattern.compile("Login error code:\\[([^]]*)] description:\\[(.*)]", Pattern.DOTALL);

  static LoginRefusal of(SalesforceException failure) {
    var found = CODE.matcher(said(failure));
    if (!found.find()) {
      return failure.getStatusCode() > 0 || !(failure.getCause() instanceof RuntimeException)
          ? unreachable(failure)
          : new LoginRefusal(
              "cosell.salesforce.authentication",
              "not-prepared",
              "the login could not be prepared (%s); check the key store, its password and the client id."
                  .formatted(Masking.mask(rootMessage(failure))));
    }
    var code = found.group(1);
    var text = found.group(2);
    var said = "Salesforce said %s: %s;".formatted(code, Masking.mask(text));
    var lower = text.toLowerCase(java.util.Locale.ROOT);
    return switch (code) {
      case "invalid_client_id" ->
          refusal(
              "client-id",
              code,
              said,
              "this host does not know the app: check the client id, and that the login URL is the org the app is in.");
      case "invalid_client" ->
          refusal(
              "client-secret",
              code,
              said,
              "the client secret is wrong or was changed: set the current one.");
      case "invalid_app_access" ->
          refusal(
              "client-id",
              code,
              said,
              "the user may not use the app: assign the app's permission set to the integration user.");
      case "inactive_user" ->
          refusal(
              "username",
              code,
              said,
              "the integration user is deactivated: activate it or set another Run-As user.");
      case "inactive_org" ->
          refusal("login-url", code, said, "the org is locked or closed: check the login URL.");
      case "unsupported_grant_type", "invalid_request" ->
          refusal(
              "authentication",
              code,
              said,
              "the app does not allow this kind of login: enable its flow or choose another cosell.salesforce.authentication.");
      case "rate_limit_exceeded" ->
          refusal(
              "login-url",
              code,
              said,
              "too many logins: it is tried again by itself; see who else signs in as this user.");
      case "invalid_grant" -> grant(lower, code, said);
      default -> refusal("authentication", code, said, "check the app's settings in Salesforce.");
    };
  }

  private static String said(SalesforceException failure) {
    return failure.getErrors().isEmpty()
        ? String.valueOf(failure.getMessage())
        : String.valueOf(failure.getErrors().get(0).getMessage());
  }

  private static LoginRefusal grant(String text, String code, String said) {
    if (text.contains("expired access/refresh token")) {
      return refusal(
          "refresh-token",
          code,
          said,
          "the refresh token was revoked or has expired: authorise the app anew and set the new token.");
    }
    if (text.contains("hasn't approved")) {
      return refusal(
          "username",
          code,
          said,
          "the user has not approved the app: let administrators pre-authorise it and assign its permission set.");
    }
    if (text.contains("audience")) {
      return refusal(
          "jwt-audience",
          code,
          said,
          "the audience is wrong: use https://login.salesforce.com, https://test.salesforce.com or the My Domain address.");
    }
    if (text.contains("not supported on this domain")) {
      return refusal(
          "login-url",
          code,
          said,
          "client credentials work on My Domain only: set the org's My Domain address.");
    }
    if (text.contains("no client credentials user")) {
      return refusal(
          "client-id",
          code,
          said,
          "the app has no Run-As user: set one under the app's client credentials flow.");
    }
    if (text.contains("inactive user")) {
      return refusal(
          "username",
          code,
          said,
          "the integration user is deactivated: activate it or set another Run-As user.");
    }
    return refusal(
        "client-secret",
        code,
        said,
        "check client id and secret, the Run-As user and its login IP range.");
  }

  private static LoginRefusal refusal(String property, String code, String said, String remedy) {
    return new LoginRefusal("cosell.salesforce." + property, code, said + " " + remedy);
  }

  /** Its place in the error catalogue. */
  ErrorCode place() {
    return code.equals(UNREACHABLE) ? ErrorCode.SALESFORCE_AWAY : ErrorCode.SALESFORCE_SIGN_IN;
  }

  private static LoginRefusal unreachable(SalesforceException failure) {
    return new LoginRefusal(
        "cosell.salesforce.login-url",
        UNREACHABLE,
        "no login there (%s); check the address, the network and cosell.tls.trust-certificates."
            .formatted(Masking.mask(rootMessage(failure))));
  }

  private static String rootMessage(Throwable failure) {
    var root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
