package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.salesforce.ApiClient.Answer;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Streaming API as JSON on the wire, on the one URL that faye clients post to. */
class BayeuxTest {
  private static final String CHANNEL = "/data/CoSell__chn";
  private final MovableClock clock = new MovableClock();
  private SalesforceSandbox org;
  private ApiClient api;

  @BeforeEach
  void start() {
    start(SalesforceOptions.builder());
  }

  private void start(SalesforceOptions.Builder options) {
    if (org != null) {
      org.close();
    }
    org = new SalesforceSandbox(options.clock(clock).build()).start();
    api = new ApiClient(org);
  }

  @AfterEach
  void stop() {
    org.close();
  }

  /** The answer to the message, behind events that came with it. */
  private JsonNode send(String message) {
    var body = post(message).body();
    return body.path(body.size() - 1);
  }

  private Answer post(String message) {
    return api.absolute(
        "POST", "/cometd/50.0", "[" + message + "]", "Authorization", "OAuth " + api.token());
  }

  private String handshake() {
    return send("""
            {"channel":"/meta/handshake","id":"1","version":"1.0",
             "supportedConnectionTypes":["long-polling"],"ext":{"replay":true}}
            """)
        .path("clientId")
        .asText();
  }

  private JsonNode connect(String client) {
    return send(connectMessage(client, ",\"advice\":{\"timeout\":0}"));
  }

  private static String connectMessage(String client, String more) {
    return """
        {"channel":"/meta/connect","id":"2","clientId":"%s","connectionType":"long-polling"%s}
        """
        .formatted(client, more);
  }

  private JsonNode subscribe(String client, String channel, long replayId) {
    return send(
        """
        {"channel":"/meta/subscribe","id":"3","clientId":"%s","subscription":"%s",
         "ext":{"replay":{"%s":%d}}}
        """
            .formatted(client, channel, channel, replayId));
  }

  private String newDeal(String audit) {
    var fields = new HashMap<String, Object>();
    fields.put("Name", "N");
    fields.put("StageName", "Prospecting");
    fields.put("CloseDate", "2026-12-31");
    fields.put("Audit__c", audit);
    return org.asSeller().create("Opportunity", fields);
  }

  private void awaitEvents(int count) {
    await().until(() -> org.streaming().retained(CHANNEL).size() == count);
  }

  @Test
  void echoesIdsAndNamesTheClient() {
    var client = handshake();

    var first = connect(client);

    assertThat(first.path("id").asText()).isEqualTo("2");
    assertThat(first.path("clientId").asText()).isEqualTo(client);
    assertThat(first.at("/advice/timeout").asInt()).isEqualTo(110_000);
    assertThat(first.path("successful").asBoolean()).isTrue();
  }

  @Test
  void answersEventsAndTheConnectInOneArray() {
    var client = handshake();
    connect(client);
    subscribe(client, CHANNEL, -1);

    var held = CompletableFuture.supplyAsync(() -> post(connectMessage(client, "")));
    await().until(() -> org.streaming().waitingClients() == 1);
    newDeal(null);

    var body = held.join().body();
    assertThat(body.path(0).path("channel").asText()).isEqualTo(CHANNEL);
    assertThat(body.path(0).at("/data/payload/ChangeEventHeader/changeType").asText())
        .isEqualTo("CREATE");
    assertThat(body.path(body.size() - 1).path("channel").asText()).isEqualTo("/meta/connect");
  }

  @Test
  void doesNotKnowAPositionAfterItsRetention() {
    newDeal(null);
    awaitEvents(1);
    var position = org.streaming().lastReplayId(CHANNEL);
    var client = handshake();

    clock.move(Duration.ofHours(1));
    var young = subscribe(client, CHANNEL, position);
    clock.move(Duration.ofHours(72));
    api = new ApiClient(org);
    var old = subscribe(handshake(), CHANNEL, position);

    assertThat(young.path("successful").asBoolean()).isTrue();
    assertThat(old.path("error").asText())
        .startsWith("400::The replayId {" + position + "} you provided was invalid.  Please");
  }

  @Test
  void endsASessionThatWasIdleForTwoHours() {
    clock.move(Duration.ofMinutes(121));

    assertThat(api.get("/limits").errorCode()).isEqualTo("INVALID_SESSION_ID");
  }

  @Test
  void insistsOnTheCookieWhenTold() {
    start(SalesforceOptions.builder().strictCookies(true));
    var client = handshake();

    var without = connect(client);

    assertThat(without.path("error").asText())
        .isEqualTo(
            "400::Client "
                + client
                + " has established a session, but no BAYEUX_BROWSER cookie present");
  }

  @Test
  void failsByHttpStatusWhenTold() {
    org.streamingFaults().inject(Fault.named("http-401"));
    org.streamingFaults().inject(Fault.named("http-503"));

    assertThat(post("{}").status()).isEqualTo(401);
    assertThat(post("{}").status()).isEqualTo(503);
    assertThat(post("{\"x\":\"" + "x".repeat(33_000) + "\"}").status()).isEqualTo(413);
  }

  @Test
  void deniesInEveryDocumentedWay() {
    var client = handshake();
    org.streamingFaults().inject(Fault.named("daily-limit"));
    org.streamingFaults().inject(Fault.named("server-busy").on("", "/meta/connect"));
    org.streamingFaults().inject(Fault.named("concurrent-clients"));
    org.streamingFaults().inject(Fault.named("slow-subscribe").with("millis", 50));

    var limit = connect(client);
    var busy = connect(client);
    var crowded = send("{\"channel\":\"/meta/handshake\",\"id\":\"1\",\"version\":\"1.0\"}");
    var slow = subscribe(client, CHANNEL, -1);
    var stranger = connect("nobody");

    assertThat(limit.path("error").asText())
        .isEqualTo("403::Organization total events daily limit exceeded");
    assertThat(limit.at("/advice/reconnect").asText()).isEqualTo("none");
    assertThat(busy.at("/ext/sfdc/failureReason").asText())
        .isEqualTo("503::Server is too busy.  Please try your request again later.");
    assertThat(crowded.at("/ext/sfdc/failureReason").asText())
        .isEqualTo("403::Organization concurrent user limit exceeded");
    assertThat(slow.path("successful").asBoolean()).isTrue();
    assertThat(stranger.path("error").asText()).isEqualTo("403::Unknown client");
    assertThat(stranger.at("/advice/reconnect").asText()).isEqualTo("handshake");
  }

  @Test
  void leavesOutObjectsOfWhichTheUserDoesNotSeeAllRecords() {
    org.permissions().viewAll("Account", false);
    var client = handshake();

    var alone = subscribe(client, "/data/AccountChangeEvent", -1);
    var together = subscribe(client, CHANNEL, -1);
    org.asSeller().create("Account", Map.of("Name", "hidden"));
    newDeal(null);

    awaitEvents(1);
    assertThat(alone.path("error").asText())
        .isEqualTo("403::User not allowed to subscribe CDC without View All Data permissions");
    assertThat(together.path("successful").asBoolean()).isTrue();
    assertThat(payload(0)).containsEntry("Name", "N");
    assertThat(
            org.query(
                "SELECT SobjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = false"
                    + " AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE"
                    + " AssigneeId = '"
                    + org.integrationUser()
                    + "')"))
        .extracting(it -> it.get("SobjectType"))
        .containsExactly("Account");
  }

  @Test
  void stopsDeliveringAtTheDailyLimit() {
    org.streaming().dailyLimit(1);
    var client = handshake();
    connect(client);
    subscribe(client, CHANNEL, -1);
    newDeal(null);
    newDeal(null);
    awaitEvents(2);

    var after = connect(client);

    assertThat(org.streaming().delivered()).isEqualTo(1);
    assertThat(after.path("error").asText()).startsWith("403::Organization total events daily");
  }

  @Test
  void tellsALongTextAsADiffAndAnEmptiedFieldAsNull() {
    var text = "line\n".repeat(400);
    var id = newDeal(text);

    org.asSeller().update("Opportunity", id, Map.of("Audit__c", "first\n" + text));
    var cleared = new HashMap<String, Object>();
    cleared.put("Audit__c", null);
    org.asSeller().update("Opportunity", id, cleared);

    awaitEvents(3);
    assertThat(payload(1).get("Audit__c"))
        .isInstanceOfSatisfying(
            Map.class,
            it ->
                assertThat(String.valueOf(it.get("diff")))
                    .startsWith("--- \n+++ ")
                    .endsWith("@@ -1,0 +1,1 @@\n+first\n"));
    assertThat(payload(2)).containsEntry("Audit__c", null);
  }

  @Test
  void splitsCompoundFieldsAndJoinsEqualChanges() {
    org.streaming().mergeEvents(true);

    api.post(
        "/composite/sobjects",
        """
        {"allOrNone":true,"records":[
          {"attributes":{"type":"Account"},"Name":"A","BillingCity":"Berlin","BillingCountry":"DE"},
          {"attributes":{"type":"Account"},"Name":"A","BillingCity":"Berlin","BillingCountry":"DE"}]}
        """);
    api.post("/sobjects/Contact", "{\"FirstName\":\"Jo\",\"LastName\":\"Doe\"}");

    awaitEvents(2);
    assertThat(payload(0))
        .containsEntry("BillingAddress", Map.of("City", "Berlin", "Country", "DE"));
    assertThat(payload(0).get("ChangeEventHeader").toString())
        .containsPattern("recordIds=\\[001\\w+, 001");
    assertThat(payload(1)).containsEntry("Name", Map.of("FirstName", "Jo", "LastName", "Doe"));
  }

  @Test
  void tellsDeletesOfDetailsAndUndeletes() {
    var deal = newDeal(null);
    org.asSeller().create("Microsoft_Solution__c", Map.of("Opportunity__c", deal, "Name", "S"));

    org.asSeller().delete("Opportunity", deal);
    org.asSeller().undelete("Opportunity", deal);

    awaitEvents(6);
    assertThat(org.streaming().retained("/data/Microsoft_Solution__ChangeEvent")).hasSize(3);
    assertThat(payload(2)).containsOnlyKeys("ChangeEventHeader");
    assertThat(payload(2).toString()).contains("changeType=DELETE", "Microsoft_Solution__c");
    assertThat(payload(4).toString()).contains("changeType=UNDELETE");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> payload(int index) {
    return (Map<String, Object>) org.streaming().retained(CHANNEL).get(index).get("payload");
  }
}
