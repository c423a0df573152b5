package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The org driven by camel-salesforce, which knows nothing of it. The component may subscribe twice
 * and then hands each event over twice, so events are kept by their replay id.
 */
class CamelTest {
  private static final String CHANNEL = "/data/CoSell__chn";
  private final SalesforceSandbox org = SalesforceSandbox.started();
  private final NavigableMap<Long, String> events = new ConcurrentSkipListMap<>();
  private DefaultCamelContext camel;

  @BeforeEach
  void start() throws Exception {
    camel = camel(-1);
  }

  @AfterEach
  void stop() {
    camel.stop();
    org.close();
  }

  private DefaultCamelContext camel(long replayId) throws Exception {
    var component = new SalesforceComponent();
    component.setLoginUrl(org.url());
    component.setClientId("sandbox-client");
    component.setClientSecret("sandbox-secret");
    var config = new SalesforceEndpointConfig();
    config.setApiVersion("56.0");
    config.setRawPayload(true);
    component.setConfig(config);
    var context = new DefaultCamelContext();
    context.addComponent("salesforce", component);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("salesforce:subscribe:data/CoSell__chn?rawPayload=true&replayId=" + replayId)
                .process(
                    exchange -> {
                      var in = exchange.getMessage();
                      var replayId = in.getHeader("CamelSalesforceReplayId", Long.class);
                      events.put(replayId, in.getBody(String.class));
                    });
          }
        });
    context.start();
    await().until(() -> org.streaming().subscribers(CHANNEL) == 1);
    return context;
  }

  private String send(String uri, String body, Map<String, Object> headers) {
    return camel
        .createProducerTemplate()
        .requestBodyAndHeaders("salesforce:" + uri, body, headers, String.class);
  }

  private void newDeal(String name) {
    org.asSeller()
        .create(
            "Opportunity",
            Map.of("Name", name, "StageName", "Prospecting", "CloseDate", "2026-12-31"));
  }

  @Test
  void sendsACompositeAndHearsOfIt() {
    var answer =
        send(
            "composite?rawPayload=true&apiVersion=62.0",
            """
            {"allOrNone":true,"compositeRequest":[{"method":"POST","referenceId":"a",
              "url":"/services/data/v62.0/sobjects/Account","body":{"Name":"Acme"},
              "httpHeaders":{"Sforce-Call-Options":"client=Cosell"}}]}
            """,
            Map.of());

    await().until(() -> events.size() == 1);
    assertThat(answer).contains("\"httpStatusCode\":201");
    assertThat(events.firstEntry().getValue())
        .contains("\"entityName\":\"Account\"")
        .contains("com/salesforce/api/rest/62.0;client=Cosell")
        .contains("\"channel\":\"/data/CoSell__chn\"");
  }

  @Test
  void queriesUpsertsAndSendsRawRequests() {
    var created =
        send(
            "upsertSObject?sObjectName=Opportunity&sObjectIdName=Referral_Identifier__c&rawPayload=true&apiVersion=62.0",
            "{\"Name\":\"N\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2026-12-31\"}",
            Map.of("sObjectIdValue", "r-1"));
    var found =
        send(
            "query?rawPayload=true",
            null,
            Map.of(
                "sObjectQuery",
                "SELECT Id, Name FROM Opportunity WHERE Referral_Identifier__c = 'r-1'"));
    var graph =
        send(
            "raw?rawMethod=POST&rawPath=/services/data/v62.0/composite/graph",
            """
            {"graphs":[{"graphId":"1","compositeRequest":[{"method":"POST","referenceId":"a",
              "url":"/services/data/v62.0/sobjects/Account","body":{"Name":"Acme"}}]}]}
            """,
            Map.of());

    assertThat(created).contains("\"created\":true");
    assertThat(found).contains("\"totalSize\":1").contains("\"Name\":\"N\"");
    assertThat(graph).contains("\"isSuccessful\":true");
  }

  @Test
  void signsInAgainWhenItsSessionIsGone() {
    org.revokeTokens();

    var found =
        send("query?rawPayload=true", null, Map.of("sObjectQuery", "SELECT Id FROM Account"));
    newDeal("after");

    assertThat(found).contains("\"totalSize\":0");
    await().until(() -> events.size() == 1);
  }

  @Test
  void replaysWhatItMissedWhileItWasStopped() throws Exception {
    newDeal("one");
    await().until(() -> events.size() == 1);
    camel.stop();
    newDeal("two");
    newDeal("three");

    camel = camel(events.firstKey());

    await().until(() -> events.size() == 3);
    assertThat(events.lastEntry().getValue()).contains("three");
  }
}
