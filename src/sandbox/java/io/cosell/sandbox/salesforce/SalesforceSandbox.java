package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Faults;
import io.cosell.sandbox.server.SandboxServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A whole Salesforce org on one port of 127.0.0.1: OAuth, REST, Streaming API and an admin API
 * under {@code /sandbox}. It follows the published documents, not the connector.
 */
public final class SalesforceSandbox implements AutoCloseable {
  private static final String VERSION = "62.0";
  private final Engine engine;
  private final SandboxServer server;
  private final Sessions sessions;
  private final ApiUsage calls;
  private final Streaming streaming;
  private final RestApi api;
  private final ChangeFeed feed;

  /** An org with these options; it listens after {@link #start()}. */
  public SalesforceSandbox(SalesforceOptions options) {
    server = SandboxServer.http(options.port());
    engine = new Engine(options, server.faults());
    sessions = new Sessions(options.clock(), options.sharedSession());
    calls = new ApiUsage(options.clock(), options.dailyApiLimit());
    var events = new ApiUsage(options.clock(), options.dailyEventLimit());
    streaming = new Streaming(engine, sessions, events);
    api = new RestApi(engine, new LimitsResource(calls, events), this::url);
    feed = new ChangeFeed(engine);
    var identity = new Identity(engine, sessions, this::url);
    server
        .watched(options.clock(), "/services/*", "/id/*")
        .serve("/services/oauth2/*", new OAuthServlet(engine, sessions, identity, this::url))
        .serve("/services/data/*", new RestServlet(api, sessions, calls, server.faults()))
        .serve("/id/*", identity)
        .serve("/sandbox/*", new AdminServlet(this, engine, feed));
    streaming.serveOn(server);
  }

  /** An org with the default options, already listening. */
  public static SalesforceSandbox started() {
    return new SalesforceSandbox(SalesforceOptions.defaults()).start();
  }

  /** Starts listening. */
  public SalesforceSandbox start() {
    server.start();
    return this;
  }

  /** The address of the org: login URL, instance URL and host of the Streaming API. */
  public String url() {
    return server.url();
  }

  /** The HTTP server with its journal of REST and OAuth calls. */
  public SandboxServer server() {
    return server;
  }

  /**
   * Faults of REST and OAuth: those of every server ({@code latency}, {@code status}, {@code
   * cut-connection}, {@code lost-answer}), {@code session-expired}, {@code api-limit}, {@code
   * concurrent-limit}, {@code server-unavailable}, {@code api-disabled}, {@code query-timeout},
   * {@code unknown-exception}, {@code lock-error}, {@code slow-transaction}, {@code oauth-error}.
   */
  public Faults faults() {
    return server.faults();
  }

  /** Faults of the Streaming API. */
  public Faults streamingFaults() {
    return streaming.faults();
  }

  /** The Streaming API: channels, gaps, clients. */
  public Streaming streaming() {
    return streaming;
  }

  /** Objects, fields and rules, to be changed at any time. */
  public Org schema() {
    return engine.org;
  }

  /** What the integration user may see, to be changed at any time. */
  public Permissions permissions() {
    return engine.permissions;
  }

  /** The opportunity stages, to be changed at any time. */
  public Stages stages() {
    return new Stages(engine);
  }

  /** Adds a record type of Opportunity whose sales process has these stages; returns its id. */
  public String addRecordType(String name, String... stages) {
    var type =
        engine.seed(
            "RecordType",
            Map.of(
                "Name",
                name,
                "DeveloperName",
                name.replace(' ', '_'),
                "SobjectType",
                "Opportunity",
                "IsActive",
                true));
    engine.org.salesProcess(type.id(), Set.of(stages));
    return type.id();
  }

  /** A person who edits in Lightning. */
  public Seller asSeller() {
    return new Seller(engine, engine.seeded().sellers().get(0));
  }

  /** The person with this user name or id. */
  public Seller asSeller(String user) {
    return engine.store.all("User").stream()
        .filter(row -> user.equals(row.get("Username")) || user.equals(row.id()))
        .findFirst()
        .map(row -> new Seller(engine, row.id()))
        .orElseThrow(() -> new IllegalArgumentException("The org has no user " + user));
  }

  /** All living records of an object with every visible field, oldest first. */
  public List<Map<String, Object>> records(String object) {
    var records = new ArrayList<Map<String, Object>>();
    for (var row : engine.store.all(engine.org.require(object).name)) {
      if (!row.deleted()) {
        records.add(plain(row));
      }
    }
    return records;
  }

  /** One living record, or null. */
  public Map<String, Object> record(String object, String id) {
    var row =
        Ids.normal(id)
            .map(it -> engine.store.find(engine.org.require(object).name, it))
            .orElse(null);
    return row == null || row.deleted() ? null : plain(row);
  }

  /** The records a query finds, as REST shows them. */
  public List<Map<String, Object>> query(String soql) {
    return engine.query(engine.store, engine.parse(soql), false, VERSION).records();
  }

  /**
   * Hears of every change from now on, in the order of commits and on the thread that commits; a
   * listener must be quick.
   */
  public void onChange(Consumer<RecordChange> listener) {
    engine.store.onCommit(
        changes ->
            changes.forEach(
                it ->
                    listener.accept(
                        new RecordChange(
                            it.type(),
                            it.id(),
                            it.author().person(),
                            it.kind() == Change.Kind.DELETE,
                            plain(it.row())))));
  }

  private Map<String, Object> plain(Row row) {
    var record = new LinkedHashMap<>(engine.record(row, VERSION));
    record.remove("attributes");
    return record;
  }

  /** The id of the user the connector signs in as. */
  public String integrationUser() {
    return engine.seeded().integrationUser();
  }

  /** The 18-character id of the org. */
  public String organizationId() {
    return engine.seeded().organization();
  }

  /** Ends all sessions; the next call of each gets 401. Refresh tokens stay good. */
  public void revokeTokens() {
    sessions.expireAll();
  }

  /** Ends all sessions and refresh tokens. */
  public void revokeEverything() {
    sessions.revokeAll();
  }

  /** A refresh token of the integration user, as its approval would give. */
  public String refreshToken() {
    return sessions.refreshToken(integrationUser());
  }

  /** REST calls spent in the current 24 hours. */
  public int apiCalls() {
    return calls.used();
  }

  /** Sets how many REST calls a day has. */
  public void dailyApiLimit(int most) {
    calls.limit(most);
  }

  /** Sets how many REST calls are spent, as others would spend them. */
  public void usedApiCalls(int used) {
    calls.used(used);
  }

  /** Begins the count of REST calls anew. */
  public void resetApiCalls() {
    calls.reset();
  }

  /** Lets queries answer at most this many rows, so that clients have to follow the next URL. */
  public void mostRowsPerAnswer(int rows) {
    api.queries().mostRows(rows);
  }

  /**
   * Lets the parts of a composite or graph request inherit its {@code Sforce-Call-Options}. Off by
   * default: the REST API guide does not list composite for that header.
   */
  public void compositePassesCallOptions(boolean on) {
    engine.outerCallOptions(on);
  }

  /** Forgets all business records, events, faults and calls; schema, users and sessions stay. */
  public void reset() {
    engine.reset();
    streaming.restart();
    server.faults().clear();
    streaming.faults().clear();
    server.journal().clear();
    calls.reset();
  }

  @Override
  public void close() {
    feed.close();
    streaming.stop();
    server.close();
  }
}
