package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.MsalInteractionRequiredException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import com.microsoft.aad.msal4j.SilentParameters;
import io.cosell.sandbox.server.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** The token endpoint as msal4j, the library of the real clients, sees it. */
class TokenEndpointTest extends SandboxTest {
  private static final Set<String> REFERRAL_SCOPE =
      Set.of("https://api.partner.microsoft.com/.default");
  private static final Set<String> WEBHOOK_SCOPE =
      Set.of("https://api.partnercenter.microsoft.com/.default");
  private static final String TOKEN = "/oauth2/v2.0/token";

  @Test
  void exchangesTheBootstrapRefreshTokenForAnAccessTokenOfTheReferralsApi() throws Exception {
    var signedIn = bootstrap(application());

    assertThat(signedIn.account().username()).isEqualTo(sandbox.account().email());
    assertThat(sendWith(signedIn.accessToken(), "GET", REFERRALS, null).statusCode())
        .isEqualTo(200);
    assertThat(sendWith(signedIn.accessToken(), "GET", REGISTRATION, null).statusCode())
        .isEqualTo(401);
  }

  @Test
  void givesATokenForTheSecondApiSilently() throws Exception {
    var application = application();
    var signedIn = bootstrap(application);

    var second = silently(application, signedIn, WEBHOOK_SCOPE);

    assertThat(second.accessToken()).isNotEqualTo(signedIn.accessToken());
    assertThat(sendWith(second.accessToken(), "GET", REGISTRATION + "/events", null).statusCode())
        .isEqualTo(200);
    assertThat(sendWith(second.accessToken(), "GET", REFERRALS, null).statusCode()).isEqualTo(401);
  }

  @Test
  void answersFromTheCacheOfTheClientWhileTheTokenLives() throws Exception {
    var application = application();
    var signedIn = bootstrap(application);

    var again = silently(application, signedIn, REFERRAL_SCOPE);

    assertThat(again.accessToken()).isEqualTo(signedIn.accessToken());
    assertThat(sandbox.identity().journal().of("POST", TOKEN)).hasSize(1);
  }

  @Test
  void renewsAnExpiredTokenSilentlyWithTheRotatedRefreshToken() throws Exception {
    sandbox.account().accessTokensLast(Duration.ofSeconds(60));
    sandbox.switches().turnOn(Switch.REFRESH_TOKENS_WORK_ONCE);
    var application = application();
    var signedIn = bootstrap(application);

    var second = silently(application, signedIn, REFERRAL_SCOPE);
    var third = silently(application, second, REFERRAL_SCOPE);

    assertThat(third.accessToken()).isNotEqualTo(second.accessToken());
    var used =
        sandbox.identity().journal().of("POST", TOKEN).stream()
            .map(call -> call.body().replaceAll(".*refresh_token=([^&]*).*", "$1"))
            .toList();
    assertThat(used).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void renewsSilentlyAfterARestartWithTheStoredCache() throws Exception {
    sandbox.account().accessTokensLast(Duration.ofSeconds(60));
    var first = application();
    bootstrap(first);
    var second = application();
    second.tokenCache().deserialize(first.tokenCache().serialize());

    var account = second.getAccounts().join().iterator().next();
    var renewed =
        second
            .acquireTokenSilently(SilentParameters.builder(WEBHOOK_SCOPE, account).build())
            .join();

    assertThat(sendWith(renewed.accessToken(), "GET", REGISTRATION + "/events", null).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesARevokedRefreshTokenWithInvalidGrant() throws Exception {
    sandbox.revokeRefreshTokens();
    var application = application();

    assertThatThrownBy(() -> bootstrap(application))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(MsalInteractionRequiredException.class)
        .hasMessageContaining("AADSTS700082")
        .satisfies(
            e -> assertThat(((MsalServiceException) e).errorCode()).isEqualTo("invalid_grant"));
  }

  @Test
  void refusesAnAccessTokenWhoseTimeIsOver() throws Exception {
    var signedIn = bootstrap(application());

    clock.moves(Duration.ofHours(1));

    assertThat(sendWith(signedIn.accessToken(), "GET", REFERRALS, null).statusCode())
        .isEqualTo(401);
  }

  @Test
  void refusesAWrongSecret() {
    assertThatThrownBy(() -> bootstrap(application("guess")))
        .cause()
        .hasMessageContaining("AADSTS7000215");
  }

  @Test
  void givesTheApplicationAloneATokenForWebhooksButNotForReferrals() throws Exception {
    var application = application();
    var webhooks = alone(application, WEBHOOK_SCOPE);
    var referrals = alone(application, REFERRAL_SCOPE);

    assertThat(sendWith(webhooks, "GET", REGISTRATION + "/events", null).statusCode())
        .isEqualTo(200);
    assertRefused(
        sendWith(referrals, "GET", REFERRALS, null), 403, "accessDenied", "Application-only");
  }

  @Test
  void signsInWithACodeFromTheAuthorizePage() throws Exception {
    var back = URI.create("http://localhost:8080/signed-in");
    var page =
        post("/oauth2/v2.0/authorize?redirect_uri=" + back + "&state=s%201&response_type=code", "");
    var target = page.headers().firstValue("Location").orElseThrow();
    var code = target.replaceAll(".*code=([^&]*).*", "$1");

    var signedIn =
        application()
            .acquireToken(
                AuthorizationCodeParameters.builder(code, back).scopes(REFERRAL_SCOPE).build())
            .join();

    assertThat(page.statusCode()).isEqualTo(302);
    assertThat(target).startsWith(back + "?code=").endsWith("&state=s+1");
    assertThat(sendWith(signedIn.accessToken(), "GET", REFERRALS, null).statusCode())
        .isEqualTo(200);
  }

  @Test
  void speaksTheFirstVersionOfTheProtocolToo() throws Exception {
    var answer =
        json(
            post(
                "/oauth2/token",
                "grant_type=refresh_token&refresh_token=sandbox-refresh-token&scope=openid"
                    + "&client_id=sandbox-client&client_secret=sandbox-secret"
                    + "&resource=https%3A%2F%2Fapi.partner.microsoft.com"));

    assertThat(answer.get("expires_in").isTextual()).isTrue();
    assertThat(answer.get("expires_in").asText()).isEqualTo("3599");
    assertThat(answer.get("resource").asText()).isEqualTo("https://api.partner.microsoft.com");
    assertThat(answer.get("scope").asText()).isEqualTo("user_impersonation");
    var token = answer.get("access_token").asText();
    assertThat(sendWith(token, "GET", REFERRALS, null).statusCode()).isEqualTo(200);
  }

  @Test
  void refusesUnknownResourcesTenantsAndGrants() throws Exception {
    var client = "client_id=sandbox-client&client_secret=sandbox-secret&";

    assertThat(post("/oauth2/v2.0/token", client + "scope=https://other.example/.default").body())
        .contains("AADSTS500011");
    assertThat(
            post(
                    "/oauth2/v2.0/token",
                    client + "grant_type=password&scope=https://api.partner.microsoft.com/.default")
                .body())
        .contains("AADSTS70003");
    assertThat(post("/../other-tenant/oauth2/v2.0/token", client).body()).contains("AADSTS90002");
  }

  @Test
  void canBeBusy() throws Exception {
    sandbox
        .identity()
        .faults()
        .inject(Fault.named("status").on("POST", TOKEN).with("status", 429).with("retryAfter", 7));
    var application = application();

    assertThatThrownBy(() -> bootstrap(application))
        .cause()
        .isInstanceOf(MsalServiceException.class);
    assertThat(bootstrap(application).accessToken()).isNotEmpty();
  }

  @Test
  void describesItselfAsAnOpenIdProvider() throws Exception {
    var application =
        ConfidentialClientApplication.builder(
                "sandbox-client", ClientCredentialFactory.createFromSecret("sandbox-secret"))
            .oidcAuthority(sandbox.authority())
            .sslSocketFactory(trustingTheSandbox().getSocketFactory())
            .build();

    assertThat(bootstrap(application).accessToken()).isNotEmpty();
  }

  private ConfidentialClientApplication application() throws MalformedURLException {
    return application("sandbox-secret");
  }

  private ConfidentialClientApplication application(String secret) throws MalformedURLException {
    return ConfidentialClientApplication.builder(
            "sandbox-client", ClientCredentialFactory.createFromSecret(secret))
        .authority(sandbox.authority())
        .instanceDiscovery(false)
        .httpClient(new PortKeepingHttpClient(trustingTheSandbox(), sandbox.identity().port()))
        .build();
  }

  private HttpResponse<String> post(String path, String form) throws Exception {
    return HttpClient.newBuilder()
        .sslContext(trustingTheSandbox())
        .build()
        .send(
            HttpRequest.newBuilder(URI.create(sandbox.authority() + path).normalize())
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static IAuthenticationResult bootstrap(ConfidentialClientApplication application) {
    return application
        .acquireToken(
            RefreshTokenParameters.builder(REFERRAL_SCOPE, "sandbox-refresh-token").build())
        .join();
  }

  private static IAuthenticationResult silently(
      ConfidentialClientApplication application, IAuthenticationResult signedIn, Set<String> scope)
      throws MalformedURLException {
    return application
        .acquireTokenSilently(SilentParameters.builder(scope, signedIn.account()).build())
        .join();
  }

  private static String alone(ConfidentialClientApplication application, Set<String> scope) {
    return application
        .acquireToken(ClientCredentialParameters.builder(scope).build())
        .join()
        .accessToken();
  }

  private SSLContext trustingTheSandbox() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var pem = sandbox.trustCertificatesPem().getBytes(StandardCharsets.US_ASCII);
      for (var root :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))) {
        store.setCertificateEntry("root" + store.size(), root);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
