package io.cosell.sandbox;

import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings that lead a connector to the simulators instead of the real clouds. */
public final class ConnectorSettings {
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * Settings for a connector on this port; writes the certificates to trust into the directory.
   *
   * @param directory where the connector's database goes, too
   */
  public ConnectorSettings(
      SalesforceSandbox salesforce, PartnerCenterSandbox partnerCenter, int port, Path directory) {
    var trust = trust(partnerCenter, directory);
    var login = partnerCenter.options();
    settings.put("server.port", String.valueOf(port));
    settings.put(
        "spring.datasource.url",
        "jdbc:h2:async:"
            + directory.resolve("cosell").toAbsolutePath()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0");
    settings.put("cosell.partner-center.base-url", partnerCenter.apiUrl());
    settings.put("cosell.partner-center.webhook-base-url", partnerCenter.apiUrl());
    settings.put("cosell.partner-center.authority", partnerCenter.authority());
    settings.put("cosell.partner-center.instance-discovery", "false");
    settings.put("cosell.partner-center.client-id", login.clientId());
    settings.put("cosell.partner-center.client-secret", login.clientSecret());
    settings.put("cosell.partner-center.refresh-token", login.refreshToken());
    settings.put("cosell.encryption-key", "only-for-the-sandbox");
    settings.put(
        "cosell.webhook.public-url", "http://127.0.0.1:" + port + "/webhooks/partner-center");
    settings.put("cosell.webhook.overwrite-registration", "true");
    settings.put("cosell.webhook.certificate-hosts", partnerCenter.certificateHost());
    settings.put("cosell.webhook.trust-certificates", trust);
    settings.put("cosell.tls.trust-certificates", trust);
    settings.put("cosell.salesforce.login-url", salesforce.url());
    settings.put("cosell.salesforce.client-id", "sandbox-client");
    settings.put("cosell.salesforce.client-secret", "sandbox-secret");
    settings.put("cosell.console.username", "operator");
    settings.put("cosell.console.password", "sandbox");
  }

  private static String trust(PartnerCenterSandbox partnerCenter, Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return partnerCenter
        .writeTrustCertificates(directory.resolve("sandbox.pem"))
        .toAbsolutePath()
        .toString();
  }

  /** All settings by name. */
  public Map<String, String> asMap() {
    return Map.copyOf(settings);
  }

  /** The settings as command-line arguments, without those that the others set already. */
  List<String> asArguments(List<String> others) {
    var arguments = new ArrayList<String>(others);
    settings.forEach(
        (name, value) -> {
          var start = "--" + name + "=";
          if (others.stream().noneMatch(it -> it.startsWith(start))) {
            arguments.add(start + value);
          }
        });
    return arguments;
  }

  /** The settings as the text of a properties file. */
  String asProperties() {
    var text = new StringBuilder();
    settings.forEach(
        (name, value) ->
            text.append(name).append('=').append(value.replace("\\", "\\\\")).append('\n'));
    return text.toString();
  }

  /** Writes {@link #asProperties()} to a file. */
  Path writeTo(Path file) {
    try {
      return Files.writeString(file, asProperties());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
