package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest extends SandboxTest {
  private static final String ALL =
      """
      {"WebhookUrl": "%s", "SignatureTokenToMsSignatureHeader": %s,
       "WebhookEvents": ["referral-created", "referral-updated", "related-referral-created",
                         "related-referral-updated", "test-created"]}""";
  private WebhookReceiver receiver;

  @BeforeEach
  void listen() throws Exception {
    receiver = new WebhookReceiver(sandbox.trustCertificatesPem());
  }

  @AfterEach
  void stopListening() {
    receiver.close();
  }

  @Test
  void knowsNoRegistrationAtFirst() {
    var response = get(REGISTRATION);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(json(response).fieldNames())
        .toIterable()
        .containsExactly("code", "description", "data", "source");
  }

  @Test
  void registersOnceAndReplacesWithPut() {
    var first = send("POST", REGISTRATION, registration(false));
    var second = send("POST", REGISTRATION, registration(false));
    var replaced =
        send(
            "PUT",
            REGISTRATION,
            readTree(
                "{'webhookUrl':'https://other.example/x','webhookEvents':['referral-created']}"));

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(json(first).get("SubscriberId").asText()).isNotEmpty();
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(json(replaced).get("SubscriberId")).isEqualTo(json(first).get("SubscriberId"));
    assertThat(json(get(REGISTRATION)))
        .isEqualTo(
            readTree(
                "{'WebhookUrl':'https://other.example/x','WebhookEvents':['referral-created']}"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signsWhatItSends(boolean ownHeader) {
    register(ownHeader);

    var referral = sandbox.asPortalUser().creates(Deal.named("Cold chain"));

    await().until(() -> receiver.calls().size() == 1);
    var call = receiver.calls().get(0);
    assertThat(call.reason()).isEmpty();
    assertThat(call.verdict()).isEqualTo(200);
    assertThat(call.headers().containsKey("Authorization")).isEqualTo(!ownHeader);
    assertThat(readTree(call.body()))
        .isEqualTo(
            readTree(
                "{'EventName':'referral-created','ResourceUri':"
                    + "'https://api.partnercenter.microsoft.com/engagements/v1/referrals/"
                    + id(referral)
                    + "','ResourceName':'referral','AuditUri':null,"
                    + "'ResourceChangeUtcDate':'2026-01-12T09:30:11.4410382+00:00'}"));
  }

  @Test
  void signsTheSameWithACertificateServedAsPem() {
    sandbox.switches().turnOn(Switch.CERTIFICATE_AS_PEM);
    register(true);

    sandbox.asPortalUser().creates(Deal.named("Cold chain"));

    await().until(() -> receiver.calls().size() == 1);
    assertThat(receiver.calls().get(0).verdict()).isEqualTo(200);
  }

  @Test
  void tellsOfMicrosoftsReferralAsRelated() {
    register(true);
    var own = sandbox.asPortalUser().creates(Deal.named("Cold chain").visibleToMicrosoft());
    var microsofts = sandbox.asPortalUser().asksMicrosoftForHelp(id(own), HELP, "");

    sandbox.asMicrosoftSeller().accepts(id(own));

    await().until(() -> receiver.calls().size() == 3);
    assertThat(events())
        .containsExactlyInAnyOrder(
            "referral-created " + id(own),
            "related-referral-created " + id(microsofts),
            "related-referral-updated " + id(microsofts));
  }

  @Test
  void namesTheOwnReferralInRelatedEventsWhenSwitched() {
    sandbox.switches().turnOn(Switch.RELATED_EVENTS_NAME_OWN_REFERRAL);
    sandbox.switches().turnOn(Switch.SIBLING_CHANGE_TOUCHES_OWN_REFERRAL);
    var own = sandbox.asPortalUser().creates(Deal.named("Cold chain").visibleToMicrosoft());
    sandbox.asPortalUser().asksMicrosoftForHelp(id(own), HELP, "");
    register(true);

    sandbox.asMicrosoftSeller().accepts(id(own));

    await().until(() -> receiver.calls().size() == 2);
    assertThat(events())
        .containsExactlyInAnyOrder(
            "related-referral-updated " + id(own), "referral-updated " + id(own));
  }

  @Test
  void triesAgainUntilTheReceiverTakesIt() {
    register(true);
    receiver.failsTimes(3);

    sandbox.asPortalUser().creates(Deal.named("Cold chain"));

    await().until(() -> state() == Delivery.State.DELIVERED);
    assertThat(sandbox.deliveries().get(0).attempts())
        .extracting(Delivery.Attempt::status)
        .containsExactly(503, 503, 503, 200);
  }

  @Test
  void givesUpAfterTenAttempts() {
    register(true);
    receiver.failsTimes(100);

    sandbox.asPortalUser().creates(Deal.named("Cold chain"));

    await().until(() -> state() == Delivery.State.OFFLINE);
    assertThat(receiver.calls()).hasSize(10);
  }

  @Test
  void doesNotSendWhatNobodyAskedFor() {
    send(
        "POST",
        REGISTRATION,
        readTree("{'WebhookUrl':'" + receiver.url() + "','WebhookEvents':['referral-updated']}"));

    sandbox.asPortalUser().creates(Deal.named("Cold chain"));

    assertThat(state()).isEqualTo(Delivery.State.UNHEARD);
  }

  @Test
  void sendsManyEventsInParallel() {
    register(true);
    receiver.takes(500);

    sandbox.atOnce(
        () ->
            IntStream.range(0, 60)
                .forEach(i -> sandbox.asPortalUser().creates(Deal.named("Deal " + i))));

    await().atMost(Duration.ofSeconds(10)).until(() -> receiver.calls().size() == 60);
    assertThat(receiver.calls()).allMatch(call -> call.verdict() == 200);
  }

  @Test
  void losesDoublesAndReordersEventsOnDemand() {
    register(true);
    sandbox.webhookFaults().inject(Fault.named("lost"));
    sandbox.webhookFaults().inject(Fault.named("duplicate"));
    sandbox.webhookFaults().inject(Fault.named("reordered"));

    var lost = id(sandbox.asPortalUser().creates(Deal.named("lost")));
    var doubled = id(sandbox.asPortalUser().creates(Deal.named("doubled")));
    var late = id(sandbox.asPortalUser().creates(Deal.named("late")));
    await().until(() -> receiver.calls().size() == 2);
    var early = id(sandbox.asPortalUser().creates(Deal.named("early")));

    await().until(() -> receiver.calls().size() == 4);
    assertThat(events())
        .containsExactly(
            "referral-created " + doubled,
            "referral-created " + doubled,
            "referral-created " + early,
            "referral-created " + late)
        .doesNotContain("referral-created " + lost);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 200",
    "WRONG_SIGNATURE, 401",
    "NO_SIGNATURE, 401",
    "WRONG_SCHEME, 401",
    "NO_CERTIFICATE_URL, 400",
    "NO_ALGORITHM, 400",
    "EXPIRED_CERTIFICATE, 401",
    "UNTRUSTED_CERTIFICATE, 401",
    "FOREIGN_ISSUER, 401",
    "PLAIN_CERTIFICATE_URL, 401",
    "FOREIGN_CERTIFICATE_HOST, 200",
    "WEAK_ALGORITHM, 200"
  })
  void forgesCallsThatACarefulReceiverRefuses(Forgery forgery, int verdictOfTheSampleCode) {
    register(false);
    var referral = sandbox.asPortalUser().creates(Deal.named("Cold chain"));

    int status = sandbox.forgedEvent(forgery, "referral-updated", id(referral));

    assertThat(status).isEqualTo(verdictOfTheSampleCode);
  }

  @Test
  void provesItselfWithTestEventsTwiceAMinute() {
    register(true);

    var first = send("POST", REGISTRATION + "/validationEvents", null);
    send("POST", REGISTRATION + "/validationEvents", null);
    var third = send("POST", REGISTRATION + "/validationEvents", null);

    assertThat(third.statusCode()).isEqualTo(429);
    var correlationId = json(first).get("correlationId").asText();
    var path = REGISTRATION + "/validationEvents/" + correlationId;
    await().until(() -> json(get(path)).get("status").asText().equals("completed"));
    assertThat(json(get(path)).at("/results/0/responseCode").asText()).isEqualTo("OK");
    assertThat(events()).contains("test-created " + correlationId);
    clock.moves(Duration.ofMinutes(1));
    assertThat(send("POST", REGISTRATION + "/validationEvents", null).statusCode()).isEqualTo(200);
  }

  private JsonNode registration(boolean ownHeader) {
    return readTree(ALL.formatted(receiver.url(), ownHeader));
  }

  private void register(boolean ownHeader) {
    assertThat(send("POST", REGISTRATION, registration(ownHeader)).statusCode()).isEqualTo(200);
  }

  private Delivery.State state() {
    return sandbox.deliveries().get(0).state();
  }

  /** What was received, as event name and id. */
  private List<String> events() {
    return receiver.calls().stream()
        .map(call -> readTree(call.body()))
        .map(it -> it.get("EventName").asText() + " " + lastSegment(it.get("ResourceUri").asText()))
        .toList();
  }

  private static String lastSegment(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
