package io.cosell.connector.salesforce;

import java.time.Clock;
import javax.net.ssl.SSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes Camel's component for REST calls. */
@Configuration(proxyBeanMethods = false)
class SalesforceConfiguration {

  /** Camel finds its component by the name of the bean. */
  @Bean("salesforce")
  ConnectorComponent salesforceComponent(
      SalesforceProperties settings, SSLContext tls, Clock clock) {
    return new ConnectorComponent(settings, tls, clock);
  }
}
