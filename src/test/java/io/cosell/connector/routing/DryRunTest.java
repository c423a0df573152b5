package io.cosell.connector.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final JavaRoutes NO_STEPS =
      new JavaRoutes(Set.of(), Set.of(), List.of(), Set.of());

  private final DefaultCamelContext live = new DefaultCamelContext();

  @BeforeEach
  void start() {
    live.start();
  }

  @AfterEach
  void stop() {
    live.stop();
  }

  @Test
  void triesSalesforceEndpointsWithoutCallingSalesforce() {
    var flow =
        RouteFilesTestBed.flow(
                "flow",
                "salesforce:query?rawPayload=true&sObjectQuery=SELECT Id FROM Opportunity",
                "salesforce:composite?rawPayload=true",
                "salesforce:upsertSObject?sObjectName=Opportunity&sObjectIdName=X__c&rawPayload=true")
            + RouteFilesTestBed.flowFrom(
                "events", "salesforce:subscribe:data/ChangeEvents?rawPayload=true", "log:events");

    assertThat(problemsOf(flow)).isEmpty();
  }

  @Test
  void findsAWrongOptionOfASalesforceEndpoint() {
    var flow = RouteFilesTestBed.flow("flow", "salesforce:query?sObjectQery=SELECT Id FROM Lead");

    assertThat(problemsOf(flow))
        .singleElement()
        .satisfies(it -> assertThat(it.what()).contains("sObjectQery"));
  }

  @Test
  void knowsComponentsThatTheConnectorGaveNamesOfItsOwn() {
    var streaming = new SalesforceComponent();
    streaming.setLoginUrl("https://localhost");
    streaming.setClientId("id");
    streaming.setClientSecret("secret");
    streaming.setLazyLogin(true);
    live.addComponent("sfcdc", streaming);
    var flow = RouteFilesTestBed.flow("flow", "sfcdc:composite?rawPayload=true");

    assertThat(problemsOf(flow)).isEmpty();
  }

  @Test
  void joinsNoSchedulerWhateverQuartzIsSetTo() {
    live.getRegistry()
        .bind(
            "quartz-settings",
            ComponentCustomizer.forType(
                QuartzComponent.class,
                it ->
                    it.setProperties(
                        Map.of("org.quartz.jobStore.class", "no.such.clustered.JobStore"))));
    var flow = RouteFilesTestBed.flowFrom("timed", "quartz:timed?cron=0+0+3+*+*+?", "log:x");

    assertThat(problemsOf(flow)).isEmpty();
  }

  @Test
  void leavesNoThreadBehind() {
    var flow = RouteFilesTestBed.flowFrom("timed", "quartz:timed?cron=0+0+3+*+*+?", "log:x");

    for (int i = 0; i < 5; i++) {
      problemsOf(flow);
    }

    await().until(() -> liveThreads() == 0);
  }

  private static long liveThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("route-check"))
        .count();
  }

  private List<RouteProblem> problemsOf(String text) {
    var file = new RouteFile("flow.camel.yaml", text);
    return new DryRun(live).of(List.of(file), NO_STEPS).problems();
  }
}
