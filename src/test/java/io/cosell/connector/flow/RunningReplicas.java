package io.cosell.connector.flow;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cosell.connector.TestDatabase;
import io.cosell.sandbox.partnercenter.Switch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Several connectors, each a process of its own, on one PostgreSQL between the same two clouds; a
 * load balancer before them takes the webhook calls.
 */
final class RunningReplicas implements AutoCloseable {
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);

  final RunningConnector world = RunningConnector.withItsOwnClouds();
  final TestDatabase database = TestDatabase.postgres();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, ConnectorProcess> processes = new LinkedHashMap<>();
  private final LoadBalancer balancer;
  private final HttpClient http = HttpClient.newHttpClient();

  /** With these names; none is started yet. */
  RunningReplicas(String... names) {
    world.partnerCenter.switches().turnOn(Switch.REFRESH_TOKENS_WORK_ONCE);
    for (var name : names) {
      ports.put(name, freePort());
    }
    balancer =
        new LoadBalancer(ports.values().stream().map(port -> "http://127.0.0.1:" + port).toList());
    for (var name : names) {
      processes.put(
          name, new ConnectorProcess(settings(name), world.directory.resolve(name + ".log")));
    }
  }

  private Map<String, String> settings(String name) {
    var settings = new TreeMap<>(world.sandboxSettings());
    settings.put("server.port", String.valueOf(ports.get(name)));
    settings.put("spring.datasource.url", database.url());
    settings.put("spring.datasource.hikari.maximum-pool-size", "20");
    settings.put("cosell.webhook.public-url", balancer.url() + "/webhooks/partner-center");
    settings.put("cosell.replica.name", name);
    settings.put("cosell.inbox.workers", "4");
    return settings;
  }

  /** Starts these unless they run, all at the same time, and waits until each is ready. */
  void running(String... names) {
    for (var name : names) {
      if (!process(name).isAlive()) {
        process(name).start();
      }
    }
    for (var name : names) {
      process(name).untilReady();
    }
  }

  /** Starts as many as are needed for this number to run. */
  void atLeast(int number) {
    var wanted =
        processes.keySet().stream()
            .sorted(
                java.util.Comparator.comparing((String name) -> !process(name).isAlive())
                    .thenComparing(name -> name))
            .limit(Math.max(number, alive().size()))
            .toArray(String[]::new);
    running(wanted);
  }

  ConnectorProcess process(String name) {
    return processes.get(name);
  }

  List<String> alive() {
    return processes.keySet().stream().filter(name -> process(name).isAlive()).toList();
  }

  /** Those that say they have the subscription. */
  List<String> holders() {
    return processes.keySet().stream()
        .filter(name -> process(name).isAlive())
        .filter(name -> subscription(name).at("/details/subscribed").asBoolean())
        .toList();
  }

  /** The only one that says it has the subscription, once there is exactly one. */
  String holder() {
    await().atMost(Duration.ofSeconds(30)).until(() -> holders().size() == 1);
    return holders().get(0);
  }

  /** What the readiness of this one says about the subscription. */
  JsonNode subscription(String name) {
    return json(name, "/actuator/health/readiness").at("/components/salesforceSubscription");
  }

  /** How many deals this one has compared since its start. */
  int dealsWorkedOn(String name) {
    var counter =
        Pattern.compile(
            "camel_exchanges_total\\{[^}]*routeId=\"create-or-get-details-from-salesforce\"[^}]*} (\\d+)");
    return counter
        .matcher(text(name, "/actuator/prometheus"))
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  private JsonNode json(String name, String path) {
    try {
      return new ObjectMapper().readTree(text(name, path));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private String text(String name, String path) {
    var login = "operator:sandbox".getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(name) + path))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login))
            .timeout(LONGEST_ANSWER)
            .build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    processes.values().forEach(ConnectorProcess::close);
    balancer.close();
    world.close();
    database.close();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
