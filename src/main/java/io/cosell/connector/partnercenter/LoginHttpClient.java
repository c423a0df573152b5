package io.cosell.connector.partnercenter;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.remote.RetryAfter;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;

/**
 * The way of msal4j to the authority.
 *
 * <p>msal4j hides the status and {@code Retry-After} of a busy authority. So such an answer becomes
 * a {@link RemoteUnavailableException} here, which msal4j hands on as a cause.
 */
class LoginHttpClient implements IHttpClient {
  private final HttpClient http;
  private final URI authority;
  private final Duration timeout;
  private final Clock clock;

  LoginHttpClient(HttpClient http, URI authority, Duration timeout, Clock clock) {
    this.http = http;
    this.authority = authority;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public IHttpResponse send(HttpRequest request) throws URISyntaxException {
    var host = request.url().getHost();
    try {
      var answer = http.send(translated(request), BodyHandlers.ofString());
      int status = answer.statusCode();
      if (status == 429 || status >= 500) {
        var wait = answer.headers().firstValue("Retry-After").orElse("");
        throw new RemoteUnavailableException(
            ErrorCode.PARTNER_CENTER_AWAY,
            "The sign-in host " + host + " answered " + status,
            RetryAfter.parse(wait, clock).orElse(null),
            null);
      }
      var response = new HttpResponse().statusCode(status).body(answer.body());
      response.addHeaders(answer.headers().map());
      return response;
    } catch (IOException e) {
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY,
          "The sign-in host " + host + " cannot be reached: " + Reason.of(e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY, "Interrupted while signing in at " + host, e);
    }
  }

  private java.net.http.HttpRequest translated(HttpRequest request) throws URISyntaxException {
    var address = withPort(request.url().toURI());
    var body =
        request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body());
    var builder =
        java.net.http.HttpRequest.newBuilder(address)
            .timeout(timeout)
            .method(request.httpMethod().methodName, body);
    if (request.headers() != null) {
      request.headers().forEach(builder::header);
    }
    return builder.build();
  }

  /** msal4j forgets the authority's port when it renews a token. */
  private URI withPort(URI address) throws URISyntaxException {
    if (address.getPort() >= 0
        || authority.getPort() < 0
        || !address.getHost().equalsIgnoreCase(authority.getHost())) {
      return address;
    }
    return new URI(
        address.getScheme(),
        null,
        address.getHost(),
        authority.getPort(),
        address.getPath(),
        address.getQuery(),
        null);
  }
}
