package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.ConnectorApplication;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.audit.Audit;
import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Links;
import io.cosell.connector.salesforce.Subscription;
import io.cosell.sandbox.partnercenter.Delivery;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Both clouds of the sandbox and the whole connector between them, as a user would run it; in this
 * process.
 */
final class RunningConnector implements AutoCloseable {
  private static final String CHANNEL = "/data/CoSell__chn";
  private static RunningConnector shared;
  private static RunningConnector sharedOnPostgres;

  final SalesforceSandbox salesforce;
  final PartnerCenterSandbox partnerCenter;
  final Path directory;
  private final int port = freePort();
  private ConfigurableApplicationContext context;
  private Clock clock;

  RunningConnector(SalesforceSandbox salesforce, PartnerCenterSandbox partnerCenter) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    try {
      directory = Files.createTempDirectory("connector");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One for all tests that only add deals of their own. */
  static synchronized RunningConnector shared() {
    if (shared == null) {
      shared = withItsOwnClouds();
      shared.start(Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** The same on PostgreSQL. */
  static synchronized RunningConnector sharedOnPostgres() {
    if (sharedOnPostgres == null) {
      var url = TestDatabase.postgresUrl();
      sharedOnPostgres = withItsOwnClouds();
      sharedOnPostgres.start(Map.of("spring.datasource.url", url));
      Runtime.getRuntime().addShutdownHook(new Thread(sharedOnPostgres::close));
    }
    return sharedOnPostgres;
  }

  /** Not started yet, between two clouds nobody else uses. */
  static RunningConnector withItsOwnClouds() {
    return new RunningConnector(
        SalesforceSandbox.started(),
        new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start());
  }

  /** From the next start on the connector has this time. */
  RunningConnector at(Clock time) {
    clock = time;
    return this;
  }

  /** Starts the connector with these settings beside the ones that lead it to the sandbox. */
  RunningConnector start(Map<String, String> settings) {
    var all = new TreeMap<>(sandboxSettings());
    all.putAll(settings);
    var arguments = new ArrayList<String>();
    all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    context =
        new SpringApplicationBuilder(ConnectorApplication.class)
            .initializers(this::setTime)
            .run(arguments.toArray(String[]::new));
    return this;
  }

  private void setTime(ConfigurableApplicationContext starting) {
    if (clock != null) {
      ((GenericApplicationContext) starting)
          .registerBean("testTime", Clock.class, () -> clock, bean -> bean.setPrimary(true));
    }
  }

  /**
   * What leads a connector to these clouds; it keeps its data in {@link #directory} and tries again
   * sooner than one between real clouds.
   */
  Map<String, String> sandboxSettings() {
    var trust = directory.resolve("sandbox.pem");
    partnerCenter.writeTrustCertificates(trust);
    return Map.ofEntries(
        Map.entry("server.port", String.valueOf(port)),
        Map.entry(
            "spring.datasource.url",
            "jdbc:h2:async:"
                + directory.resolve("cosell")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"),
        Map.entry("cosell.partner-center.base-url", partnerCenter.apiUrl()),
        Map.entry("cosell.partner-center.webhook-base-url", partnerCenter.apiUrl()),
        Map.entry("cosell.partner-center.authority", partnerCenter.authority()),
        Map.entry("cosell.partner-center.instance-discovery", "false"),
        Map.entry("cosell.partner-center.client-id", "sandbox-client"),
        Map.entry("cosell.partner-center.client-secret", "sandbox-secret"),
        Map.entry("cosell.partner-center.refresh-token", "sandbox-refresh-token"),
        Map.entry("cosell.encryption-key", "only-for-tests"),
        Map.entry(
            "cosell.webhook.public-url", "http://127.0.0.1:" + port + "/webhooks/partner-center"),
        Map.entry("cosell.webhook.overwrite-registration", "true"),
        Map.entry("cosell.webhook.self-test-timeout", "5s"),
        Map.entry("cosell.webhook.certificate-hosts", partnerCenter.certificateHost()),
        Map.entry("cosell.webhook.trust-certificates", trust.toString()),
        Map.entry("cosell.tls.trust-certificates", trust.toString()),
        Map.entry("cosell.salesforce.login-url", salesforce.url()),
        Map.entry("cosell.salesforce.client-id", "sandbox-client"),
        Map.entry("cosell.salesforce.client-secret", "sandbox-secret"),
        Map.entry("cosell.inbox.first-pause", "100ms"),
        Map.entry("cosell.inbox.longest-pause", "5s"),
        Map.entry("cosell.sync.full-compare-cron", ""),
        Map.entry("cosell.console.username", "operator"),
        Map.entry("cosell.console.password", "sandbox"));
  }

  /** Ends the connector; the clouds stay. */
  void stop() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  boolean isRunning() {
    return context != null && context.isRunning();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What {@code /actuator/health/readiness} says. */
  JsonNode readiness() {
    return get("/actuator/health/readiness");
  }

  /** What {@code /actuator/health/liveness} says. */
  JsonNode liveness() {
    return get("/actuator/health/liveness");
  }

  /** What {@code /actuator/prometheus} says. */
  String asMetrics() {
    return callAsOperator("/actuator/prometheus").body();
  }

  /** What somebody without a password reads at this path. */
  JsonNode get(String path) {
    return answer(HttpRequest.newBuilder(URI.create(url() + path)).build());
  }

  private static JsonNode answer(HttpRequest request) {
    return json(call(request));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> call(HttpRequest request) {
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the operator reads at this path. */
  JsonNode asOperator(String path) {
    return json(callAsOperator(path));
  }

  /** What the operator's POST is answered with. */
  JsonNode operatorPosts(String path) {
    return json(call(operatorsRequest(path).POST(BodyPublishers.noBody()).build()));
  }

  private HttpRequest.Builder operatorsRequest(String path) {
    var login = "operator:sandbox".getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(URI.create(url() + path))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  /** What {@code /actuator/health} says. */
  JsonNode health() {
    return get("/actuator/health");
  }

  /** The whole answer the operator gets at this path. */
  HttpResponse<String> callAsOperator(String path) {
    return call(operatorsRequest(path).build());
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Inbox inbox() {
    return bean(Inbox.class);
  }

  Links links() {
    return bean(Links.class);
  }

  Audit audit() {
    return bean(Audit.class);
  }

  /** True when all events of both clouds are heard, nothing waits and nothing is under way. */
  boolean isIdle() {
    return hasHeardEverything()
        && inbox().count(EntryState.WAITING) == 0
        && inbox().count(EntryState.RUNNING) == 0;
  }

  private boolean hasHeardEverything() {
    boolean webhooksAreThrough =
        partnerCenter.deliveries().stream()
            .noneMatch(delivery -> delivery.state() == Delivery.State.PENDING);
    long newest = salesforce.streaming().lastReplayId(CHANNEL);
    boolean changeEventsAreThrough =
        bean(Subscription.class)
            .position()
            .filter(position -> position >= 0)
            .map(position -> position >= newest)
            .orElse(true);
    return webhooksAreThrough && changeEventsAreThrough;
  }

  List<Map<String, Object>> opportunities(String condition) {
    return salesforce.query("SELECT Id FROM Opportunity WHERE " + condition).stream()
        .map(row -> salesforce.record("Opportunity", (String) row.get("Id")))
        .toList();
  }

  @Override
  public void close() {
    stop();
    salesforce.close();
    partnerCenter.close();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
