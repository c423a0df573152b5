package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.client.ClientSession;
import org.cometd.bayeux.client.ClientSessionChannel;
import org.cometd.client.BayeuxClient;
import org.cometd.client.http.jetty.JettyHttpClientTransport;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CometdTest {
  private static final String CHANNEL = "/data/CoSell__chn";
  private final SalesforceSandbox org =
      new SalesforceSandbox(
          SalesforceOptions.builder().connectHold(Duration.ofSeconds(60)).build());
  private final HttpClient http = new HttpClient();
  private final List<Message> events = new CopyOnWriteArrayList<>();
  private final List<Message> meta = new CopyOnWriteArrayList<>();
  private BayeuxClient client;
  private String token;

  @BeforeEach
  void start() throws Exception {
    org.start();
    http.start();
    token = new ApiClient(org).token();
    client = client();
  }

  @AfterEach
  void stop() throws Exception {
    client.abort();
    http.stop();
    org.close();
  }

  private BayeuxClient client() {
    var transport =
        new JettyHttpClientTransport(null, http) {
          @Override
          protected void customize(Request request) {
            request.headers(headers -> headers.put("Authorization", "Bearer " + token));
          }
        };
    var created = new BayeuxClient(org.url() + "/cometd/56.0", transport);
    created.addExtension(
        new ClientSession.Extension() {
          @Override
          public boolean rcvMeta(ClientSession session, Message.Mutable message) {
            meta.add(message);
            return true;
          }
        });
    return created;
  }

  private Message subscribe(long replayId) {
    return subscribe(CHANNEL, replayId);
  }

  private Message subscribe(String channel, long replayId) {
    if (!client.isHandshook()) {
      client.handshake();
      assertThat(client.waitFor(5000, BayeuxClient.State.CONNECTED)).isTrue();
    }
    var answer = new CompletableFuture<Message>();
    var request = new org.cometd.common.HashMapMessage();
    request.getExt(true).put("replay", Map.of(channel, replayId));
    client
        .getChannel(channel)
        .subscribe(
            request,
            (ClientSessionChannel from, Message message) -> events.add(message),
            answer::complete);
    return answer.orTimeout(5, TimeUnit.SECONDS).join();
  }

  private String newDeal(String name) {
    return org.asSeller()
        .create(
            "Opportunity",
            Map.of("Name", name, "StageName", "Prospecting", "CloseDate", "2026-12-31"));
  }

  private List<String> names() {
    return events.stream().map(it -> String.valueOf(payload(it).get("Name"))).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> payload(Message message) {
    return (Map<String, Object>) message.getDataAsMap().get("payload");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> header(Message message) {
    return (Map<String, Object>) payload(message).get("ChangeEventHeader");
  }

  @SuppressWarnings("unchecked")
  private static long replayId(Message message) {
    return ((Number) ((Map<String, Object>) message.getDataAsMap().get("event")).get("replayId"))
        .longValue();
  }

  @Test
  void deliversAPersonsEditWithLightningsOrigin() {
    assertThat(subscribe(-1).isSuccessful()).isTrue();

    var id = newDeal("Rollout");
    org.asSeller().update("Opportunity", id, Map.of("StageName", "Closed Won"));

    await().until(() -> events.size() == 2);
    assertThat(header(events.get(0)))
        .containsEntry("changeType", "CREATE")
        .containsEntry("entityName", "Opportunity")
        .containsEntry("changeOrigin", "com/salesforce/api/soap/60.0;client=SfdcInternalAPI/")
        .containsEntry("commitUser", org.asSeller().userId());
    assertThat(payload(events.get(0))).containsEntry("CloseDate", "2026-12-31");
    assertThat(payload(events.get(1)))
        .containsKeys("StageName", "IsClosed", "IsWon", "LastModifiedDate")
        .doesNotContainKeys("Name", "LastModifiedById", "SystemModstamp");
    assertThat(events.get(0).getChannel()).isEqualTo(CHANNEL);
  }

  @Test
  void namesTheClientOfAnApiWriteAsOrigin() {
    subscribe(-1);
    var api = new ApiClient(org);

    api.post(
        "/sobjects/Account", "{\"Name\":\"A\"}", "Sforce-Call-Options", "client=CosellConnector");
    api.post(
        "/composite",
        """
        {"allOrNone":true,"compositeRequest":[{"method":"POST","url":"/services/data/v61.0/sobjects/Account",
          "referenceId":"a","httpHeaders":{"Sforce-Call-Options":"client=Part"},"body":{"Name":"B"}}]}
        """);

    await().until(() -> events.size() == 2);
    assertThat(header(events.get(0)))
        .containsEntry("changeOrigin", "com/salesforce/api/rest/62.0;client=CosellConnector")
        .containsEntry("commitUser", org.integrationUser());
    assertThat(header(events.get(1)))
        .containsEntry("changeOrigin", "com/salesforce/api/rest/61.0;client=Part");
  }

  @Test
  void replaysWhatCameAfterAPosition() {
    newDeal("one");
    newDeal("two");
    newDeal("three");
    await().until(() -> org.streaming().retained(CHANNEL).size() == 3);

    subscribe(-2);
    await().until(() -> events.size() == 3);
    var position = replayId(events.get(0));
    client.disconnect();
    assertThat(client.waitFor(5000, BayeuxClient.State.DISCONNECTED)).isTrue();
    events.clear();
    client = client();
    subscribe(position);

    await().until(() -> events.size() == 2);
    assertThat(names()).containsExactly("two", "three");
  }

  @Test
  void refusesAPositionItDoesNotKnow() {
    var answer = subscribe(123);

    assertThat(answer.isSuccessful()).isFalse();
    assertThat(answer.get("error"))
        .isEqualTo(
            "400::The replayId {123} you provided was invalid.  Please provide a valid ID, -2 to"
                + " replay all events, or -1 to replay only new events.");
  }

  @Test
  void advisesOnTheFirstConnectOnly() {
    subscribe(-1);
    newDeal("one");
    await().until(() -> events.size() == 1);
    await().until(() -> meta.stream().filter(CometdTest::isConnect).count() >= 2);

    var connects = meta.stream().filter(CometdTest::isConnect).toList();
    assertThat(connects.get(0).getAdvice())
        .containsEntry("reconnect", "retry")
        .containsEntry("timeout", 60_000L);
    assertThat(connects.get(1).getAdvice()).isNull();
    assertThat(meta.get(0).getAdvice()).isNull();
    assertThat(meta.get(0).getExt()).containsEntry("replay", true);
  }

  private static boolean isConnect(Message message) {
    return "/meta/connect".equals(message.getChannel());
  }

  @Test
  void deniesAHandshakeWithoutAGoodToken() {
    token = "wrong";

    client.handshake();

    await().until(() -> !meta.isEmpty());
    assertThat(meta.get(0).get("error")).isEqualTo("403::Handshake denied");
    assertThat(meta.get(0).getExt())
        .containsEntry("sfdc", Map.of("failureReason", "401::Authentication invalid"));
    assertThat(meta.get(0).getAdvice()).containsEntry("reconnect", "none");
  }

  @Test
  void answersARevokedTokenOnConnect() {
    subscribe(-1);

    org.revokeTokens();
    org.streaming().wake();

    await()
        .until(
            () ->
                meta.stream()
                    .anyMatch(it -> "401::Authentication invalid".equals(it.get("error"))));
  }

  @Test
  void forgetsAClientWhenTold() {
    subscribe(-1);

    org.streamingFaults().inject(Fault.named("unknown-client"));
    org.streaming().wake();

    await()
        .until(() -> meta.stream().anyMatch(it -> "403::Unknown client".equals(it.get("error"))));
    await()
        .until(
            () ->
                meta.stream().filter(it -> "/meta/handshake".equals(it.getChannel())).count() == 2);
  }

  @Test
  void sendsADisconnectWhenTold() {
    subscribe(-1);
    await().until(() -> org.streaming().waitingClients() == 1);

    org.streaming().disconnectClients();

    await().until(() -> meta.stream().anyMatch(it -> "/meta/disconnect".equals(it.getChannel())));
  }

  @Test
  void keepsSilentOrRepeatsWhenTold() {
    subscribe(-1);
    org.streamingFaults().inject(Fault.named("silent").on("", CHANNEL));
    newDeal("lost");
    await().until(() -> org.streamingFaults().waiting().isEmpty());

    org.streamingFaults().inject(Fault.named("duplicate-events").on("", CHANNEL));
    newDeal("twice");

    await().until(() -> events.size() == 2);
    assertThat(names()).containsExactly("twice", "twice");
  }

  @Test
  void refusesASubscriptionWhenTold() {
    org.streamingFaults().inject(Fault.named("subscribe-denied"));

    var denied = subscribe(-1);
    var unknown = subscribe("/data/Nothing__chn", -1);

    assertThat(denied.get("error")).isEqualTo("403:denied_by_security_policy:create_denied");
    assertThat(unknown.get("error"))
        .isEqualTo(
            "400::The channel you requested to subscribe to doesn't exist {/data/Nothing__chn}");
  }

  @Test
  void notifiesPushTopics() {
    new ApiClient(org)
        .post(
            "/sobjects/PushTopic",
            """
            {"Name":"Deals","Query":"SELECT Id, Name FROM Opportunity WHERE Sync_with_Partner_Center__c = true","ApiVersion":56.0}
            """);
    subscribe("/topic/Deals", -1);

    newDeal("unwatched");
    var id = newDeal("watched");
    org.asSeller().update("Opportunity", id, Map.of("Sync_with_Partner_Center__c", true));

    await().until(() -> events.size() == 1);
    assertThat(events.get(0).getDataAsMap().get("sobject"))
        .isEqualTo(Map.of("Id", id, "Name", "watched"));
  }

  @Test
  void sendsGapsAndOverflows() {
    subscribe(-1);

    org.streaming().gap("Opportunity", "GAP_UPDATE", "0065f00000000zZAAA").overflow("Account");

    await().until(() -> events.size() == 2);
    assertThat(header(events.get(0))).containsEntry("changeType", "GAP_UPDATE");
    assertThat(header(events.get(1)))
        .containsEntry("changeType", "GAP_OVERFLOW")
        .containsEntry("recordIds", List.of("000000000000000AAA"));
  }
}
