package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Faults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Puts events on their channels in commit order and delivers them to subscribers, all on one
 * thread.
 *
 * <p>Faults by name, matched with the channel: {@code silent} keeps an event from the subscriber,
 * {@code duplicate-events} delivers it twice.
 */
final class EventBus implements AutoCloseable {
  /** Who gets the events of a channel. */
  interface Subscriber {
    void deliver(String channel, Map<String, Object> data);
  }

  private final Engine engine;
  private final EventLog log;
  private final ChangeEvents changes;
  private final PushTopics topics;
  private final ApiUsage allowance;
  private final Faults faults;
  private final Map<String, Set<String>> customChannels = new ConcurrentHashMap<>();
  private final Map<String, List<Subscriber>> subscribers = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            var daemon = new Thread(work, "sandbox-event-bus");
            daemon.setDaemon(true);
            return daemon;
          });
  private volatile boolean merging;
  private volatile boolean diffs = true;

  EventBus(Engine engine, EventLog log, ApiUsage allowance, Faults faults) {
    this.engine = engine;
    this.log = log;
    this.allowance = allowance;
    this.faults = faults;
    this.changes = new ChangeEvents(engine);
    this.topics = new PushTopics(engine);
    engine.store.onCommit(committed -> thread.execute(() -> publish(committed)));
  }

  ChangeEvents changes() {
    return changes;
  }

  void merging(boolean on) {
    merging = on;
  }

  void diffs(boolean on) {
    diffs = on;
  }

  void channel(String name, Set<String> entities) {
    customChannels.put(name, new LinkedHashSet<>(entities));
  }

  boolean isCustomChannel(String name) {
    return customChannels.containsKey(name);
  }

  PushTopics topics() {
    return topics;
  }

  /** Begins to deliver: first what is retained after the position, then what comes. */
  void subscribe(String channel, long replayId, Subscriber subscriber) {
    thread.execute(
        () -> {
          for (var stored : log.after(channel, replayId)) {
            deliver(subscriber, stored);
          }
          subscribers.computeIfAbsent(channel, any -> new CopyOnWriteArrayList<>()).add(subscriber);
        });
  }

  int subscribers(String channel) {
    return subscribers.getOrDefault(channel, List.of()).size();
  }

  void unsubscribe(String channel, Subscriber subscriber) {
    thread.execute(() -> subscribers.getOrDefault(channel, new ArrayList<>()).remove(subscriber));
  }

  /** Waits until everything committed so far is on its channels. */
  void settle() {
    try {
      thread.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  void publish(ChangeEvents.Event event) {
    thread.execute(() -> put(event));
  }

  private void publish(List<Change> committed) {
    for (var event : changes.of(committed, merging, diffs)) {
      put(event);
    }
    for (var change : committed) {
      for (var notification : topics.of(change)) {
        put(notification);
      }
    }
  }

  private void put(ChangeEvents.Event event) {
    if (!engine.permissions.seesAll(event.type().name)) {
      return;
    }
    var channels = new ArrayList<String>();
    channels.add("/data/" + event.type().eventName());
    channels.add("/data/ChangeEvents");
    customChannels.forEach(
        (name, entities) -> {
          if (entities.contains(event.type().name)) {
            channels.add("/data/" + name);
          }
        });
    for (var channel : channels) {
      var stored =
          log.append(
              channel,
              replayId -> {
                var data = new LinkedHashMap<String, Object>();
                data.put("schema", "Sandbox" + event.type().keyPrefix);
                data.put("payload", event.payload());
                data.put("event", Map.of("replayId", replayId));
                return data;
              });
      deliver(stored);
    }
  }

  private void put(PushTopics.Notification notification) {
    var stored =
        log.append(
            "/topic/" + notification.topic(),
            replayId -> {
              var event = new LinkedHashMap<String, Object>();
              event.put("createdDate", Values.event(engine.clock.instant()));
              event.put("replayId", replayId);
              event.put("type", notification.kind());
              var data = new LinkedHashMap<String, Object>();
              data.put("event", event);
              data.put("sobject", notification.record());
              return data;
            });
    deliver(stored);
  }

  private void deliver(EventLog.Stored stored) {
    for (var subscriber : subscribers.getOrDefault(stored.channel(), List.of())) {
      deliver(subscriber, stored);
    }
  }

  private void deliver(Subscriber subscriber, EventLog.Stored stored) {
    if (faults.strike(Set.of("silent"), "", stored.channel()).isPresent() || !allowance.spend(1)) {
      return;
    }
    subscriber.deliver(stored.channel(), stored.data());
    if (faults.strike(Set.of("duplicate-events"), "", stored.channel()).isPresent()) {
      subscriber.deliver(stored.channel(), stored.data());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
