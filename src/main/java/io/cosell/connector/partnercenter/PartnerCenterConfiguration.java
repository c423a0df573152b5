package io.cosell.connector.partnercenter;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the two HTTP clients of this package. */
@Configuration(proxyBeanMethods = false)
class PartnerCenterConfiguration {

  /** The client of Camel's http component: no redirects, no repetitions, no cookies. */
  @Bean(destroyMethod = "close")
  CloseableHttpClient partnerCenterHttp(
      PartnerCenterProperties settings, SSLContext outgoingTls, SignIn signIn) {
    var connect = Timeout.of(settings.connectTimeout());
    var response = Timeout.of(settings.responseTimeout());
    var pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .useSystemProperties()
            .setTlsSocketStrategy(new DefaultClientTlsStrategy(outgoingTls))
            .setMaxConnTotal(settings.maxConnections())
            .setMaxConnPerRoute(settings.maxConnections())
            .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(response).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(response)
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .setTimeToLive(TimeValue.ofMinutes(5))
                    .build())
            .build();
    return HttpClients.custom()
        .useSystemProperties()
        .setConnectionManager(pool)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(response)
                .setResponseTimeout(response)
                .build())
        .setUserAgent("cosell-connector")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .addRequestInterceptorLast(new BearerToken(signIn))
        .addExecInterceptorFirst("size", new SizeLimit(settings.maxResponseSize().toBytes()))
        .build();
  }

  /** The client for sign-ins, signing certificates and the probe: no redirects. */
  @Bean
  HttpClient outgoingHttp(PartnerCenterProperties settings, SSLContext outgoingTls) {
    return HttpClient.newBuilder()
        .sslContext(outgoingTls)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(settings.connectTimeout())
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(ProxySelector.getDefault())
        .build();
  }
}
