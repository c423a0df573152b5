package io.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.salesforce.OAuthServlet.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.Set;

/**
 * Checks the assertion of a JWT bearer login: RS256 signature, issuer, user, audience, expiry.
 * Padding in the base64url parts and an expiry in quotes are accepted, since clients send both.
 */
final class JwtAssertion {
  private static final long LONGEST_LIFE_SECONDS = 300;
  private static final Set<String> LOGIN_HOSTS =
      Set.of("https://login.salesforce.com", "https://test.salesforce.com");
  private final Engine engine;
  private final String url;

  JwtAssertion(Engine engine, String url) {
    this.engine = engine;
    this.url = url;
  }

  void check(String assertion) throws Refusal {
    var parts = String.valueOf(assertion).split("\\.");
    if (parts.length != 3) {
      throw new Refusal("invalid_grant", "invalid assertion");
    }
    if (!isSigned(parts)) {
      throw new Refusal("invalid_grant", "invalid assertion");
    }
    var claims = claims(parts[1]);
    if (!engine.options.clientId().equals(claims.path("iss").asText())) {
      throw new Refusal("invalid_client_id", "client identifier invalid");
    }
    var audience = claims.path("aud").asText().replaceAll("/$", "");
    if (!audience.equals(url) && !LOGIN_HOSTS.contains(audience)) {
      throw new Refusal("invalid_grant", "Audience validation failed");
    }
    long left = claims.path("exp").asLong() - engine.clock.instant().getEpochSecond();
    if (left <= 0 || left > LONGEST_LIFE_SECONDS) {
      throw new Refusal("invalid_grant", "expired authorization code");
    }
    if (!engine.options.username().equalsIgnoreCase(claims.path("sub").asText())) {
      throw new Refusal("invalid_grant", "user hasn't approved this consumer");
    }
  }

  private boolean isSigned(String[] parts) throws Refusal {
    if (engine.options.jwtKey() == null) {
      throw new Refusal("invalid_grant", "invalid assertion");
    }
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(engine.options.jwtKey());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(decode(parts[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static JsonNode claims(String part) throws Refusal {
    try {
      return RequestReader.JSON.readTree(decode(part));
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal("invalid_grant", "invalid assertion");
    }
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part.replace("=", ""));
  }
}
