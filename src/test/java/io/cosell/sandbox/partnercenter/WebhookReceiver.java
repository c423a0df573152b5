package io.cosell.sandbox.partnercenter;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A receiver of webhook calls that checks them step by step as the sample code of "Partner Center
 * webhooks" does, written without the sandbox's classes.
 */
class WebhookReceiver implements AutoCloseable {

  /** One call and the verdict on it. */
  record Received(String body, int verdict, String reason, Map<String, List<String>> headers) {}

  private final List<Received> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final KeyStore roots;
  private final HttpClient http;
  private final HttpServer server;
  private volatile int latencyMillis;

  WebhookReceiver(String trustedPem) throws IOException, GeneralSecurityException {
    roots = KeyStore.getInstance("PKCS12");
    roots.load(null, null);
    var pem = new ByteArrayInputStream(trustedPem.getBytes(StandardCharsets.US_ASCII));
    for (var root : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
      roots.setCertificateEntry("root" + roots.size(), root);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(roots);
    var tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    http = HttpClient.newBuilder().sslContext(tls).build();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    server.setExecutor(Executors.newFixedThreadPool(80));
    server.createContext("/", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/partner-center";
  }

  List<Received> calls() {
    return calls;
  }

  /** Answers the next calls with 503. */
  void failsTimes(int times) {
    failures.set(times);
  }

  void takes(int millis) {
    latencyMillis = millis;
  }

  private void receive(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    int status;
    String reason = "";
    try {
      Thread.sleep(latencyMillis);
      status = check(exchange, body);
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      status = 401;
      reason = e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      status = 500;
    }
    calls.add(
        new Received(
            new String(body, StandardCharsets.UTF_8),
            status,
            reason,
            exchange.getRequestHeaders()));
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      status = 503;
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int check(HttpExchange exchange, byte[] body)
      throws GeneralSecurityException, IOException, InterruptedException {
    var headers = exchange.getRequestHeaders();
    var authorization = headers.getFirst("Authorization");
    var signature = authorization == null ? headers.getFirst("x-ms-signature") : authorization;
    if (signature == null || !signature.toLowerCase(Locale.ROOT).startsWith("signature ")) {
      throw new GeneralSecurityException("no signature");
    }
    var url = headers.getFirst("X-MS-Certificate-Url");
    var algorithm = headers.getFirst("X-MS-Signature-Algorithm");
    if (url == null || algorithm == null) {
      return 400;
    }
    var certificate = certificate(url);
    certificate.checkValidity();
    var parameters = new PKIXParameters(roots);
    parameters.setRevocationEnabled(false);
    var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
    CertPathValidator.getInstance("PKIX").validate(path, parameters);
    if (!certificate.getIssuerX500Principal().getName().contains("O=Microsoft Corporation")) {
      throw new GeneralSecurityException("issuer is not Microsoft");
    }
    var parts = algorithm.split("-");
    var verifier = Signature.getInstance(parts[1].toUpperCase(Locale.ROOT) + "withRSA");
    verifier.initVerify(certificate);
    verifier.update(body);
    if (!verifier.verify(Base64.getDecoder().decode(signature.substring("Signature ".length())))) {
      throw new GeneralSecurityException("wrong signature");
    }
    return 200;
  }

  private X509Certificate certificate(String url)
      throws GeneralSecurityException, IOException, InterruptedException {
    var answer =
        http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofInputStream());
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
