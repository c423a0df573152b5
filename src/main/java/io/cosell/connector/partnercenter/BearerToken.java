package io.cosell.connector.partnercenter;

import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Puts the access token on a request at the last moment, in place of the header that says for which
 * API; so no token is ever in a Camel message, where traces and logs could show it.
 */
class BearerToken implements HttpRequestInterceptor {
  static final String AUDIENCE = "Cosell-Audience";
  private final SignIn signIn;

  BearerToken(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public void process(HttpRequest request, EntityDetails entity, HttpContext context) {
    var audience = request.getFirstHeader(AUDIENCE);
    if (audience != null) {
      request.removeHeaders(AUDIENCE);
      var token = signIn.token(Audience.valueOf(audience.getValue()));
      request.setHeader("Authorization", "Bearer " + token);
    }
  }
}
