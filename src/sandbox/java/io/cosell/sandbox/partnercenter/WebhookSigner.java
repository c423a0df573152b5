package io.cosell.sandbox.partnercenter;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Turns an event into a signed call ("Partner Center webhooks", authentication of the callback).
 */
class WebhookSigner {
  private final KeyPair key;
  private final Supplier<String> certificateServer;
  private final Duration timeout;

  WebhookSigner(KeyPair key, Supplier<String> certificateServer, Duration timeout) {
    this.key = key;
    this.certificateServer = certificateServer;
    this.timeout = timeout;
  }

  HttpRequest call(WebhookRegistration to, byte[] content, Forgery forgery) {
    var body =
        forgery == Forgery.MALFORMED_BODY
            ? "{\"EventName\":".getBytes(StandardCharsets.UTF_8)
            : content;
    boolean weak = forgery == Forgery.WEAK_ALGORITHM;
    var signed = forgery == Forgery.WRONG_SIGNATURE ? "{}".getBytes(StandardCharsets.UTF_8) : body;
    var signature = sign(signed, weak ? "MD5withRSA" : "SHA256withRSA");
    var call =
        HttpRequest.newBuilder(URI.create(to.url()))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("MS-CorrelationId", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (forgery != Forgery.NO_SIGNATURE) {
      var scheme = forgery == Forgery.WRONG_SCHEME ? "Bearer " : "Signature ";
      call.header(
          to.signatureInOwnHeader() ? "x-ms-signature" : "Authorization", scheme + signature);
    }
    if (forgery != Forgery.NO_CERTIFICATE_URL) {
      call.header("X-MS-Certificate-Url", certificateUrl(forgery));
    }
    if (forgery != Forgery.NO_ALGORITHM) {
      call.header("X-MS-Signature-Algorithm", weak ? "rsa-md5" : "rsa-sha256");
    }
    return call.build();
  }

  private String certificateUrl(Forgery forgery) {
    var server = certificateServer.get();
    var file =
        switch (forgery) {
          case EXPIRED_CERTIFICATE -> CertificateServlet.EXPIRED;
          case UNTRUSTED_CERTIFICATE -> CertificateServlet.UNTRUSTED;
          case FOREIGN_ISSUER -> CertificateServlet.FOREIGN_ISSUER;
          default -> CertificateServlet.GOOD;
        };
    var base =
        switch (forgery) {
          case FOREIGN_CERTIFICATE_HOST -> server.replace("localhost", "127.0.0.1");
          case PLAIN_CERTIFICATE_URL -> server.replace("https:", "http:");
          default -> server;
        };
    return base + "/cert/" + file;
  }

  private String sign(byte[] body, String algorithm) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key.getPrivate());
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The webhook call cannot be signed", e);
    }
  }
}
