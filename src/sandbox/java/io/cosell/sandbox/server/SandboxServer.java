package io.cosell.sandbox.server;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.EnumSet;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A small HTTP server on a loopback address, with a journal of calls and faults on every path but
 * its own.
 */
public class SandboxServer implements AutoCloseable {
  private final Server server;
  private final ServerConnector connector;
  private final ServletContextHandler context = new ServletContextHandler("/");
  private final boolean secure;
  private final Faults faults = new Faults();
  private final CallJournal journal = new CallJournal();
  private volatile Onlooker onlooker = Onlooker.NOBODY;

  /** A plain server on 127.0.0.1; port 0 takes a free one at start. */
  public static SandboxServer http(int port) {
    return new SandboxServer(port, null);
  }

  /** The same with TLS. */
  public static SandboxServer https(int port, SSLContext certificate) {
    return new SandboxServer(port, certificate);
  }

  private SandboxServer(int port, SSLContext certificate) {
    var threads = new QueuedThreadPool(300);
    threads.setDaemon(true);
    server = new Server(threads);
    secure = certificate != null;
    var settings = new HttpConfiguration();
    settings.setUriCompliance(UriCompliance.UNSAFE);
    settings.setSendServerVersion(false);
    if (secure) {
      settings.addCustomizer(new SecureRequestCustomizer(false));
      var tls = new SslContextFactory.Server();
      tls.setSslContext(certificate);
      connector = new ServerConnector(server, tls, new HttpConnectionFactory(settings));
    } else {
      connector = new ServerConnector(server, new HttpConnectionFactory(settings));
    }
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(context);
  }

  /** Puts the journal and the faults of any server in front of these paths. */
  public SandboxServer watched(Clock clock, String... paths) {
    var filter = new FilterHolder(new FaultFilter(faults, journal, clock, () -> onlooker));
    filter.setAsyncSupported(true);
    for (var path : paths) {
      context.addFilter(filter, path, EnumSet.of(DispatcherType.REQUEST));
    }
    return this;
  }

  /** Answers the path, such as {@code /services/*}, with this servlet. */
  public SandboxServer serve(String path, Servlet servlet) {
    var holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, path);
    return this;
  }

  /** The servlet context, for what needs more than a path and a servlet. */
  public ServletContextHandler context() {
    return context;
  }

  /** Starts listening. */
  public SandboxServer start() {
    try {
      server.start();
      return this;
    } catch (Exception e) {
      throw new IllegalStateException(
          "The sandbox cannot listen on port " + connector.getPort(), e);
    }
  }

  /** Lets the onlooker see every watched call from now on. */
  public void watchedBy(Onlooker other) {
    onlooker = other;
  }

  /** The faults that wait for their request. */
  public Faults faults() {
    return faults;
  }

  /** What was asked of this server. */
  public CallJournal journal() {
    return journal;
  }

  /** The port in use once started. */
  public int port() {
    return connector.getLocalPort();
  }

  /** {@code http://127.0.0.1:<port>}, or {@code https://localhost:<port>} with TLS. */
  public String url() {
    return secure ? "https://localhost:" + port() : "http://127.0.0.1:" + port();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The sandbox did not stop", e);
    }
  }
}
