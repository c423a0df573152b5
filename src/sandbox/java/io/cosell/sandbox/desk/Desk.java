package io.cosell.sandbox.desk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cosell.sandbox.partnercenter.Actor;
import io.cosell.sandbox.partnercenter.Change;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.RecordChange;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.SandboxServer;
import jakarta.servlet.DispatcherType;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/**
 * A page on 127.0.0.1 that shows both simulators side by side, live, and lets people work in them.
 * While nobody looks it does nothing.
 */
public final class Desk implements AutoCloseable {
  private final SandboxServer server;
  private final SalesforceSide salesforceSide;
  private final PartnerCenterSide partnerCenterSide;
  private final Watchers watchers;
  private final Board board;
  private final FaultButtons faults;
  private final Clock clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var daemon = new Thread(work, "sandbox-desk");
            daemon.setDaemon(true);
            return daemon;
          });
  private volatile boolean stale = true;

  /**
   * A desk that does not listen yet.
   *
   * @param port 0 for a free one
   * @param links further addresses the page shows in its head, by their label
   */
  public Desk(
      int port,
      SalesforceSandbox salesforce,
      PartnerCenterSandbox partnerCenter,
      Clock clock,
      Map<String, String> links) {
    this.clock = clock;
    var json =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    salesforceSide = new SalesforceSide(salesforce);
    partnerCenterSide = new PartnerCenterSide(partnerCenter);
    watchers = new Watchers(json, this::greet);
    board = new Board(salesforceSide, partnerCenterSide, watchers::send);
    faults = new FaultButtons(salesforce, partnerCenter);
    server = SandboxServer.http(port);
    server
        .context()
        .addFilter(
            new FilterHolder(new SameOriginFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
    server
        .serve("/api/events", watchers)
        .serve("/api/*", new ApiServlet(salesforceSide, partnerCenterSide, faults, json, links))
        .serve("/*", new PageServlet());
    salesforce.onChange(change -> noted(at -> look(change, at)));
    partnerCenter.onChange(change -> noted(at -> look(change, at)));
  }

  /** Listens from now on. */
  public Desk start() {
    server.start();
    return this;
  }

  /** {@code http://127.0.0.1:<port>}. */
  public String url() {
    return server.url();
  }

  /** Lets every call to both clouds take this long, as the slider on the page does. */
  public Desk latency(int millis) {
    faults.latency("salesforce", millis);
    faults.latency("partner-center", millis);
    return this;
  }

  private void look(RecordChange change, Instant at) {
    SalesforceSide.opportunityOf(change)
        .ifPresent(
            id -> {
              var card = salesforceSide.card(id);
              run(() -> board.salesforceChanged(id, card, change.byPerson(), at));
            });
  }

  private void look(Change change, Instant at) {
    boolean byConnector = change.who() == Actor.CONNECTOR;
    partnerCenterSide
        .ofEngagement(change.engagementId())
        .ifPresent(card -> run(() -> board.partnerCenterChanged(card, byConnector, at)));
  }

  /**
   * Looks at a change at once, on the thread that makes it: later the record may look different,
   * and the change would have no time of its own.
   */
  private void noted(Consumer<Instant> look) {
    if (watchers.isEmpty()) {
      stale = true;
      return;
    }
    look.accept(clock.instant());
  }

  private void greet(Watchers.Watcher watcher) {
    run(
        () -> {
          boolean first = watchers.isEmpty();
          watchers.add(watcher);
          if (first || stale) {
            stale = false;
            board.load();
          }
          watcher.send("everything", board.everything());
        });
  }

  private void run(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException e) {
      // the desk is closed
    }
  }

  @Override
  public void close() {
    watchers.close();
    thread.shutdownNow();
    server.close();
  }
}
