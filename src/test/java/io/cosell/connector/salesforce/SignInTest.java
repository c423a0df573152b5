package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  private static final String USER = "integration@cosell.example";
  @TempDir private Path directory;

  @Test
  void signsInWithAToken() {
    try (var cloud = SalesforceSandbox.started();
        var connector =
            ConnectorPart.connectedTo(
                cloud.url(),
                "cosell.salesforce.client-id=sandbox-client",
                "cosell.salesforce.client-secret=sandbox-secret",
                "cosell.salesforce.authentication=refresh-token",
                "cosell.salesforce.refresh-token=" + cloud.refreshToken())) {
      assertThat(connector.salesforce().check()).isEmpty();
    }
  }

  @Test
  void signsInWithAKey() throws GeneralSecurityException, IOException {
    var certificate = new HeldCertificate.Builder().rsa2048().build();
    var options = SalesforceOptions.builder().jwtKey(certificate.keyPair().getPublic()).build();
    try (var cloud = new SalesforceSandbox(options).start();
        var connector =
            ConnectorPart.connectedTo(
                cloud.url(),
                "cosell.salesforce.client-id=sandbox-client",
                "cosell.salesforce.client-secret=",
                "cosell.salesforce.authentication=jwt",
                "cosell.salesforce.username=" + USER,
                "cosell.salesforce.key-store=" + keyStoreWith(certificate),
                "cosell.salesforce.key-store-password=changeit")) {
      assertThat(connector.salesforce().check()).isEmpty();
    }
  }

  @Test
  void saysThatThePasswordOfTheKeyStoreIsWrong() throws GeneralSecurityException, IOException {
    var certificate = new HeldCertificate.Builder().rsa2048().build();
    try (var cloud = SalesforceSandbox.started();
        var connector =
            ConnectorPart.connectedTo(
                cloud.url(),
                "cosell.salesforce.authentication=jwt",
                "cosell.salesforce.username=" + USER,
                "cosell.salesforce.key-store=" + keyStoreWith(certificate),
                "cosell.salesforce.key-store-password=guessed-wrong")) {
      assertThat(connector.salesforce().check())
          .singleElement()
          .satisfies(
              problem ->
                  assertThat(problem.toString())
                      .contains("check the key store, its password")
                      .doesNotContain("guessed-wrong"));
    }
  }

  private Path keyStoreWith(HeldCertificate certificate)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "connector",
        certificate.keyPair().getPrivate(),
        "changeit".toCharArray(),
        new java.security.cert.Certificate[] {certificate.certificate()});
    var file = directory.resolve("key.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }
}
