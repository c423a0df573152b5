package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.salesforce.ApiClient.Answer;
import io.cosell.sandbox.server.Fault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OAuthTest {
  private static final String TOKEN = "/services/oauth2/token";
  private static final String CLIENT = "&client_id=sandbox-client&client_secret=sandbox-secret";
  private final KeyPair keys = keys();
  private final SalesforceSandbox org =
      new SalesforceSandbox(SalesforceOptions.builder().jwtKey(keys.getPublic()).build());
  private ApiClient api;

  @BeforeEach
  void start() {
    org.start();
    api = new ApiClient(org);
  }

  @AfterEach
  void stop() {
    org.close();
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String error(Answer answer) {
    return answer.status()
        + " "
        + answer.body().path("error").asText()
        + ": "
        + answer.body().path("error_description").asText();
  }

  private String assertion(String claims) throws GeneralSecurityException {
    var padded = Base64.getUrlEncoder();
    var text =
        padded.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + padded.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return text + "." + padded.encodeToString(signature.sign());
  }

  private Answer jwt(String audience, String user) throws GeneralSecurityException {
    var claims =
        "{\"iss\":\"sandbox-client\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":\"%d\"}"
            .formatted(user, audience, Instant.now().plusSeconds(270).getEpochSecond());
    return api.form(
        TOKEN,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
            + assertion(claims).replace("=", "%3D"));
  }

  @Test
  void signsInByClientCredentials() {
    var answer = api.form(TOKEN, "format=json&grant_type=client_credentials" + CLIENT);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("instance_url").asText()).isEqualTo(org.url());
    assertThat(answer.body().path("id").asText())
        .endsWith("/id/" + org.organizationId() + "/" + org.integrationUser());
    assertThat(answer.body().path("issued_at").isTextual()).isTrue();
    assertThat(answer.body().has("expires_in")).isFalse();
  }

  @Test
  void takesTheSecretFromHttpBasic() {
    var basic =
        Base64.getEncoder()
            .encodeToString("sandbox-client:sandbox-secret".getBytes(StandardCharsets.UTF_8));

    var answer =
        api.form(TOKEN, "grant_type=client_credentials", "Authorization", "Basic " + basic);

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void signsInByPasswordAndByRefreshToken() {
    var password =
        api.form(
            TOKEN,
            "grant_type=password&username=integration%40cosell.example&password=sandbox-password"
                + CLIENT);
    var refresh =
        api.form(TOKEN, "grant_type=refresh_token&refresh_token=" + org.refreshToken() + CLIENT);

    assertThat(password.status()).isEqualTo(200);
    assertThat(refresh.status()).isEqualTo(200);
    assertThat(refresh.body().has("refresh_token")).isFalse();
  }

  @Test
  void signsInByASignedAssertionWithPaddingAndQuotedExpiry() throws Exception {
    var good = jwt(org.url(), "integration@cosell.example");
    var audience = jwt("https://elsewhere.example", "integration@cosell.example");
    var stranger = jwt(org.url(), "stranger@cosell.example");

    assertThat(good.status()).isEqualTo(200);
    assertThat(error(audience)).isEqualTo("400 invalid_grant: Audience validation failed");
    assertThat(error(stranger)).isEqualTo("400 invalid_grant: user hasn't approved this consumer");
  }

  @Test
  void refusesInTheWordsOfTheTokenEndpoint() {
    var secret =
        api.form(TOKEN, "grant_type=client_credentials&client_id=sandbox-client&client_secret=x");
    var client = api.form(TOKEN, "grant_type=client_credentials&client_id=x&client_secret=x");
    var refresh = api.form(TOKEN, "grant_type=refresh_token&refresh_token=x" + CLIENT);
    var grant = api.form(TOKEN, "grant_type=magic" + CLIENT);
    org.faults()
        .inject(
            Fault.named("oauth-error")
                .with("error", "inactive_user")
                .with("description", "user is inactive"));
    var told = api.form(TOKEN, "grant_type=client_credentials" + CLIENT);

    assertThat(error(secret)).startsWith("400 invalid_client: ");
    assertThat(error(client)).isEqualTo("400 invalid_client_id: client identifier invalid");
    assertThat(error(refresh)).isEqualTo("400 invalid_grant: expired access/refresh token");
    assertThat(error(grant)).startsWith("400 unsupported_grant_type: ");
    assertThat(error(told)).isEqualTo("400 inactive_user: user is inactive");
  }

  @Test
  void refusesClientCredentialsOnALoginHost() {
    try (var login = new SalesforceSandbox(SalesforceOptions.builder().loginHost(true).build())) {
      login.start();

      var answer = new ApiClient(login).form(TOKEN, "grant_type=client_credentials" + CLIENT);

      assertThat(error(answer))
          .isEqualTo("400 invalid_grant: request not supported on this domain");
    }
  }

  @Test
  void tellsWhoIsSignedInUntilTheTokenIsRevoked() {
    var path = "/id/" + org.organizationId() + "/" + org.integrationUser();

    var identity = get(path);
    var userinfo = get("/services/oauth2/userinfo");
    var revoked = get("/services/oauth2/revoke?token=" + api.token());
    var after = get(path);

    assertThat(identity.body().path("organization_id").asText()).isEqualTo(org.organizationId());
    assertThat(userinfo.body().path("user_id").asText()).isEqualTo(org.integrationUser());
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(after.status()).isEqualTo(403);
    assertThat(api.get("/limits").errorCode()).isEqualTo("INVALID_SESSION_ID");
  }

  private Answer get(String path) {
    return api.absolute("GET", path);
  }
}
