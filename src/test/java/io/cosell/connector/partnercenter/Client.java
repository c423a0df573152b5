package io.cosell.connector.partnercenter;

import io.cosell.connector.remote.CallRecorder;
import io.cosell.connector.remote.EncryptionProperties;
import io.cosell.connector.remote.SecretBox;
import io.cosell.connector.remote.TestBoxes;
import io.cosell.connector.remote.TrustedRoots;
import io.cosell.connector.replica.TestLeases;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * The package under test, put together by hand against a sandbox, with a database that outlives it.
 */
class Client implements AutoCloseable {
  final MovableClock clock;
  final CallRecorder recorder = new CallRecorder();
  final PartnerCenterState state = new PartnerCenterState();
  final TokenStore store;
  final SignIn signIn;
  final PartnerCenter partnerCenter;
  final WebhookRegistration registration;
  final WebhookFindings findings;
  final TestEvents testEvents;
  final WebhookSelfTest selfTest;
  final WebhookSignature signature;
  final SigningCertificates certificates;
  final PartnerCenterProbe probe;
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate template;
  private final CloseableHttpClient http;

  /** A fresh database for clients to share. */
  static JdbcDataSource database() {
    var database = new JdbcDataSource();
    database.setURL(
        "jdbc:h2:mem:"
            + UUID.randomUUID()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
    Flyway.configure().dataSource(database).load().migrate();
    return database;
  }

  /** A sandbox whose time the clock tells. */
  static PartnerCenterSandbox sandbox(MovableClock clock) {
    var times = PartnerCenterOptions.defaults().withClock(clock);
    return new PartnerCenterSandbox(
            times.withWebhookTimes(Duration.ofMillis(50), Duration.ofSeconds(5)))
        .start();
  }

  /** The settings that fit the sandbox, without the {@code cosell.} prefix. */
  static Map<String, String> settings(PartnerCenterSandbox sandbox, Path folder) {
    var roots = sandbox.writeTrustCertificates(folder.resolve("sandbox.pem")).toString();
    var settings = new HashMap<String, String>();
    settings.put("partner-center.base-url", sandbox.apiUrl());
    settings.put("partner-center.webhook-base-url", sandbox.apiUrl());
    settings.put("partner-center.authority", sandbox.authority());
    settings.put("partner-center.instance-discovery", "false");
    settings.put("partner-center.client-id", sandbox.options().clientId());
    settings.put("partner-center.client-secret", sandbox.options().clientSecret());
    settings.put("partner-center.refresh-token", sandbox.options().refreshToken());
    settings.put("partner-center.response-timeout", "2s");
    settings.put("webhook.certificate-hosts", sandbox.certificateHost());
    settings.put("webhook.trust-certificates", roots);
    settings.put("tls.trust-certificates", roots);
    return settings;
  }

  Client(Map<String, String> settings, MovableClock clock, JdbcDataSource database) {
    this.clock = clock;
    var properties = bound(settings, "partner-center", PartnerCenterProperties.class);
    var webhook = bound(settings, "webhook", WebhookProperties.class);
    var trust =
        new TrustedRoots(
            "cosell.tls.trust-certificates", settings.getOrDefault("tls.trust-certificates", ""));
    var configuration = new PartnerCenterConfiguration();
    HttpClient outgoing = configuration.outgoingHttp(properties, trust.sslContext());
    SecretBox box =
        TestBoxes.with(
            new EncryptionProperties(
                settings.getOrDefault("encryption-key", "a key for tests"), "unused"));
    store =
        new TokenStore(
            JdbcClient.create(database), new DataSourceTransactionManager(database), box, clock);
    signIn =
        new SignIn(
            properties,
            new Authority(properties, outgoing, clock),
            store,
            TestLeases.on(database, clock),
            clock);
    http = configuration.partnerCenterHttp(properties, trust.sslContext(), signIn);
    try {
      camel.getRegistry().bind("partnerCenterHttp", http);
      camel.addRoutes(new PartnerCenterRoute());
      camel.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    template = camel.createProducerTemplate();
    var calls = new Calls(properties, signIn, template, recorder, state, clock);
    certificates = new SigningCertificates(webhook, properties, outgoing, clock);
    var setup = new Setup(properties, webhook, trust, certificates, store);
    partnerCenter = new PartnerCenter(properties, calls, setup);
    var jdbc = JdbcClient.create(database);
    findings = new WebhookFindings(jdbc, clock);
    registration = new WebhookRegistration(webhook, calls, findings);
    testEvents = new TestEvents(jdbc, clock);
    selfTest = new WebhookSelfTest(registration, webhook, testEvents, findings, clock);
    signature = new WebhookSignature(certificates, clock);
    probe = new PartnerCenterProbe(properties, setup, signIn, partnerCenter, state, outgoing);
  }

  private static <T> T bound(Map<String, String> settings, String prefix, Class<T> type) {
    return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
  }

  @Override
  public void close() {
    try {
      template.stop();
      camel.stop();
      http.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
