package io.cosell.sandbox.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** The retained events of every channel. Replay ids ascend with gaps and are never used twice. */
final class EventLog {
  private static final Duration PUSH_TOPIC = Duration.ofHours(24);
  private static final Duration CHANGES = Duration.ofHours(72);

  /** One event as it is delivered. */
  record Stored(long replayId, Instant at, String channel, Map<String, Object> data) {}

  private static final long FIRST = 1000;

  private final Map<String, NavigableMap<Long, Stored>> channels = new LinkedHashMap<>();
  private final Clock clock;
  private long last = FIRST;

  EventLog(Clock clock) {
    this.clock = clock;
  }

  synchronized Stored append(String channel, LongFunction<Map<String, Object>> data) {
    last += 1 + last % 4;
    var stored = new Stored(last, clock.instant(), channel, data.apply(last));
    retained(channel).put(last, stored);
    return stored;
  }

  /** Whether a client may resume after this position: -1, -2 or the id of a retained event. */
  synchronized boolean knows(String channel, long replayId) {
    return replayId == -1 || replayId == -2 || retained(channel).containsKey(replayId);
  }

  /** The retained events after a position; none after -1, all after -2. */
  synchronized List<Stored> after(String channel, long replayId) {
    if (replayId == -1) {
      return List.of();
    }
    return new ArrayList<>(retained(channel).tailMap(replayId, false).values());
  }

  synchronized List<Stored> all(String channel) {
    return new ArrayList<>(retained(channel).values());
  }

  synchronized void forget() {
    channels.clear();
  }

  /** Forgets them and counts from the beginning. */
  synchronized void restart() {
    forget();
    last = FIRST;
  }

  private NavigableMap<Long, Stored> retained(String channel) {
    var events = channels.computeIfAbsent(channel, any -> new TreeMap<>());
    var oldest = clock.instant().minus(channel.startsWith("/topic/") ? PUSH_TOPIC : CHANGES);
    while (!events.isEmpty() && events.firstEntry().getValue().at().isBefore(oldest)) {
      events.pollFirstEntry();
    }
    return events;
  }
}
