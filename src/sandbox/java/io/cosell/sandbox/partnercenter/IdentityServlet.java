package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The OAuth authority: token endpoints v1 and v2, discovery, and an authorize page that consents at
 * once ("Enable secure application model", "Partner API authentication").
 */
class IdentityServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private static final Set<String> OPENID =
      Set.of("openid", "profile", "offline_access", "email", "");

  private final transient PartnerCenterOptions options;
  private final transient Tokens tokens;
  private final transient Supplier<Set<String>> audiences;
  private final transient Supplier<String> host;

  /**
   * The authority.
   *
   * @param audiences the resources that tokens can be had for
   * @param host its own address, known once started
   */
  IdentityServlet(
      PartnerCenterOptions options,
      Tokens tokens,
      Supplier<Set<String>> audiences,
      Supplier<String> host) {
    this.options = options;
    this.tokens = tokens;
    this.audiences = audiences;
    this.host = host;
  }

  /** A refusal in the form of the token endpoint. */
  private static class Denied extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    private final int status;
    private final String error;
    private final int number;

    Denied(int status, String error, int number, String message) {
      super(message);
      this.status = status;
      this.error = error;
      this.number = number;
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getRequestURI();
    if (path.endsWith("/discovery/instance")) {
      answer(response, 200, instanceDiscovery());
      return;
    }
    var parts = path.substring(1).split("/", 2);
    var tenant = parts[0];
    var rest = parts.length > 1 ? parts[1] : "";
    try {
      if (!Set.of(options.tenantId(), "common", "organizations").contains(tenant)) {
        throw new Denied(400, "invalid_tenant", 90002, "Tenant '" + tenant + "' not found.");
      }
      switch (rest) {
        case "oauth2/v2.0/token" -> answer(response, 200, token(request, false));
        case "oauth2/token" -> answer(response, 200, token(request, true));
        case "oauth2/v2.0/authorize", "oauth2/authorize" -> authorize(request, response);
        case ".well-known/openid-configuration" ->
            answer(response, 200, configuration(tenant, "/"));
        case "v2.0/.well-known/openid-configuration" ->
            answer(response, 200, configuration(tenant, "/v2.0"));
        default -> response.setStatus(404);
      }
    } catch (Denied e) {
      answer(response, e.status, error(e));
    }
  }

  private ObjectNode token(HttpServletRequest request, boolean first) throws IOException, Denied {
    var form = form(request);
    checkClient(request, form);
    var audience =
        first ? form.getOrDefault("resource", "") : audience(form.getOrDefault("scope", ""));
    if (!audiences.get().contains(audience.replaceAll("/$", ""))) {
      throw new Denied(
          400,
          "invalid_resource",
          500011,
          "The resource principal named " + audience + " was not found in the tenant.");
    }
    audience = audience.replaceAll("/$", "");
    switch (form.getOrDefault("grant_type", "")) {
      case "client_credentials" -> {
        return accessOnly(audience, first);
      }
      case "refresh_token" -> {
        if (!tokens.useRefreshToken(form.getOrDefault("refresh_token", ""))) {
          throw new Denied(
              400,
              "invalid_grant",
              700082,
              "The refresh token has expired due to inactivity or has been revoked.");
        }
      }
      case "authorization_code" -> {
        if (!tokens.useCode(form.getOrDefault("code", ""))) {
          throw new Denied(400, "invalid_grant", 70008, "The authorization code has expired.");
        }
      }
      default ->
          throw new Denied(
              400, "unsupported_grant_type", 70003, "The grant type is not supported.");
    }
    return delegated(audience, form.get("client_id"), first);
  }

  private ObjectNode accessOnly(String audience, boolean first) {
    var answer = Json.object();
    lifetimes(answer, audience, first);
    return answer.put("access_token", tokens.newAccessToken(audience, false));
  }

  private ObjectNode delegated(String audience, String clientId, boolean first) {
    var answer = Json.object();
    answer.put(
        "scope",
        first
            ? "user_impersonation"
            : audience + "/user_impersonation " + audience + "/.default openid profile");
    lifetimes(answer, audience, first);
    return answer
        .put("access_token", tokens.newAccessToken(audience, true))
        .put("refresh_token", tokens.newRefreshToken())
        .put("id_token", tokens.newIdToken(clientId))
        .put("client_info", tokens.clientInfo());
  }

  private void lifetimes(ObjectNode answer, String audience, boolean first) {
    long seconds = tokens.accessTokenSeconds();
    answer.put("token_type", "Bearer");
    if (first) {
      long now = options.clock().instant().getEpochSecond();
      answer.put("expires_in", String.valueOf(seconds));
      answer.put("ext_expires_in", String.valueOf(seconds));
      answer.put("expires_on", String.valueOf(now + seconds));
      answer.put("not_before", String.valueOf(now)).put("resource", audience);
    } else {
      answer.put("expires_in", seconds).put("ext_expires_in", seconds);
    }
  }

  private void checkClient(HttpServletRequest request, Map<String, String> form) throws Denied {
    var id = form.get("client_id");
    var secret = form.get("client_secret");
    var header = request.getHeader("Authorization");
    if (header != null && header.startsWith("Basic ")) {
      var both =
          new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
      id = decode(both.substring(0, both.indexOf(':')));
      secret = decode(both.substring(both.indexOf(':') + 1));
      form.put("client_id", id);
    }
    if (!options.clientId().equals(id)) {
      throw new Denied(
          400, "unauthorized_client", 700016, "Application '" + id + "' was not found.");
    }
    boolean byCertificate = form.containsKey("client_assertion");
    if (!byCertificate && !options.clientSecret().equals(secret)) {
      throw new Denied(401, "invalid_client", 7000215, "Invalid client secret provided.");
    }
  }

  private static String audience(String scope) {
    return Arrays.stream(scope.split(" "))
        .filter(it -> !OPENID.contains(it))
        .map(it -> it.replaceAll("/+(\\.default|user_impersonation)$", ""))
        .findFirst()
        .orElse("");
  }

  private void authorize(HttpServletRequest request, HttpServletResponse response) {
    var state = request.getParameter("state");
    var target = request.getParameter("redirect_uri");
    response.setStatus(302);
    response.setHeader(
        "Location",
        target
            + (target.contains("?") ? "&" : "?")
            + "code="
            + tokens.newCode()
            + (state == null ? "" : "&state=" + URLEncoder.encode(state, StandardCharsets.UTF_8)));
  }

  private ObjectNode instanceDiscovery() {
    var base = host.get();
    var answer =
        Json.object()
            .put(
                "tenant_discovery_endpoint",
                base + "/" + options.tenantId() + "/v2.0/.well-known/openid-configuration")
            .put("api-version", "1.1");
    var name = base.substring("https://".length());
    var entry = answer.putArray("metadata").addObject();
    entry.put("preferred_network", name).put("preferred_cache", name).putArray("aliases").add(name);
    return answer;
  }

  private ObjectNode configuration(String tenant, String version) {
    var base = host.get() + "/" + tenant;
    return Json.object()
        .put("issuer", base + version)
        .put("authorization_endpoint", base + "/oauth2/v2.0/authorize")
        .put("token_endpoint", base + "/oauth2/v2.0/token")
        .put("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode")
        .put("jwks_uri", base + "/discovery/v2.0/keys");
  }

  private ObjectNode error(Denied e) {
    var trace = UUID.randomUUID().toString();
    var answer = Json.object().put("error", e.error);
    answer.put(
        "error_description", "AADSTS" + e.number + ": " + e.getMessage() + " Trace ID: " + trace);
    answer.putArray("error_codes").add(e.number);
    return answer
        .put("timestamp", options.clock().instant().toString())
        .put("trace_id", trace)
        .put("correlation_id", UUID.randomUUID().toString());
  }

  private static Map<String, String> form(HttpServletRequest request) throws IOException {
    var body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Arrays.stream(body.split("&"))
        .filter(pair -> pair.contains("="))
        .collect(
            Collectors.toMap(
                pair -> decode(pair.substring(0, pair.indexOf('='))),
                pair -> decode(pair.substring(pair.indexOf('=') + 1)),
                (one, other) -> other));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void answer(HttpServletResponse response, int status, ObjectNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json; charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(Json.bytes(body));
  }
}
