package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.partnercenter.WebhookSignature.Outcome;
import io.cosell.connector.partnercenter.WebhookSignature.Verdict;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.SandboxServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing certificates whose issuer is not the root itself, as Microsoft's are not. */
class SigningPathTest {
  private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String MICROSOFT = "CN=Issuing CA 02,O=Microsoft Corporation,C=US";
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private final SandboxServer issuers = SandboxServer.http(0);
  private final TestCertificates root = TestCertificates.root("CN=World Root,O=World,C=US");
  private final TestCertificates intermediate = root.authority(MICROSOFT);
  private Map<String, String> settings;
  private Client client;

  @BeforeEach
  void connect(@TempDir Path folder) throws IOException {
    issuers.watched(clock, "/*").serve("/ca.crt", file(intermediate.der())).start();
    settings = Client.settings(sandbox, folder);
    var roots = folder.resolve("signing-roots.pem");
    Files.writeString(roots, root.pem());
    settings.put("webhook.trust-certificates", roots.toString());
    settings.put("webhook.issuer-hosts", "127.0.0.1");
    start();
  }

  @AfterEach
  void close() {
    client.close();
    issuers.close();
    sandbox.close();
  }

  @Test
  void fetchesTheMissingIssuer() throws GeneralSecurityException {
    var signer = intermediate.signs("CN=events", 2048, issuers.url() + "/ca.crt");

    var verdict = verify(signer, signer.pem());

    assertThat(verdict).isEqualTo(new Verdict(Outcome.ACCEPTED, ""));
    assertThat(verify(signer, signer.pem()).accepted()).isTrue();
    assertThat(issuers.journal().all()).hasSize(1);
  }

  @Test
  void usesIssuersThatCameAlong() throws GeneralSecurityException {
    var signer = intermediate.signs("CN=events", 2048, null);

    assertThat(verify(signer, signer.pem() + intermediate.pem()).accepted()).isTrue();
  }

  @Test
  void fetchesNoIssuerFromAHostThatIsNotAllowed() throws GeneralSecurityException {
    settings.put("webhook.issuer-hosts", "www.microsoft.com");
    client.close();
    start();
    var signer = intermediate.signs("CN=events", 2048, issuers.url() + "/ca.crt");

    var verdict = verify(signer, signer.pem());

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNAUTHORISED);
    assertThat(verdict.reason()).contains("does not lead to a trusted root");
    assertThat(issuers.journal().all()).isEmpty();
  }

  @Test
  void asksForAnotherTryWhileTheIssuersHostIsAway() throws GeneralSecurityException {
    issuers.faults().inject(Fault.named("status").with("status", 503));
    var signer = intermediate.signs("CN=events", 2048, issuers.url() + "/ca.crt");

    assertThat(verify(signer, signer.pem()).outcome()).isEqualTo(Outcome.CERTIFICATE_UNAVAILABLE);

    assertThat(verify(signer, signer.pem()).accepted()).isTrue();
  }

  @Test
  void refusesAShortKey() throws GeneralSecurityException {
    var signer = intermediate.signs("CN=events", 1024, issuers.url() + "/ca.crt");

    var verdict = verify(signer, signer.pem());

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNAUTHORISED);
    assertThat(verdict.reason()).contains("at least 2048 bits");
  }

  @Test
  void refusesAnIssuerThatOnlyLooksLikeMicrosoft() throws GeneralSecurityException {
    var lookalike = root.authority("CN=O\\=Microsoft Corporation,O=Somebody Else,C=US");
    var signer = lookalike.signs("CN=events", 2048, null);

    var verdict = verify(signer, signer.pem() + lookalike.pem());

    assertThat(verdict.reason())
        .isEqualTo("the certificate was not issued by Microsoft Corporation");
  }

  private void start() {
    client = new Client(settings, clock, Client.database());
  }

  private Verdict verify(TestCertificates signer, String file) throws GeneralSecurityException {
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(signer.key().getPrivate());
    signature.update(BODY);
    sandbox
        .identity()
        .faults()
        .inject(Fault.named("status").on("GET", "/cert/").with("status", 200).with("body", file));
    var headers =
        Map.of(
            "x-ms-signature",
            "Signature " + Base64.getEncoder().encodeToString(signature.sign()),
            "X-MS-Certificate-Url",
            sandbox.identity().url() + "/cert/events.cer",
            "X-MS-Signature-Algorithm",
            "rsa-sha256");
    var verdict = client.signature.verify(BODY, headers::get);
    sandbox.identity().faults().clear();
    return verdict;
  }

  private static HttpServlet file(byte[] content) {
    return new HttpServlet() {
      @java.io.Serial private static final long serialVersionUID = 1L;

      @Override
      protected void doGet(HttpServletRequest request, HttpServletResponse response)
          throws IOException {
        response.getOutputStream().write(content);
      }
    };
  }
}
