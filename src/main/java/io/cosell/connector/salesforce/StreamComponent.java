package io.cosell.connector.salesforce;

import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.internal.streaming.SubscriptionHelper;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The component of one streaming connection; never used again once it is closed. */
class StreamComponent extends ConnectorComponent {
  private final Helper helper;

  StreamComponent(
      CamelContext camel,
      SalesforceProperties settings,
      SSLContext tls,
      Clock clock,
      SalesforceLogin login,
      StreamWatch watch) {
    super(settings, tls, clock, login);
    setCamelContext(camel);
    var factory = new SslContextFactory.Client();
    factory.setSslContext(tls);
    getConfig().setHttpClient(new StreamHttpClient(camel, factory, watch));
    helper = new Helper(this);
  }

  /**
   * Opens the CometD connection. Blocks until it stands, up to two minutes when Salesforce does not
   * answer.
   */
  void connect() {
    getLoginConfig().setLazyLogin(false);
    helper.start();
  }

  /** Tells Salesforce good-bye; blocks up to a minute when it does not answer. */
  void disconnect() {
    helper.disconnect();
  }

  @Override
  public SubscriptionHelper getSubscriptionHelper() {
    return helper;
  }

  /**
   * Camel's helper, which leaves its CometD client behind, trying for ever, when it cannot start.
   */
  private static class Helper extends SubscriptionHelper {
    Helper(StreamComponent component) {
      super(component);
    }

    @Override
    protected void doStart() throws Exception {
      try {
        super.doStart();
      } catch (Exception e) {
        super.doStop();
        throw e;
      }
    }

    void disconnect() {
      try {
        super.doStop();
      } catch (Exception e) {
        throw new IllegalStateException("The streaming connection did not close", e);
      }
    }
  }
}
