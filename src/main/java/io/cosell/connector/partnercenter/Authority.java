package io.cosell.connector.partnercenter;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAccount;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.RefreshTokenParameters;
import com.microsoft.aad.msal4j.SilentParameters;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Masking;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.support.ExecutorServiceAdapter;
import org.springframework.stereotype.Component;

/**
 * The OAuth authority, asked through msal4j. Keeps nothing: every call starts from a token cache
 * and gives back the cache as it is afterwards.
 */
@Component
class Authority {
  private static final String SECRET = "cosell.partner-center.client-secret";
  private static final String CERTIFICATE = "cosell.partner-center.client-certificate";

  private final PartnerCenterProperties settings;
  private final HttpClient http;
  private final Clock clock;

  Authority(PartnerCenterProperties settings, HttpClient outgoingHttp, Clock clock) {
    this.settings = settings;
    this.http = outgoingHttp;
    this.clock = clock;
  }

  /**
   * An answer of the authority.
   *
   * @param token the access token with its end
   * @param cache the token cache afterwards, with the rotated refresh token
   */
  record Grant(IAuthenticationResult token, String cache) {}

  /** Signs in with a refresh token; always a call. */
  Grant redeem(String scope, String refreshToken) {
    var application = application();
    var parameters = RefreshTokenParameters.builder(Set.of(scope), refreshToken).build();
    try {
      return grant(application, application.acquireToken(parameters).join());
    } catch (CompletionException e) {
      throw translated(e.getCause());
    }
  }

  /**
   * Takes a token out of the cache, or renews it with the cached refresh token. Empty when the
   * cache knows no account.
   */
  Optional<Grant> renew(String scope, String cache, boolean evenIfValid) {
    var application = application();
    application.tokenCache().deserialize(cache);
    try {
      var accounts = application.getAccounts().join();
      if (accounts.isEmpty()) {
        return Optional.empty();
      }
      var parameters = silent(scope, accounts.iterator().next(), evenIfValid);
      return Optional.of(grant(application, application.acquireTokenSilently(parameters).join()));
    } catch (CompletionException e) {
      throw translated(e.getCause());
    } catch (MalformedURLException e) {
      throw unusableAuthority(e);
    }
  }

  private static SilentParameters silent(String scope, IAccount account, boolean evenIfValid) {
    return SilentParameters.builder(Set.of(scope), account).forceRefresh(evenIfValid).build();
  }

  private static Grant grant(ConfidentialClientApplication from, IAuthenticationResult token) {
    return new Grant(token, from.tokenCache().serialize());
  }

  private ConfidentialClientApplication application() {
    try {
      var authority = URI.create(settings.authority().strip());
      return ConfidentialClientApplication.builder(settings.clientId().strip(), credential())
          .authority(authority.toString())
          .instanceDiscovery(settings.instanceDiscovery())
          .validateAuthority(settings.instanceDiscovery())
          .httpClient(new LoginHttpClient(http, authority, settings.responseTimeout(), clock))
          .disableInternalRetries()
          .executorService(new ExecutorServiceAdapter(new SyncTaskExecutor()))
          .applicationName("cosell-connector")
          .build();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw unusableAuthority(e);
    }
  }

  private IClientCredential credential() {
    if (settings.clientCertificate().isBlank()) {
      return ClientCredentialFactory.createFromSecret(settings.clientSecret());
    }
    try (var file = Files.newInputStream(Path.of(settings.clientCertificate()))) {
      return ClientCredentialFactory.createFromCertificate(
          file, settings.clientCertificatePassword());
    } catch (IOException | GeneralSecurityException e) {
      throw new SignInRefusedException(
          new Problem(
              CERTIFICATE,
              settings.clientCertificate(),
              "is not a PKCS#12 file that opens with"
                  + " cosell.partner-center.client-certificate-password; correct one of the two"),
          e);
    }
  }

  private SignInRefusedException unusableAuthority(Exception cause) {
    return new SignInRefusedException(
        new Problem(
            "cosell.partner-center.authority",
            settings.authority(),
            "is not an OAuth authority; write it like https://login.microsoftonline.com/<tenant>"),
        cause);
  }

  private RemoteUnavailableException translated(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RemoteUnavailableException unavailable) {
        return unavailable;
      }
    }
    if (failure instanceof MsalServiceException refusal) {
      return new SignInRefusedException(problem(refusal), null);
    }
    return new RemoteUnavailableException(
        ErrorCode.PARTNER_CENTER_AWAY,
        "The sign-in to Partner Center failed: " + Reason.of(failure),
        null);
  }

  private Problem problem(MsalServiceException refusal) {
    var code = String.valueOf(refusal.errorCode());
    var said = " The authority said: " + code + ", " + Masking.mask(refusal.getMessage());
    return switch (code) {
      case "invalid_grant", "interaction_required", "consent_required", "login_required" ->
          new Problem(
              "cosell.partner-center.refresh-token",
              "(hidden)",
              "the sign-in has expired or was revoked. Sign in again as the integration user with"
                  + " multifactor authentication and set the new refresh token."
                  + said);
      case "invalid_client", "unauthorized_client" ->
          settings.clientCertificate().isBlank()
              ? new Problem(
                  SECRET,
                  "(hidden)",
                  "is not accepted for client id "
                      + settings.clientId()
                      + "; make a new secret in the app registration and set it."
                      + said)
              : new Problem(
                  CERTIFICATE,
                  settings.clientCertificate(),
                  "is not accepted for client id "
                      + settings.clientId()
                      + "; register the certificate with the app registration."
                      + said);
      case "invalid_scope", "invalid_resource" ->
          new Problem(
              "cosell.partner-center.scope",
              settings.scope() + " and " + settings.webhookScope(),
              "is not known to the authority or not consented; correct it or give admin consent."
                  + said);
      default ->
          new Problem(
              "cosell.partner-center.authority",
              settings.authority(),
              "refused the sign-in; check authority, client id and consent." + said);
    };
  }
}
