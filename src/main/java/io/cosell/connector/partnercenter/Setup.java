package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteAddress;
import io.cosell.connector.remote.TrustedRoots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Looks at the settings alone, without any call. */
@Component
class Setup {
  private static final String PREFIX = "cosell.partner-center.";

  private final PartnerCenterProperties settings;
  private final WebhookProperties webhook;
  private final TrustedRoots trust;
  private final SigningCertificates certificates;
  private final TokenStore store;

  Setup(
      PartnerCenterProperties settings,
      WebhookProperties webhook,
      TrustedRoots trust,
      SigningCertificates certificates,
      TokenStore store) {
    this.settings = settings;
    this.webhook = webhook;
    this.trust = trust;
    this.certificates = certificates;
    this.store = store;
  }

  static Problem noRefreshToken() {
    return new Problem(
        PREFIX + "refresh-token",
        "",
        "is empty and no sign-in is stored; sign in once as the integration user and set the"
            + " refresh token");
  }

  /** Like any address, but a query may follow: gateways like to have a key there. */
  static Optional<Problem> checkPublicUrl(WebhookProperties webhook) {
    if (webhook.publicUrl().isBlank()) {
      return Optional.empty();
    }
    var withoutQuery = webhook.publicUrl().strip().replaceAll("\\?.*$", "");
    return RemoteAddress.check("cosell.webhook.public-url", withoutQuery);
  }

  /** What is missing or cannot work, one problem each. */
  List<Problem> check() {
    var problems = new ArrayList<Problem>();
    RemoteAddress.check(PREFIX + "base-url", settings.baseUrl()).ifPresent(problems::add);
    RemoteAddress.check(PREFIX + "webhook-base-url", settings.webhookBaseUrl())
        .ifPresent(problems::add);
    checkAuthority(problems);
    checkClient(problems);
    trust.check().ifPresent(problems::add);
    store.check().ifPresent(problems::add);
    checkWebhook(problems);
    return problems;
  }

  private void checkAuthority(List<Problem> problems) {
    var name = PREFIX + "authority";
    var problem = RemoteAddress.check(name, settings.authority());
    if (problem.isPresent()) {
      problems.add(problem.get());
    } else if (!settings.authority().strip().regionMatches(true, 0, "https:", 0, 6)) {
      problems.add(new Problem(name, settings.authority(), "must be https, always; use https"));
    }
  }

  private void checkClient(List<Problem> problems) {
    if (settings.clientId().isBlank()) {
      problems.add(
          new Problem(
              PREFIX + "client-id",
              "",
              "is empty; set it to the application (client) id of the app registration"));
    }
    var certificate = settings.clientCertificate();
    if (certificate.isBlank() && settings.clientSecret().isBlank()) {
      problems.add(
          new Problem(
              PREFIX + "client-secret",
              "",
              "is empty and there is no client-certificate; set one of the two"));
    } else if (!certificate.isBlank() && !Files.isReadable(Path.of(certificate))) {
      problems.add(
          new Problem(
              PREFIX + "client-certificate",
              certificate,
              "cannot be read; correct the file name or the file's permissions"));
    }
    if (settings.refreshToken().isBlank() && store.load().isEmpty()) {
      problems.add(noRefreshToken());
    }
  }

  private void checkWebhook(List<Problem> problems) {
    checkPublicUrl(webhook).ifPresent(problems::add);
    for (var host : webhook.certificateHosts()) {
      if (!host.strip().matches("[A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+]")) {
        problems.add(
            new Problem(
                "cosell.webhook.certificate-hosts",
                host,
                "is not a plain host name; write host names without scheme, port or path"));
      }
    }
    certificates.check().ifPresent(problems::add);
  }
}
