package io.cosell.sandbox.partnercenter;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLContext;

/**
 * Puts the authority's port back. msal4j 1.26.0 drops it when it renews silently, because it builds
 * that address from the host name alone.
 */
class PortKeepingHttpClient implements IHttpClient {
  private final HttpClient http;
  private final int port;

  PortKeepingHttpClient(SSLContext trust, int port) {
    http = HttpClient.newBuilder().sslContext(trust).build();
    this.port = port;
  }

  @Override
  public IHttpResponse send(HttpRequest wanted) throws Exception {
    var url = wanted.url();
    var request =
        java.net.http.HttpRequest.newBuilder(
            URI.create("https://" + url.getHost() + ":" + port + url.getFile()));
    wanted.headers().forEach(request::header);
    request.method(
        wanted.httpMethod().name(),
        wanted.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(wanted.body()));
    var answer = http.send(request.build(), BodyHandlers.ofString());
    var response = new HttpResponse();
    response.statusCode(answer.statusCode());
    response.body(answer.body());
    response.addHeaders(answer.headers().map());
    return response;
  }
}
