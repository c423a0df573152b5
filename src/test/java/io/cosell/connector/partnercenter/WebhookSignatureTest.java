package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.partnercenter.WebhookSignature.Outcome;
import io.cosell.connector.partnercenter.WebhookSignature.Verdict;
import io.cosell.sandbox.partnercenter.Forgery;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.SandboxServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
  private static final String REFERRAL = "6f0e2b1c-7a54-4b53-9c0e-2f6a4f1f0a11";
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private final Endpoint endpoint = new Endpoint();
  private final SandboxServer server = SandboxServer.http(0).serve("/hook", endpoint).start();
  private Map<String, String> settings;
  private Client client;

  /** Judges what arrives and answers accordingly. */
  private class Endpoint extends HttpServlet {
    @java.io.Serial private static final long serialVersionUID = 1L;
    private transient Verdict verdict;
    private transient byte[] body;
    private transient Map<String, String> headers;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      body = request.getInputStream().readAllBytes();
      headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      request
          .getHeaderNames()
          .asIterator()
          .forEachRemaining(name -> headers.put(name, request.getHeader(name)));
      verdict = client.signature.verify(body, request::getHeader);
      response.setStatus(verdict.outcome().status());
    }
  }

  @BeforeEach
  void connect(@TempDir Path folder) {
    settings = Client.settings(sandbox, folder);
    client = new Client(settings, clock, Client.database());
    register(false);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void acceptsWhatPartnerCenterSigned(boolean inOwnHeader) {
    register(inOwnHeader);

    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);

    assertThat(endpoint.verdict.reason()).isEmpty();
    assertThat(endpoint.verdict.accepted()).isTrue();
  }

  @Test
  void readsACertificateInPemToo() {
    sandbox.switches().turnOn(Switch.CERTIFICATE_AS_PEM);

    assertThat(sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_SIGNATURE, 401, the signature does not fit the body",
    "NO_SIGNATURE, 401, the call carries no signature",
    "WRONG_SCHEME, 401, the authorization scheme is not Signature",
    "NO_CERTIFICATE_URL, 400, the header X-MS-Certificate-Url is missing",
    "NO_ALGORITHM, 400, the header X-MS-Signature-Algorithm is missing",
    "WEAK_ALGORITHM, 401, the signature algorithm is not rsa-sha256 or better",
    "FOREIGN_CERTIFICATE_HOST, 401, certificates from host 127.0.0.1 are not allowed",
    "PLAIN_CERTIFICATE_URL, 401, the certificate address is not https",
    "EXPIRED_CERTIFICATE, 401, not valid now",
    "UNTRUSTED_CERTIFICATE, 401, does not lead to a trusted root",
    "FOREIGN_ISSUER, 401, was not issued by Microsoft Corporation",
  })
  void refusesAForgeryWithItsReason(Forgery forgery, int status, String reason) {
    int answered = sandbox.forgedEvent(forgery, "referral-updated", REFERRAL);

    assertThat(endpoint.verdict.reason()).contains(reason);
    assertThat(answered).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "x-ms-signature, Signature !!!, 401, not base64",
    "x-ms-signature, Signature, 401, the authorization scheme is not Signature",
    "x-ms-signature, 'Signature c2lnbmF0dXJl', 401, does not fit",
    "X-MS-Signature-Algorithm, rsa-sha256-pss, 401, rsa-sha256 or better",
    "X-MS-Signature-Algorithm, ecdsa-sha256, 401, rsa-sha256 or better",
    "X-MS-Signature-Algorithm, rsa-sha1, 401, rsa-sha256 or better",
    "X-MS-Certificate-Url, 'https://a b', 401, not an address",
    "X-MS-Certificate-Url, 'https://localhost@evil.example/x.cer', 401, not https",
    "X-MS-Certificate-Url, 'file:///etc/hosts', 401, not https",
    "X-MS-Certificate-Url, 'https://localhost.evil.example/x.cer', 401, not allowed",
  })
  void refusesChangedHeaders(String header, String value, int status, String reason) {
    register(true);
    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);
    endpoint.headers.put(header, value);

    var verdict = client.signature.verify(endpoint.body, endpoint.headers::get);

    assertThat(verdict.reason()).contains(reason);
    assertThat(verdict.outcome().status()).isEqualTo(status);
  }

  @Test
  void refusesABodyThatDiffersInOneByte() {
    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);
    endpoint.body[endpoint.body.length - 1] = ' ';

    var verdict = client.signature.verify(endpoint.body, endpoint.headers::get);

    assertThat(verdict)
        .isEqualTo(new Verdict(Outcome.UNAUTHORISED, "the signature does not fit the body"));
  }

  @Test
  void fetchesTheCertificateOnceForManyEvents() {
    for (int i = 0; i < 5; i++) {
      sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);
    }

    assertThat(sandbox.identity().journal().of("GET", "/cert/")).hasSize(1);
    clock.moveOn(Duration.ofHours(2));
    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);
    assertThat(sandbox.identity().journal().of("GET", "/cert/")).hasSize(2);
  }

  @Test
  void asksForAnotherTryWhileTheCertificateHostIsAway() {
    sandbox
        .identity()
        .faults()
        .inject(Fault.named("status").on("GET", "/cert/").with("status", 503));
    assertThat(sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL)).isEqualTo(503);
    assertThat(endpoint.verdict.outcome()).isEqualTo(Outcome.CERTIFICATE_UNAVAILABLE);

    sandbox.identity().faults().inject(Fault.named("cut-connection").on("GET", "/cert/").always());
    assertThat(sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL)).isEqualTo(503);
    assertThat(endpoint.verdict.reason()).contains("cannot be reached");

    sandbox.identity().faults().clear();
    assertThat(sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL)).isEqualTo(200);
  }

  @Test
  void goesOnWithTheKnownCertificateWhileItsHostIsAway() {
    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);
    clock.moveOn(Duration.ofHours(2));
    sandbox
        .identity()
        .faults()
        .inject(Fault.named("status").on("GET", "/cert/").always().with("status", 503));

    assertThat(sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "404, nothing, the certificate host answered 404",
    "302, nothing, the certificate host answered 302",
    "200, nothing, is not a certificate",
  })
  void refusesWhatIsNoCertificate(int status, String body, String reason) {
    sandbox
        .identity()
        .faults()
        .inject(
            Fault.named("status").on("GET", "/cert/").with("status", status).with("body", body));

    int answered = sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);

    assertThat(endpoint.verdict.reason()).contains(reason);
    assertThat(answered).isEqualTo(401);
  }

  @Test
  void readsNoMoreThanACertificatesWorth() {
    sandbox
        .identity()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/cert/")
                .with("status", 200)
                .with("body", "x".repeat(70_000)));

    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);

    assertThat(endpoint.verdict.reason()).contains("larger than 65536 bytes");
  }

  @Test
  void looksForARenewedCertificateWhenTheKnownOneDoesNotFitButNotForEachCall() {
    sandbox.forgedEvent(Forgery.NONE, "referral-updated", REFERRAL);
    clock.moveOn(Duration.ofMinutes(1));

    sandbox.forgedEvent(Forgery.WRONG_SIGNATURE, "referral-updated", REFERRAL);
    sandbox.forgedEvent(Forgery.WRONG_SIGNATURE, "referral-updated", REFERRAL);

    assertThat(sandbox.identity().journal().of("GET", "/cert/")).hasSize(2);
  }

  private void register(boolean inOwnHeader) {
    sandbox.overwriteRegistration(
        new io.cosell.sandbox.partnercenter.WebhookRegistration(
            "subscriber",
            server.url() + "/hook",
            List.of("referral-updated", "test-created"),
            inOwnHeader));
  }
}
