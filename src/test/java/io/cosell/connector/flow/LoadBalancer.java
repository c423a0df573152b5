package io.cosell.connector.flow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands each call to the next connector that takes it, as what stands before replicas does. */
final class LoadBalancer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Set<String> OWN_HEADERS = Set.of("host", "connection", "content-length");

  private final List<String> targets;
  private final AtomicInteger next = new AtomicInteger();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /**
   * Listening already.
   *
   * @param targets addresses of the connectors, without a path
   */
  LoadBalancer(List<String> targets) {
    this.targets = targets;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handOn);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handOn(HttpExchange call) throws IOException {
    try (call) {
      var body = call.getRequestBody().readAllBytes();
      for (int attempt = 0; attempt < targets.size(); attempt++) {
        var target = targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
        try {
          var answer = http.send(request(target, call, body), BodyHandlers.ofByteArray());
          answer(call, answer);
          return;
        } catch (IOException e) {
          continue; // the next one may be there
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      call.sendResponseHeaders(503, -1);
    }
  }

  private static HttpRequest request(String target, HttpExchange call, byte[] body) {
    var request =
        HttpRequest.newBuilder(URI.create(target + call.getRequestURI()))
            .timeout(PATIENCE)
            .method(call.getRequestMethod(), BodyPublishers.ofByteArray(body));
    call.getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private static void answer(HttpExchange call, HttpResponse<byte[]> answer) throws IOException {
    var body = answer.body();
    call.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      call.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
