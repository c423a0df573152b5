package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.cometd.bayeux.Channel;
import org.cometd.bayeux.Message;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.BayeuxServer;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;

/**
 * Makes a CometD server answer as Salesforce does: token checks, replay positions, advice on the
 * first connect only, error texts.
 *
 * <p>Faults by name: on handshake {@code handshake-denied} (detail {@code reason}), {@code
 * server-busy}, {@code concurrent-clients}; on connect {@code unknown-client}, {@code
 * authentication-invalid}, {@code daily-limit}, {@code server-busy}, {@code server-disconnect}; on
 * subscribe {@code subscribe-denied} (detail {@code error}), {@code invalid-replay-id}, {@code
 * slow-subscribe} (detail {@code millis}), {@code server-busy}. They match the channel of the
 * message, for a subscribe the channel that is asked for.
 */
final class StreamingRules implements BayeuxServer.Extension {
  private static final String ADVISED = "sandbox.advised";
  private final BayeuxServer server;
  private final Sessions sessions;
  private final EventBus bus;
  private final EventLog log;
  private final ApiUsage allowance;
  private final Engine engine;
  private final Faults faults;

  StreamingRules(
      BayeuxServer server,
      Sessions sessions,
      EventBus bus,
      EventLog log,
      ApiUsage allowance,
      Engine engine,
      Faults faults) {
    this.server = server;
    this.sessions = sessions;
    this.bus = bus;
    this.log = log;
    this.allowance = allowance;
    this.engine = engine;
    this.faults = faults;
  }

  @Override
  public void incoming(
      ServerSession from, ServerMessage.Mutable message, Promise<Boolean> promise) {
    var denial = denial(from, message);
    denial.ifPresent(it -> message.put(Denial.KEY, it));
    int delay = delay(message);
    if (delay == 0) {
      promise.succeed(denial.isEmpty());
      return;
    }
    CompletableFuture.delayedExecutor(delay, TimeUnit.MILLISECONDS)
        .execute(() -> promise.succeed(denial.isEmpty()));
  }

  private int delay(ServerMessage message) {
    return Channel.META_SUBSCRIBE.equals(message.getChannel())
        ? strike("slow-subscribe", subscription(message))
            .map(fault -> fault.number("millis", 1000))
            .orElse(0)
        : 0;
  }

  private Optional<Denial> denial(ServerSession from, ServerMessage message) {
    var channel = String.valueOf(message.getChannel());
    if (channel.equals(Channel.META_HANDSHAKE)) {
      return handshake(message);
    }
    if (from == null) {
      return Optional.of(stranger(message));
    }
    return switch (channel) {
      case Channel.META_CONNECT -> connect(from, message);
      case Channel.META_SUBSCRIBE -> subscribe(message);
      default -> Optional.empty();
    };
  }

  private Optional<Denial> handshake(ServerMessage message) {
    var denied = strike("handshake-denied", Channel.META_HANDSHAKE);
    if (denied.isPresent()) {
      return Optional.of(
          Denial.handshake(
              denied.get().details().getOrDefault("reason", "401::Authentication invalid")));
    }
    if (strike("server-busy", Channel.META_HANDSHAKE).isPresent()) {
      return Optional.of(Denial.handshake(Denial.BUSY));
    }
    if (strike("concurrent-clients", Channel.META_HANDSHAKE).isPresent()) {
      return Optional.of(Denial.handshake("403::Organization concurrent user limit exceeded"));
    }
    var token = token(message);
    if (token == null) {
      return Optional.of(Denial.handshake("401::Request requires authentication"));
    }
    return sessions.user(token).isPresent()
        ? Optional.empty()
        : Optional.of(Denial.handshake("401::Authentication invalid"));
  }

  private Denial stranger(ServerMessage message) {
    var clientId = message.getClientId();
    return clientId != null && server.getSession(clientId) != null
        ? new Denial(
            "400::Client "
                + clientId
                + " has established a session, but no BAYEUX_BROWSER cookie present",
            null,
            "none")
        : Denial.unknownClient();
  }

  private Optional<Denial> connect(ServerSession from, ServerMessage message) {
    if (strike("unknown-client", Channel.META_CONNECT).isPresent()) {
      server.removeSession(from);
      return Optional.of(Denial.unknownClient());
    }
    boolean invalid = strike("authentication-invalid", Channel.META_CONNECT).isPresent();
    if (invalid || sessions.user(token(message)).isEmpty()) {
      return Optional.of(Denial.unauthenticated());
    }
    if (strike("daily-limit", Channel.META_CONNECT).isPresent()
        || allowance.used() >= allowance.limit()) {
      return Optional.of(Denial.dailyLimit());
    }
    if (strike("server-busy", Channel.META_CONNECT).isPresent()) {
      return Optional.of(
          new Denial("403:denied_by_security_policy:create_denied", Denial.BUSY, "none"));
    }
    if (strike("server-disconnect", Channel.META_CONNECT).isPresent()) {
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(from::disconnect);
    }
    return Optional.empty();
  }

  private Optional<Denial> subscribe(ServerMessage message) {
    var channel = subscription(message);
    if (sessions.user(token(message)).isEmpty()) {
      return Optional.of(Denial.unauthenticated());
    }
    var denied = strike("subscribe-denied", channel);
    if (denied.isPresent()) {
      return Optional.of(
          Denial.subscribe(
              denied
                  .get()
                  .details()
                  .getOrDefault("error", "403:denied_by_security_policy:create_denied")));
    }
    if (strike("server-busy", channel).isPresent()) {
      return Optional.of(new Denial("403::Subscription denied", Denial.BUSY, "none"));
    }
    if (!exists(channel)) {
      return Optional.of(
          Denial.subscribe(
              "400::The channel you requested to subscribe to doesn't exist {" + channel + "}"));
    }
    if (isClosed(channel)) {
      return Optional.of(
          Denial.subscribe(
              "403::User not allowed to subscribe CDC without View All Data permissions"));
    }
    long replayId = replayId(message, channel);
    boolean bad = strike("invalid-replay-id", channel).isPresent();
    return bad || !log.knows(channel, replayId)
        ? Optional.of(Denial.invalidReplayId(replayId))
        : Optional.empty();
  }

  private boolean exists(String channel) {
    if (channel.startsWith("/topic/")) {
      return bus.topics().exists(channel.substring("/topic/".length()));
    }
    if (!channel.startsWith("/data/")) {
      return false;
    }
    var name = channel.substring("/data/".length());
    return name.equals("ChangeEvents")
        || bus.isCustomChannel(name)
        || engine.org.visible().stream()
            .anyMatch(type -> type.hasEvents && type.eventName().equals(name));
  }

  /** A channel of one object is refused without the permission to see all its records. */
  private boolean isClosed(String channel) {
    return engine.org.visible().stream()
        .filter(type -> channel.equals("/data/" + type.eventName()))
        .anyMatch(type -> !engine.permissions.seesAll(type.name));
  }

  static long replayId(ServerMessage message, String channel) {
    var ext = message.getExt();
    return ext != null
            && ext.get("replay") instanceof Map<?, ?> positions
            && positions.get(channel) instanceof Number position
        ? position.longValue()
        : -1;
  }

  @Override
  public void outgoing(
      ServerSession from,
      ServerSession to,
      ServerMessage.Mutable message,
      Promise<Boolean> promise) {
    var request = message.getAssociated();
    if (request != null && request.get(Denial.KEY) instanceof Denial denial) {
      denial.write(message);
    } else if (Channel.META_CONNECT.equals(message.getChannel()) && message.isSuccessful()) {
      adviseOnce(to, message);
    }
    if (message.isMeta() && to != null && message.isSuccessful()) {
      message.setClientId(to.getId());
    }
    if (Channel.META_HANDSHAKE.equals(message.getChannel())) {
      var ext = message.getExt(true);
      ext.put("replay", true);
      ext.put("payload.format", true);
      if (message.isSuccessful()) {
        message.remove(Message.ADVICE_FIELD);
        message.put(Message.SUPPORTED_CONNECTION_TYPES_FIELD, new String[] {"long-polling"});
      }
    }
    promise.succeed(true);
  }

  private void adviseOnce(ServerSession session, ServerMessage.Mutable reply) {
    var advice = reply.getAdvice();
    boolean parting =
        advice != null && !"retry".equals(advice.getOrDefault(Message.RECONNECT_FIELD, "retry"));
    if (parting) {
      return;
    }
    reply.remove(Message.ADVICE_FIELD);
    if (session != null && session.getAttribute(ADVISED) == null) {
      session.setAttribute(ADVISED, true);
      var fresh = reply.getAdvice(true);
      fresh.put(Message.INTERVAL_FIELD, 0);
      fresh.put(Message.TIMEOUT_FIELD, engine.options.connectHold().toMillis());
      fresh.put(Message.RECONNECT_FIELD, Message.RECONNECT_RETRY_VALUE);
    }
  }

  private Optional<Fault> strike(String name, String channel) {
    return faults.strike(Set.of(name), "", channel);
  }

  private static String subscription(ServerMessage message) {
    return String.valueOf(message.get(Message.SUBSCRIPTION_FIELD));
  }

  private static String token(ServerMessage message) {
    var context = message.getBayeuxContext();
    return context == null ? null : Sessions.token(context.getHeader("Authorization"));
  }
}
