package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.Forgery;
import io.cosell.sandbox.server.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(OutputCaptureExtension.class)
class WebhookTest extends FlowTest {
  private static final int LARGEST = 64 * 1024;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @ParameterizedTest(name = "{0} is answered with {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_CERTIFICATE_URL       | 400 | the header X-MS-Certificate-Url is missing",
        "NO_ALGORITHM             | 400 | the header X-MS-Signature-Algorithm is missing",
        "MALFORMED_BODY           | 400 | the event is not JSON",
        "WRONG_SIGNATURE          | 401 | the signature does not fit the body",
        "NO_SIGNATURE             | 401 | the call carries no signature",
        "WRONG_SCHEME             | 401 | the authorization scheme is not Signature",
        "WEAK_ALGORITHM           | 401 | the signature algorithm is not rsa-sha256 or better",
        "FOREIGN_CERTIFICATE_HOST | 401 | certificates from host 127.0.0.1 are not allowed",
        "PLAIN_CERTIFICATE_URL    | 401 | the certificate address is not https",
        "EXPIRED_CERTIFICATE      | 401 | the certificate is not valid now",
        "UNTRUSTED_CERTIFICATE    | 401 | does not lead to a trusted root",
        "FOREIGN_ISSUER           | 401 | the certificate was not issued by Microsoft Corporation",
      })
  @DisplayName("B18 a forged call is refused and has no effect")
  void b18(Forgery forgery, int status, String reason, CapturedOutput log) {
    var id = unheardReferral("Forged");
    forgetCalls();

    int answer = partnerCenter.forgedEvent(forgery, "referral-updated", id);

    assertThat(answer).isEqualTo(status);
    assertThat(log.getOut()).contains("refused with " + status).contains(reason);
    assertThat(inboxOf("referral/" + id)).isEmpty();
    assertThat(callsNaming(id)).isEmpty();
    assertThat(tokensAsked()).isEmpty();
  }

  @Test
  @DisplayName("B18 a certificate from a host that is not allowed is not even fetched")
  void doesNotFetchAForeignCertificate() {
    var id = unheardReferral("Forged");
    partnerCenter.identity().journal().clear();

    partnerCenter.forgedEvent(Forgery.FOREIGN_CERTIFICATE_HOST, "referral-updated", id);
    partnerCenter.forgedEvent(Forgery.PLAIN_CERTIFICATE_URL, "referral-updated", id);

    assertThat(partnerCenter.identity().journal().all()).isEmpty();
  }

  @Test
  void takesTheSameCallWhenItIsNotForged() {
    var id = unheardReferral("Genuine");

    int answer = partnerCenter.forgedEvent(Forgery.NONE, "referral-updated", id);

    assertThat(answer).isEqualTo(200);
    opportunityOf(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"EventName\":",
        "{\"EventName\":\"referral-updated\"}",
        "{\"EventName\":\"referral-updated\",\"ResourceUri\":\"https://host/referrals/no-guid\"}",
        "{\"EventName\":\"referral-updated\",\"ResourceUri\":\"::\"}",
      })
  void refusesASignedBodyThatIsNoEvent(String body) {
    long before = stored();

    int answer = partnerCenter.signedCall(body.getBytes(StandardCharsets.UTF_8));

    assertThat(answer).isEqualTo(400);
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void refusesABodyLargerThanTheLimitAndTakesOneThatJustFits() {
    var fits = unheardReferral("Just fits");
    var tooLarge = unheardReferral("Too large");

    int taken = partnerCenter.signedCall(event(fits, LARGEST));
    int refused = partnerCenter.signedCall(event(tooLarge, LARGEST + 1));

    assertThat(taken).isEqualTo(200);
    assertThat(refused).isEqualTo(413);
    assertThat(inboxOf("referral/" + fits)).hasSize(1);
    assertThat(inboxOf("referral/" + tooLarge)).isEmpty();
  }

  @Test
  void refusesALargeUnsignedBodyWhateverLengthItDeclares() throws Exception {
    var body = new byte[5 * 1024 * 1024];

    assertThat(post(BodyPublishers.ofByteArray(body))).isEqualTo(413);
    assertThat(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"subscription-active", "test-created", "invoice-ready", "Ünbekannt"})
  @DisplayName("C09 unknown event names are accepted and logged")
  void c09(String name, CapturedOutput log) {
    var id = unheardReferral("Unknown event");

    int answer = partnerCenter.forgedEvent(Forgery.NONE, name, id);

    assertThat(answer).isEqualTo(200);
    assertThat(log.getOut()).contains(name);
    assertThat(inboxOf("referral/" + id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "referral-created",
        "referral-updated",
        "related-referral-created",
        "related-referral-updated",
      })
  @DisplayName("C09 each of the four events is stored before it is answered")
  void c09Known(String name) {
    var id = unheardReferral("Known event");

    int answer = partnerCenter.forgedEvent(Forgery.NONE, name, id);

    assertThat(answer).isEqualTo(200);
    assertThat(inboxOf("referral/" + id)).hasSize(1);
  }

  @Test
  void neverCallsTheAddressAnEventNames() throws IOException {
    var id = unheardReferral("Elsewhere");
    var calls = new AtomicInteger();
    var elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext(
        "/",
        exchange -> {
          calls.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    elsewhere.start();
    try {
      var uri = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/v1.0/referrals/" + id;

      int answer =
          partnerCenter.signedCall(
              """
              {"EventName":"referral-updated","ResourceUri":"%s","ResourceName":"referral"}"""
                  .formatted(uri)
                  .getBytes(StandardCharsets.UTF_8));

      assertThat(answer).isEqualTo(200);
      opportunityOf(id);
      untilIdle();
      assertThat(calls).hasValue(0);
    } finally {
      elsewhere.stop(0);
    }
  }

  @Test
  void answersWithAnErrorWhenTheEventCannotBeStoredSoThatItIsSentAgain() {
    var id = unheardReferral("Not stored");
    var database = connector.bean(JdbcClient.class);
    database
        .sql(
            "alter table inbox_entry add constraint refuses check (subject <> 'referral/"
                + id
                + "')")
        .update();
    int refused;
    try {
      refused = partnerCenter.forgedEvent(Forgery.NONE, "referral-created", id);
    } finally {
      database.sql("alter table inbox_entry drop constraint refuses").update();
    }

    int taken = partnerCenter.forgedEvent(Forgery.NONE, "referral-created", id);

    assertThat(refused).isGreaterThanOrEqualTo(500);
    assertThat(taken).isEqualTo(200);
    opportunityOf(id);
  }

  @Test
  @DisplayName("B15 the same event five times, in parallel and out of order, makes one opportunity")
  void b15() {
    var id = unheardReferral("Five times");
    partnerCenter.webhookFaults().inject(Fault.named("lost").on("", id));
    partnerCenter.asPortalUser().changes(id, "/details/dealValue", 51000);
    var sent =
        partnerCenter.deliveries().stream().filter(it -> it.resourceId().equals(id)).toList();

    var answers =
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> partnerCenter.replays(sent.get((i + 1) % sent.size()))))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
    assertThat(opportunityOf(id).get("Amount").toString()).startsWith("51000");
    untilIdle();
    assertThat(found(id)).hasSize(1);
  }

  @Test
  void replayingOldEventsWritesNothing() {
    var id = shared(Deal.named(unique("Replayed")));
    opportunityOf(id);
    untilIdle();
    var before = opportunityOf(id);
    var referral = partnerCenter.referral(id);
    var sent =
        partnerCenter.deliveries().stream().filter(it -> it.resourceId().equals(id)).toList();
    forgetCalls();

    sent.forEach(delivery -> assertThat(partnerCenter.replays(delivery)).isEqualTo(200));
    untilIdle();

    assertThat(opportunityOf(id)).isEqualTo(before);
    assertThat(partnerCenter.referral(id)).isEqualTo(referral);
    assertThat(partnerCenter.api().journal().of("PATCH", id)).isEmpty();
  }

  /** A deal Microsoft shares, of which no webhook call tells. */
  private String unheardReferral(String name) {
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    try {
      return shared(Deal.named(unique(name)));
    } finally {
      partnerCenter.webhookFaults().clear();
    }
  }

  private void forgetCalls() {
    untilIdle();
    salesforce.server().journal().clear();
    partnerCenter.api().journal().clear();
    partnerCenter.identity().journal().clear();
  }

  private List<String> callsNaming(String id) {
    return java.util.stream.Stream.of(
            salesforce.server().journal().all(), partnerCenter.api().journal().all())
        .flatMap(List::stream)
        .filter(call -> (call.path() + call.body()).contains(id))
        .map(call -> call.method() + " " + call.path())
        .toList();
  }

  private List<String> tokensAsked() {
    return partnerCenter.identity().journal().of("POST", "").stream()
        .map(call -> call.method() + " " + call.path())
        .toList();
  }

  private long stored() {
    return connector
        .bean(JdbcClient.class)
        .sql("select count(*) from inbox_entry")
        .query(Long.class)
        .single();
  }

  private static byte[] event(String referralId, int size) {
    var event =
        "{\"EventName\":\"referral-created\",\"ResourceUri\":\"https://host/"
            + referralId
            + "\",\"AuditUri\":\"%s\"}";
    return event.formatted("x".repeat(size - event.length() + 2)).getBytes(StandardCharsets.UTF_8);
  }

  private int post(BodyPublisher body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(connector.url() + "/webhooks/partner-center"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Signature " + UUID.randomUUID())
            .POST(body)
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }
}
