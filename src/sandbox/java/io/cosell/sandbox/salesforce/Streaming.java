package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Faults;
import io.cosell.sandbox.server.SandboxServer;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.AbstractServerTransport;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.ServerSessionImpl;
import org.cometd.server.http.AbstractHttpTransport;
import org.cometd.server.http.jakarta.CometDServlet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/** The Streaming API of the org: a CometD server on {@code /cometd/{version}}. */
public final class Streaming {
  private final BayeuxServerImpl server = new BayeuxServerImpl();
  private final EventLog log;
  private final EventBus bus;
  private final Engine engine;
  private final ApiUsage allowance;
  private final Faults faults = new Faults();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicLong handshakes = new AtomicLong();

  Streaming(Engine engine, Sessions sessions, ApiUsage allowance) {
    this.engine = engine;
    this.allowance = allowance;
    this.log = new EventLog(engine.clock);
    this.bus = new EventBus(engine, log, allowance, faults);
    bus.channel(
        "CoSell__chn",
        Set.of(
            "Opportunity",
            "Microsoft_Solution__c",
            "OpportunityContactRole",
            "Contact",
            "Account"));
    var options = engine.options;
    server.setOption(AbstractServerTransport.TIMEOUT_OPTION, options.connectHold().toMillis());
    server.setOption(
        AbstractServerTransport.MAX_INTERVAL_OPTION, options.connectExpiry().toMillis());
    server.setOption(AbstractServerTransport.META_CONNECT_DELIVERY_OPTION, true);
    server.setOption(AbstractHttpTransport.MAX_SESSIONS_PER_BROWSER_OPTION, -1);
    server.setOption(AbstractHttpTransport.TRUST_CLIENT_SESSION_OPTION, !options.strictCookies());
    server.setOption("ws.cometdURLMapping", "");
    server.setAllowedTransports("long-polling");
    server.addExtension(new StreamingRules(server, sessions, bus, log, allowance, engine, faults));
    server.addListener(new Subscriptions());
    server.addListener(new Waiting());
  }

  void serveOn(SandboxServer http) {
    http.context().getServletContext().setAttribute(BayeuxServer.ATTRIBUTE, server);
    http.context().setAttribute(BayeuxServer.ATTRIBUTE, server);
    var gate = new FilterHolder(new StreamingGate(faults));
    gate.setAsyncSupported(true);
    http.context().addFilter(gate, "/cometd/*", EnumSet.of(DispatcherType.REQUEST));
    http.serve("/cometd/*", new CometDServlet());
  }

  void stop() {
    bus.close();
  }

  /** The faults of the Streaming API; see {@code StreamingRules}, {@code EventBus}, gate. */
  public Faults faults() {
    return faults;
  }

  /** Defines a custom channel such as {@code CoSell__chn} with its objects. */
  public Streaming channel(String name, String... objects) {
    bus.channel(name, Set.of(objects));
    return this;
  }

  /** Joins equal changes of several records in one transaction into one event, or not. */
  public Streaming mergeEvents(boolean on) {
    bus.merging(on);
    return this;
  }

  /** Tells a changed long text as a diff where that is shorter (the default), or always whole. */
  public Streaming diffLongTexts(boolean on) {
    bus.diffs(on);
    return this;
  }

  /** Sends {@code GAP_CREATE}, {@code GAP_UPDATE}, {@code GAP_DELETE} or {@code GAP_UNDELETE}. */
  public Streaming gap(String object, String kind, String... ids) {
    var type = engine.org.require(object);
    bus.publish(bus.changes().gap(type, kind, List.of(ids), engine.seeded().sellers().get(0)));
    return this;
  }

  /** Sends GAP_OVERFLOW for the object: anything may have changed. */
  public Streaming overflow(String object) {
    return gap(object, "GAP_OVERFLOW", "000000000000000AAA");
  }

  /** Lets every held connect answer now, so that a fault on connect strikes soon. */
  public Streaming wake() {
    server.getSessions().forEach(session -> ((ServerSessionImpl) session).flush());
    return this;
  }

  /** Drops every client without a word; its next connect gets 403::Unknown client. */
  public Streaming forgetClients() {
    server.getSessions().forEach(server::removeSession);
    return this;
  }

  /** Sends every client {@code /meta/disconnect}, as servers of API 64 and later may do. */
  public Streaming disconnectClients() {
    server.getSessions().forEach(ServerSession::disconnect);
    return this;
  }

  /** How many clients have a session. */
  public int clients() {
    return (int) server.getSessions().stream().filter(session -> !session.isLocalSession()).count();
  }

  /** How many clients have made a handshake so far. */
  public long handshakes() {
    return handshakes.get();
  }

  /** How many clients have a connect that is held for events. */
  public int waitingClients() {
    return waiting.size();
  }

  /** How many clients will get the next event of the channel. */
  public int subscribers(String channel) {
    return bus.subscribers(channel);
  }

  /** The payloads retained on a channel, oldest first. */
  public List<Map<String, Object>> retained(String channel) {
    return log.all(channel).stream().map(EventLog.Stored::data).toList();
  }

  /** What a client subscribed after this position would get, as whole messages. */
  public List<Map<String, Object>> messagesAfter(String channel, long replayId) {
    bus.settle();
    return log.after(channel, replayId).stream()
        .map(stored -> Map.of("channel", channel, "data", stored.data()))
        .toList();
  }

  /** The replay id of the newest event on the channel, -1 for none. */
  public long lastReplayId(String channel) {
    bus.settle();
    var all = log.all(channel);
    return all.isEmpty() ? -1 : all.get(all.size() - 1).replayId();
  }

  /** Forgets all retained events, so that stored positions become invalid. */
  public Streaming forgetEvents() {
    log.forget();
    return this;
  }

  /** Forgets all retained events and numbers the next ones from the beginning. */
  void restart() {
    bus.settle();
    log.restart();
  }

  /** How many events were delivered in the last 24 hours. */
  public int delivered() {
    return allowance.used();
  }

  /** Sets the daily delivery allowance. */
  public Streaming dailyLimit(int events) {
    allowance.limit(events);
    return this;
  }

  /** Notes which sessions have a connect held. */
  private final class Waiting
      implements BayeuxServer.SessionListener, ServerSession.HeartBeatListener {
    @Override
    public void sessionAdded(ServerSession session, ServerMessage message) {
      if (!session.isLocalSession()) {
        handshakes.incrementAndGet();
      }
      session.addListener(this);
    }

    @Override
    public void sessionRemoved(ServerSession session, ServerMessage message, boolean timeout) {
      waiting.remove(session.getId());
    }

    @Override
    public void onSuspended(ServerSession session, ServerMessage message, long timeout) {
      waiting.add(session.getId());
    }

    @Override
    public void onResumed(ServerSession session, ServerMessage message, boolean timeout) {
      waiting.remove(session.getId());
    }
  }

  /** Connects CometD's subscriptions with the bus. */
  private final class Subscriptions implements BayeuxServer.SubscriptionListener {
    private final Map<String, EventBus.Subscriber> known = new ConcurrentHashMap<>();

    @Override
    public void subscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
      EventBus.Subscriber subscriber =
          (name, data) -> session.deliver(null, name, data, Promise.noop());
      known.put(session.getId() + channel.getId(), subscriber);
      var name = channel.getId();
      bus.subscribe(
          name, message == null ? -1 : StreamingRules.replayId(message, name), subscriber);
    }

    @Override
    public void unsubscribed(ServerSession session, ServerChannel channel, ServerMessage message) {
      var subscriber = known.remove(session.getId() + channel.getId());
      if (subscriber != null) {
        bus.unsubscribe(channel.getId(), subscriber);
      }
    }
  }
}
