package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.remote.Problem;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartWithoutSalesforceTest {

  @Test
  void startsAndComesUpWhenSalesforceDoes() throws IOException {
    int port = freePort();
    var settings =
        List.of("cosell.salesforce.probe-interval=200ms", "cosell.salesforce.stream-max-pause=1s");
    try (var connector =
        ConnectorPart.with("http://127.0.0.1:" + port, settings, SubscriptionTest.Listener.class)) {
      var subscription = connector.get(Subscription.class);
      subscription.start();
      assertThat(connector.salesforce().check())
          .extracting(Problem::setting)
          .containsExactly("cosell.salesforce.login-url");
      await().until(() -> subscription.trouble().orElse("").startsWith("no login"));

      var options =
          SalesforceOptions.builder()
              .port(port)
              .client("the-app", ScriptedSalesforce.SECRET)
              .build();
      try (var cloud = new SalesforceSandbox(options).start()) {
        await().atMost(Duration.ofSeconds(20)).until(subscription::isAlive);
        assertThat(connector.salesforce().check()).isEmpty();
        await()
            .until(
                () ->
                    connector
                        .get(SalesforceHealthIndicator.class)
                        .health()
                        .getStatus()
                        .getCode()
                        .equals("UP"));
        assertThat(cloud.streaming().clients()).isEqualTo(1);
      }

      await().atMost(Duration.ofSeconds(20)).until(() -> !subscription.isAlive());
    }
  }

  @Test
  void startsWithoutBeingToldWhereSalesforceIs() {
    try (var connector = ConnectorPart.connectedTo("")) {
      assertThat(connector.salesforce().check())
          .extracting(Problem::setting)
          .containsExactly("cosell.salesforce.login-url");
      assertThat(connector.get(SalesforceHealthIndicator.class).health().getStatus().getCode())
          .isEqualTo("DOWN");
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
