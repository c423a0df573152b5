package io.cosell.sandbox.salesforce;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code /services/oauth2/token}, {@code /revoke} and {@code /userinfo}.
 *
 * <p>Fault {@code oauth-error} answers the token request with the details {@code error} and {@code
 * description}.
 */
final class OAuthServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final transient Engine engine;
  private final transient Sessions sessions;
  private final transient Identity identity;
  private final transient Supplier<String> url;

  OAuthServlet(Engine engine, Sessions sessions, Identity identity, Supplier<String> url) {
    this.engine = engine;
    this.sessions = sessions;
    this.identity = identity;
    this.url = url;
  }

  /** A refusal of the token endpoint. */
  static final class Refusal extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    final String error;

    Refusal(String error, String description) {
      super(description);
      this.error = error;
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var resource = String.valueOf(request.getPathInfo()).replaceAll("^/|/$", "");
    switch (resource) {
      case "token" -> token(request, response);
      case "revoke" -> revoke(request, response);
      case "userinfo" -> identity.answer(request, response);
      default -> response.sendError(404);
    }
  }

  private void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var form = form(request);
    try {
      var fault =
          engine.faults.strike(Set.of("oauth-error"), request.getMethod(), request.getRequestURI());
      if (fault.isPresent()) {
        var details = fault.get().details();
        throw new Refusal(
            details.getOrDefault("error", "invalid_grant"),
            details.getOrDefault("description", "authentication failure"));
      }
      json(response, 200, grant(form, credentials(request, form)));
    } catch (Refusal e) {
      var body = new LinkedHashMap<String, Object>();
      body.put("error", e.error);
      body.put("error_description", e.getMessage());
      json(response, 400, body);
    }
  }

  private Map<String, Object> grant(Map<String, String> form, String[] client) throws Refusal {
    var options = engine.options;
    var type = form.getOrDefault("grant_type", "");
    return switch (type) {
      case "client_credentials" -> {
        checkClient(client, true);
        if (options.loginHost()) {
          throw new Refusal("invalid_grant", "request not supported on this domain");
        }
        yield success(engine.seeded().integrationUser(), "api id", null);
      }
      case "password" -> {
        checkClient(client, true);
        boolean right =
            options.username().equalsIgnoreCase(form.get("username"))
                && options.password().equals(form.get("password"));
        if (!right) {
          throw new Refusal("invalid_grant", "authentication failure");
        }
        yield success(engine.seeded().integrationUser(), null, null);
      }
      case "refresh_token" -> {
        checkClient(client, client[1] != null);
        var user =
            sessions
                .userOfRefreshToken(form.get("refresh_token"))
                .orElseThrow(() -> new Refusal("invalid_grant", "expired access/refresh token"));
        yield success(user, null, form.get("refresh_token"));
      }
      case JWT_GRANT -> {
        new JwtAssertion(engine, url.get()).check(form.get("assertion"));
        yield success(engine.seeded().integrationUser(), "api id", null);
      }
      default -> throw new Refusal("unsupported_grant_type", "grant type not supported");
    };
  }

  private void checkClient(String[] client, boolean withSecret) throws Refusal {
    if (!engine.options.clientId().equals(client[0])) {
      throw new Refusal("invalid_client_id", "client identifier invalid");
    }
    if (withSecret && !engine.options.clientSecret().equals(client[1])) {
      throw new Refusal("invalid_client", "invalid client credentials");
    }
  }

  private Map<String, Object> success(String userId, String scope, String refreshToken) {
    var organization = engine.seeded().organization();
    var token = sessions.open(organization, userId);
    if (refreshToken != null) {
      sessions.opened(token, refreshToken);
    }
    var id = url.get() + "/id/" + organization + "/" + userId;
    var issuedAt = String.valueOf(engine.clock.millis());
    var answer = new LinkedHashMap<String, Object>();
    answer.put("access_token", token);
    answer.put("instance_url", url.get());
    answer.put("id", id);
    answer.put("token_type", "Bearer");
    answer.put("issued_at", issuedAt);
    answer.put("signature", signature(id + issuedAt));
    if (scope != null) {
      answer.put("scope", scope);
    }
    return answer;
  }

  private String signature(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      var secret = engine.options.clientSecret().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  /** Id and secret from the form or from HTTP Basic. */
  private static String[] credentials(HttpServletRequest request, Map<String, String> form) {
    var authorization = request.getHeader("Authorization");
    if (form.get("client_id") == null
        && authorization != null
        && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
      var pair =
          new String(
                  Base64.getDecoder().decode(authorization.substring(6).strip()),
                  StandardCharsets.UTF_8)
              .split(":", 2);
      return new String[] {pair[0], pair.length == 2 ? pair[1] : null};
    }
    return new String[] {form.get("client_id"), form.get("client_secret")};
  }

  private void revoke(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var token = form(request).get("token");
    if (token != null && sessions.revoke(token)) {
      response.setStatus(200);
      return;
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("error", "unsupported_token_type");
    body.put("error_description", "this token type is not supported");
    json(response, 400, body);
  }

  /** The parameters of the query and of a form body; a token keeps its exclamation mark. */
  private static Map<String, String> form(HttpServletRequest request) throws IOException {
    var parameters = new LinkedHashMap<String, String>();
    if (request.getQueryString() != null) {
      parameters.putAll(RequestReader.parameters(request.getQueryString()));
    }
    var body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    parameters.putAll(RequestReader.parameters(body));
    return parameters;
  }

  /** Leaves the answer uncommitted, so that a fault can still lose it. */
  static void json(HttpServletResponse response, int status, Object body) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json;charset=UTF-8");
    response.getOutputStream().write(RequestReader.JSON.writeValueAsBytes(body));
  }
}
