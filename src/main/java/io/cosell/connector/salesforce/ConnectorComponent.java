package io.cosell.connector.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.salesforce.AuthenticationType;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.component.salesforce.SalesforceEndpoint;
import org.apache.camel.component.salesforce.SalesforceEndpointConfig;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.apache.camel.component.salesforce.internal.SalesforceSession;
import org.apache.camel.component.salesforce.internal.client.DefaultRawClient;
import org.apache.camel.component.salesforce.internal.client.RawClient;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * Camel's Salesforce component with our settings and {@link SalesforceLogin} as its sign-in.
 *
 * <p>Camel's own renewal of an expired token is switched off ({@code maxRetries} 0): it logs in
 * once per waiting call, and an HTTP 401 on a streaming request makes it fail for good.
 */
class ConnectorComponent extends SalesforceComponent {
  private static final int REQUEST_BUFFER = 32 * 1024;

  private final SalesforceProperties settings;
  private final Clock clock;
  private volatile SalesforceLogin login;

  /** For REST: makes its own sign-in when it starts. */
  ConnectorComponent(SalesforceProperties settings, SSLContext tls, Clock clock) {
    this(settings, settings.apiVersion(), tls, clock, null);
  }

  /** For streaming: shares the sign-in and must be given its HTTP client. */
  ConnectorComponent(
      SalesforceProperties settings, SSLContext tls, Clock clock, SalesforceLogin login) {
    this(settings, settings.streamingApiVersion(), tls, clock, login);
  }

  private ConnectorComponent(
      SalesforceProperties settings,
      String version,
      SSLContext tls,
      Clock clock,
      SalesforceLogin login) {
    this.settings = settings;
    this.clock = clock;
    this.login = login;
    var config = new SalesforceEndpointConfig();
    config.setApiVersion(version);
    config.setRawPayload(true);
    setConfig(config);
    setLazyLogin(true);
    setAuthentication();
    setHttpClientConnectionTimeout(settings.connectTimeout().toMillis());
    setHttpRequestTimeout(settings.requestTimeout().toMillis());
    setHttpClientIdleTimeout(settings.requestTimeout().plus(Duration.ofSeconds(5)).toMillis());
    setHttpMaxContentLength(maxResponseSize());
    setHttpRequestBufferSize(REQUEST_BUFFER);
    setWorkerPoolSize(Math.max(1, settings.workerThreads()));
    setWorkerPoolMaxSize(Math.max(getWorkerPoolSize(), settings.connections()));
    setHttpClientProperties(
        new HashMap<>(
            Map.of(
                "maxRetries",
                0,
                "maxConnectionsPerDestination",
                Math.max(1, settings.connections()))));
    setLongPollingTransportProperties(new HashMap<>(Map.of("maxMessageSize", maxResponseSize())));
    setSslContextParameters(
        new SSLContextParameters() {
          @Override
          public SSLContext createSSLContext(CamelContext camelContext) {
            return tls;
          }
        });
  }

  private int maxResponseSize() {
    return (int) Math.min(Integer.MAX_VALUE, settings.maxResponseSize().toBytes());
  }

  private void setAuthentication() {
    setLoginUrl(settings.loginHost());
    setClientId(settings.clientId());
    switch (settings.authentication()) {
      case "jwt" -> {
        setAuthenticationType(AuthenticationType.JWT);
        setUserName(settings.username());
        var keyStore = new KeyStoreParameters();
        keyStore.setType("PKCS12");
        keyStore.setResource("file:" + settings.keyStore());
        keyStore.setPassword(settings.keyStorePassword());
        setKeystore(keyStore);
        setJwtAudience(settings.jwtAudience().isBlank() ? null : settings.jwtAudience());
      }
      case "refresh-token" -> {
        setAuthenticationType(AuthenticationType.REFRESH_TOKEN);
        setRefreshToken(settings.refreshToken());
        setClientSecret(settings.clientSecret());
      }
      default -> {
        setAuthenticationType(AuthenticationType.CLIENT_CREDENTIALS);
        setClientSecret(settings.clientSecret());
      }
    }
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (login == null) {
      login =
          new SalesforceLogin(
              getCamelContext(),
              getHttpClient(),
              settings.requestTimeout(),
              getLoginConfig(),
              clock);
    }
  }

  /** The sign-in, once the component has started. */
  SalesforceLogin login() {
    return login;
  }

  @Override
  public SalesforceSession getSession() {
    return login;
  }

  @Override
  public RawClient createRawClientFor(SalesforceEndpoint endpoint) throws SalesforceException {
    return new DefaultRawClient(getHttpClient(), "", login, getLoginConfig());
  }
}
