package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupTest {
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private Map<String, String> settings;
  private Path folder;

  @BeforeEach
  void connect(@TempDir Path folder) {
    this.folder = folder;
    settings = Client.settings(sandbox, folder);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({
    "partner-center.base-url, http://api.partner.example, use https",
    "partner-center.base-url, '', is empty",
    "partner-center.base-url, not an address, write it like https://host",
    "partner-center.base-url, ftp://host, write it like https://host",
    "partner-center.base-url, https://host?x=1, must have no user",
    "partner-center.webhook-base-url, http://10.0.0.1:8080, use https",
    "partner-center.authority, http://127.0.0.1:8080/common, use https",
    "partner-center.client-id, '', application (client) id",
    "partner-center.client-secret, '', set one of the two",
    "partner-center.client-certificate, missing.p12, cannot be read",
    "partner-center.refresh-token, '', is empty and no sign-in is stored",
    "webhook.public-url, http://connector.example/hook, use https",
    "webhook.certificate-hosts, https://host.example, without scheme",
    "webhook.certificate-hosts, host.example:443, without scheme",
    "webhook.trust-certificates, missing.pem, readable PEM file",
    "tls.trust-certificates, missing.pem, readable PEM file",
  })
  void namesTheSettingItsValueAndTheRemedy(String setting, String value, String remedy) {
    settings.put(setting, value);

    try (var client = new Client(settings, clock, Client.database())) {
      assertThat(client.partnerCenter.check())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.setting()).isEqualTo("cosell." + setting);
                assertThat(problem.remedy()).contains(remedy);
                assertThat(value).startsWith(problem.value());
              });
    }
    assertThat(sandbox.api().journal().all()).isEmpty();
  }

  @Test
  void reportsAnAddressThatDoesNotAnswer() {
    settings.put("partner-center.base-url", "http://127.0.0.1:9");

    try (var client = new Client(settings, clock, Client.database())) {
      assertThat(client.partnerCenter.check())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.setting()).isEqualTo("cosell.partner-center.base-url");
                assertThat(problem.value()).isEqualTo("http://127.0.0.1:9");
                assertThat(problem.remedy()).contains("cannot be reached");
              });
    }
  }

  @Test
  void goesOnAsSoonAsTheFileOfRootsIsRight() throws IOException {
    var good = Path.of(settings.get("tls.trust-certificates"));
    var file = folder.resolve("late.pem");
    settings.put("tls.trust-certificates", file.toString());
    try (var client = new Client(settings, clock, Client.database())) {
      assertThat(client.partnerCenter.check()).hasSize(1);

      Files.copy(good, file);

      assertThat(client.partnerCenter.check()).isEmpty();
    }
  }

  @Test
  void reportsAClientCertificateThatDoesNotOpen() throws IOException {
    var file = Files.writeString(folder.resolve("client.p12"), "no key store");
    settings.put("partner-center.client-certificate", file.toString());
    settings.put("partner-center.client-certificate-password", "wrong-password");

    try (var client = new Client(settings, clock, Client.database())) {
      assertThat(client.partnerCenter.check())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.setting()).isEqualTo("cosell.partner-center.client-certificate");
                assertThat(problem.toString()).doesNotContain("wrong-password");
              });
    }
  }
}
