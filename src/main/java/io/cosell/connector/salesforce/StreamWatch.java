package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges from its requests and answers whether a streaming connection is alive (Streaming API
 * guide, error codes).
 *
 * <p>Camel and CometD recover from some failures, die silently of others, and which it is can be a
 * race. So every refusal ends the connection here, and a new one takes over from the saved
 * position.
 */
class StreamWatch {
  private final Clock clock;
  private final Duration answerTimeout;
  private final Duration idleTimeout;
  private final Runnable onDeath;
  private final Instant opened;

  private Instant connectSince;
  private Instant lastProof;
  private Instant lastTraffic;
  private Instant subscribedAt;
  private Death death;

  /**
   * Why a connection ended.
   *
   * @param reason what was seen
   * @param unauthorised true when the token is not accepted any more
   * @param gap true when the position to start from is unknown to Salesforce
   */
  record Death(String reason, boolean unauthorised, boolean gap) {}

  StreamWatch(Clock clock, Duration answerTimeout, Duration idleTimeout, Runnable onDeath) {
    this.clock = clock;
    this.answerTimeout = answerTimeout;
    this.idleTimeout = idleTimeout;
    this.onDeath = onDeath;
    this.opened = clock.instant();
    this.lastTraffic = opened;
    this.lastProof = opened;
  }

  /** A request goes out; its kind is the last part of its address, such as {@code connect}. */
  synchronized void sent(String kind) {
    lastTraffic = clock.instant();
    if (kind.equals("connect")) {
      connectSince = lastTraffic;
    }
  }

  /** An answer came; messages is missing when its body was no JSON. */
  synchronized void answered(String kind, int status, JsonNode messages) {
    lastTraffic = clock.instant();
    if (kind.equals("connect")) {
      connectSince = null;
    }
    if (status != 200) {
      die("HTTP status %d at %s".formatted(status, kind), status == 401, false);
      return;
    }
    lastProof = lastTraffic;
    messages.forEach(this::read);
  }

  /** An event is being stored, which keeps the next request waiting. */
  synchronized void working() {
    lastTraffic = clock.instant();
  }

  /** No answer came. */
  synchronized void failed(String kind, Throwable cause) {
    if (kind.equals("connect")) {
      connectSince = null;
    }
    die("no answer to %s: %s".formatted(kind, cause), false, false);
  }

  private void read(JsonNode message) {
    var channel = message.path("channel").asText();
    if (!channel.startsWith("/meta/") || channel.equals("/meta/unsubscribe")) {
      return;
    }
    if (channel.equals("/meta/disconnect")) {
      die("the server disconnected", false, false);
    } else if (!message.path("successful").asBoolean()) {
      var error = message.path("error").asText("");
      var cause = message.path("ext").path("sfdc").path("failureReason").asText(error);
      var reason = "%s refused: %s".formatted(channel, cause.isEmpty() ? error : cause);
      var gap = error.startsWith("400::The replayId") || cause.startsWith("400::The replayId");
      die(reason, cause.startsWith("401::") || error.startsWith("401::"), gap);
    } else if (channel.equals("/meta/subscribe")) {
      subscribedAt = subscribed() ? subscribedAt : lastTraffic;
    }
  }

  /** Ends the connection for a reason from outside. */
  synchronized void die(String reason) {
    die(reason, false, false);
  }

  private void die(String reason, boolean unauthorised, boolean gap) {
    if (death == null) {
      death = new Death(reason, unauthorised, gap);
      onDeath.run();
    }
  }

  /** Why the connection is dead; empty while it lives. Notices silence when it is asked. */
  synchronized Optional<Death> death() {
    var now = clock.instant();
    if (death == null && connectSince != null && now.isAfter(connectSince.plus(answerTimeout))) {
      die("no answer to connect for " + answerTimeout);
    }
    if (death == null && connectSince == null && now.isAfter(lastTraffic.plus(idleTimeout))) {
      die("no request under way for " + idleTimeout);
    }
    if (death == null && !subscribed() && now.isAfter(opened.plus(idleTimeout))) {
      die("no confirmed subscription for " + idleTimeout);
    }
    return Optional.ofNullable(death);
  }

  /** True once Salesforce confirmed the subscription. */
  synchronized boolean subscribed() {
    return subscribedAt != null;
  }

  /** When Salesforce confirmed the subscription, in a distant future before that. */
  synchronized Instant subscribedAt() {
    return subscribed() ? subscribedAt : Instant.MAX;
  }

  /** When Salesforce last answered well. */
  synchronized Instant lastProof() {
    return lastProof;
  }
}
