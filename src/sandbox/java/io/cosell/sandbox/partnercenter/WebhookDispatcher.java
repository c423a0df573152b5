package io.cosell.sandbox.partnercenter;

import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Faults;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends events to whoever is registered: up to ten attempts with doubling pauses, many events in
 * parallel, in no promised order.
 *
 * <p>Faults, matched on the event's name as method and on its {@code ResourceUri} as path: {@code
 * lost}, {@code duplicate}, {@code delayed} (with {@code millis}), {@code reordered} (held back
 * until the next event has gone out), and the name of each {@link Forgery} in kebab case.
 */
class WebhookDispatcher implements AutoCloseable {
  private static final int ATTEMPTS = 10;
  private static final int PARALLEL = 64;
  private static final int KEPT = 20_000;
  private static final Set<String> FAULTS =
      Stream.concat(
              Stream.of("lost", "duplicate", "delayed", "reordered"),
              Stream.of(Forgery.values()).map(WebhookDispatcher::faultName))
          .collect(Collectors.toUnmodifiableSet());

  private final WebhookSigner signer;
  private final Clock clock;
  private final Duration pause;
  private final Faults faults = new Faults();
  private final Deque<Sending> journal = new ArrayDeque<>();
  private final Deque<Sending> heldBack = new ArrayDeque<>();
  private final ScheduledThreadPoolExecutor threads =
      new ScheduledThreadPoolExecutor(PARALLEL, WebhookDispatcher::thread);
  private final HttpClient http;
  private volatile WebhookRegistration registration;

  WebhookDispatcher(WebhookSigner signer, Clock clock, Duration pause, Duration timeout) {
    this.signer = signer;
    this.clock = clock;
    this.pause = pause;
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /** One event on its way. */
  private static class Sending {
    private final WebhookEvent event;
    private final WebhookRegistration to;
    private final List<Delivery.Attempt> attempts = new ArrayList<>();
    private Forgery forgery = Forgery.NONE;
    private Delivery.State state = Delivery.State.PENDING;

    Sending(WebhookEvent event, WebhookRegistration to) {
      this.event = event;
      this.to = to;
    }

    synchronized Delivery delivery() {
      return new Delivery(
          event.name(),
          event.resourceId(),
          event.changed(),
          to == null ? "" : to.url(),
          state,
          List.copyOf(attempts));
    }

    synchronized void is(Delivery.State now) {
      state = now;
    }

    synchronized int tried(Delivery.Attempt attempt) {
      attempts.add(attempt);
      if (attempt.status() / 100 == 2) {
        state = Delivery.State.DELIVERED;
      } else if (attempts.size() == ATTEMPTS) {
        state = Delivery.State.OFFLINE;
      }
      return attempts.size();
    }

    synchronized boolean isPending() {
      return state == Delivery.State.PENDING;
    }
  }

  WebhookRegistration registration() {
    return registration;
  }

  void register(WebhookRegistration now) {
    registration = now;
  }

  Faults faults() {
    return faults;
  }

  List<Delivery> deliveries() {
    synchronized (journal) {
      return journal.stream().map(Sending::delivery).toList();
    }
  }

  void forgetDeliveries() {
    synchronized (journal) {
      journal.clear();
    }
  }

  /** Sends the events, in parallel and without waiting. */
  void publish(List<WebhookEvent> events) {
    events.forEach(this::publish);
  }

  private void publish(WebhookEvent event) {
    var to = registration;
    var sending = new Sending(event, to);
    remember(sending);
    if (to == null || !to.wants(event.name())) {
      sending.is(Delivery.State.UNHEARD);
      return;
    }
    var fault = faults.strike(FAULTS, event.name(), event.resourceUri()).orElse(Fault.named(""));
    switch (fault.name()) {
      case "lost" -> sending.is(Delivery.State.LOST);
      case "delayed" -> sendAfter(sending, fault.number("millis", 1000));
      case "reordered" -> holdBack(sending);
      case "duplicate" -> {
        sendAfter(sending, 0);
        var second = new Sending(event, to);
        remember(second);
        sendAfter(second, 0);
      }
      default -> {
        sending.forgery = forgery(fault.name());
        sendAfter(sending, 0);
        releaseHeldBack();
      }
    }
  }

  /**
   * Sends one call now, past the registration's list of events and outside the journal.
   *
   * @return the status of the answer
   */
  int sendNow(byte[] body, Forgery forgery) {
    var to = registration;
    if (to == null) {
      throw new IllegalStateException("No webhook is registered.");
    }
    var attempt = attempt(to, body, forgery);
    if (attempt.status() == 0) {
      throw new IllegalStateException("The receiver did not answer: " + attempt.error());
    }
    return attempt.status();
  }

  private void remember(Sending sending) {
    synchronized (journal) {
      if (journal.size() == KEPT) {
        journal.removeFirst();
      }
      journal.addLast(sending);
    }
  }

  private void holdBack(Sending sending) {
    synchronized (heldBack) {
      heldBack.add(sending);
    }
  }

  private void releaseHeldBack() {
    synchronized (heldBack) {
      heldBack.forEach(sending -> sendAfter(sending, 200));
      heldBack.clear();
    }
  }

  private void sendAfter(Sending sending, long millis) {
    try {
      threads.schedule(() -> send(sending), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      sending.is(Delivery.State.LOST);
    }
  }

  private void send(Sending sending) {
    int tried = sending.tried(attempt(sending.to, sending.event.body(), sending.forgery));
    if (sending.isPending()) {
      sendAfter(sending, pause.toMillis() << (tried - 1));
    }
  }

  private Delivery.Attempt attempt(WebhookRegistration to, byte[] body, Forgery forgery) {
    try {
      var call = signer.call(to, body, forgery);
      int status = http.send(call, BodyHandlers.discarding()).statusCode();
      return new Delivery.Attempt(clock.instant(), status, "");
    } catch (IOException | IllegalArgumentException e) {
      return new Delivery.Attempt(clock.instant(), 0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Delivery.Attempt(clock.instant(), 0, "the sandbox was closed");
    }
  }

  private static Forgery forgery(String fault) {
    return fault.isEmpty()
        ? Forgery.NONE
        : Forgery.valueOf(fault.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String faultName(Forgery forgery) {
    return forgery.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Thread thread(Runnable work) {
    var thread = new Thread(work, "sandbox-webhooks");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
