package io.cosell.sandbox.desk;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
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
    var left = new SalesforceSide(salesforce);
    var right = new PartnerCenterSide(partnerCenter);
    watchers = new Watchers(json, this::greet);
    board = new Board(left, right, watchers::send);
    faults = new FaultButtons(salesforce, partnerCenter);
    server = SandboxServer.http(port);
    server
        .context()
        .addFilter(
            new FilterHolder(new SameOriginFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
    server
        .serve("/api/events", watchers)
        .serve("/api/*", new ApiServlet(left, right, faults, json, links))
        .serve("/*", new PageServlet());
    salesforce.onChange(change -> noted(at -> board.salesforceChanged(change, at)));
    partnerCenter.onChange(change -> noted(at -> board.partnerCenterChanged(change, at)));
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

  private void noted(Consumer<Instant> work) {
    if (watchers.isEmpty()) {
      stale = true;
      return;
    }
    var at = clock.instant();
    run(() -> work.accept(at));
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
