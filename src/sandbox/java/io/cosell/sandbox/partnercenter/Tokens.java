package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Issues tokens that look like Microsoft Entra's and remembers them. Their signatures are random:
 * the sandbox looks tokens up instead of verifying them.
 */
class Tokens {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final PartnerCenterOptions options;
  private final ServiceAccount account;
  private final Switches switches;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, AccessToken> access = new ConcurrentHashMap<>();
  private final Map<String, Instant> refresh = new ConcurrentHashMap<>();
  private final Map<String, Instant> codes = new ConcurrentHashMap<>();
  private final String userId = UUID.randomUUID().toString();

  Tokens(PartnerCenterOptions options, ServiceAccount account, Switches switches) {
    this.options = options;
    this.account = account;
    this.switches = switches;
    refresh.put(options.refreshToken(), now().plus(account.refreshTokenLifetime()));
  }

  Optional<AccessToken> find(String token) {
    return Optional.ofNullable(access.get(token));
  }

  String newAccessToken(String audience, boolean delegated) {
    var until = now().plus(account.accessTokenLifetime());
    var claims = claims(audience, until);
    if (delegated) {
      claims.put("scp", "user_impersonation").put("upn", account.email());
      var methods = claims.putArray("amr").add("pwd");
      if (account.multiFactor()) {
        methods.add("mfa");
      }
    }
    var token = jwt(claims);
    access.values().removeIf(it -> !it.expires().isAfter(now()));
    access.put(token, new AccessToken(audience, until, delegated, account.multiFactor()));
    return token;
  }

  long accessTokenSeconds() {
    return account.accessTokenLifetime().toSeconds();
  }

  String newIdToken(String clientId) {
    return jwt(
        claims(clientId, now().plus(account.accessTokenLifetime()))
            .put("name", "Referrals administrator")
            .put("preferred_username", account.email()));
  }

  /** What msal4j calls the home account, base64 of a JSON object. */
  String clientInfo() {
    return BASE64.encodeToString(
        Json.bytes(Json.object().put("uid", userId).put("utid", options.tenantId())));
  }

  String newRefreshToken() {
    var token = "0.AX" + randomText(48);
    refresh.put(token, now().plus(account.refreshTokenLifetime()));
    return token;
  }

  String newCode() {
    var code = "0.AC" + randomText(32);
    codes.put(code, now().plusSeconds(600));
    return code;
  }

  boolean useCode(String code) {
    var until = codes.remove(code);
    return until != null && until.isAfter(now());
  }

  /** Whether the refresh token is good; it stays good unless the switch says otherwise. */
  boolean useRefreshToken(String token) {
    var until = refresh.get(token);
    if (until == null || !until.isAfter(now())) {
      return false;
    }
    if (switches.isOn(Switch.REFRESH_TOKENS_WORK_ONCE)) {
      return refresh.remove(token, until);
    }
    return true;
  }

  void revokeRefreshTokens() {
    refresh.clear();
  }

  void revokeAccessTokens() {
    access.clear();
  }

  /** Makes the token of the options good again, as a new consent of the administrator would. */
  void consentAnew() {
    refresh.put(options.refreshToken(), now().plus(account.refreshTokenLifetime()));
  }

  private ObjectNode claims(String audience, Instant until) {
    return Json.object()
        .put("aud", audience)
        .put("iss", "https://sts.windows.net/" + options.tenantId() + "/")
        .put("iat", now().getEpochSecond())
        .put("nbf", now().getEpochSecond())
        .put("exp", until.getEpochSecond())
        .put("oid", userId)
        .put("sub", userId)
        .put("tid", options.tenantId())
        .put("ver", "1.0")
        .put("uti", randomText(16));
  }

  private String jwt(ObjectNode claims) {
    var header = Json.object().put("typ", "JWT").put("alg", "RS256").put("kid", "sandbox");
    return BASE64.encodeToString(Json.bytes(header))
        + "."
        + BASE64.encodeToString(Json.bytes(claims))
        + "."
        + randomText(256);
  }

  private String randomText(int bytes) {
    var value = new byte[bytes];
    random.nextBytes(value);
    return BASE64.encodeToString(value);
  }

  private Instant now() {
    return options.clock().instant();
  }
}
