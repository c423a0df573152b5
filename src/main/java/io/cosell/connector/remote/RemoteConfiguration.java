package io.cosell.connector.remote;

import javax.net.ssl.SSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what every outgoing connection needs. */
@Configuration(proxyBeanMethods = false)
class RemoteConfiguration {

  @Bean
  TrustedRoots trustedRoots(TlsProperties settings) {
    return new TrustedRoots("cosell.tls.trust-certificates", settings.trustCertificates());
  }

  @Bean
  SSLContext outgoingTls(TrustedRoots trust) {
    return trust.sslContext();
  }
}
