package io.cosell.connector.salesforce;

import io.cosell.connector.remote.Masking;
import io.cosell.connector.remote.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps one subscription to the channel alive and hands its events to the {@link
 * ChangeEventListener}.
 *
 * <p>Nothing is subscribed before {@link #start()}. From then on a connection that failed, went
 * silent or whose event could not be stored is replaced by a new one that begins at the saved
 * position, after a pause that grows while Salesforce stays away.
 */
@Component
public class Subscription implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);
  private static final long NEW_EVENTS_ONLY = -1;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration STEADY_AFTER = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration JUDGE_EVERY = Duration.ofSeconds(2);
  private static final long STOP_MILLIS = 8_000;

  private final CamelContext camel;
  private final ConnectorComponent rest;
  private final SalesforceProperties settings;
  private final SSLContext tls;
  private final ReplayPositions positions;
  private final ExpectedEvents expected;
  private final ObjectProvider<ChangeEventListener> listeners;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  private Thread supervisor;
  private volatile boolean running;
  private volatile Stream stream;
  private volatile String trouble = "not started";
  private ExecutorService background;
  private String refusedToken;
  private String gap;
  private boolean fromNow;
  private boolean wasSubscribed;

  Subscription(
      CamelContext camel,
      ConnectorComponent rest,
      SalesforceProperties settings,
      SSLContext tls,
      ReplayPositions positions,
      ExpectedEvents expected,
      ObjectProvider<ChangeEventListener> listeners,
      Clock clock) {
    this.camel = camel;
    this.rest = rest;
    this.settings = settings;
    this.tls = tls;
    this.positions = positions;
    this.expected = expected;
    this.listeners = listeners;
    this.clock = clock;
  }

  /** Begins to subscribe and returns at once; does nothing when it is at it already. */
  @Override
  public void start() {
    lock.lock();
    try {
      if (running) {
        return;
      }
      var listener = listeners.getIfUnique();
      if (listener == null) {
        throw new IllegalStateException("Change events need exactly one ChangeEventListener");
      }
      running = true;
      trouble = "not subscribed yet";
      background =
          Executors.newCachedThreadPool(work -> daemon(work, "salesforce-subscription-work"));
      supervisor = daemon(() -> supervise(listener), "salesforce-subscription");
      supervisor.start();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the subscription; takes a few seconds at most, also when Salesforce does not answer. */
  @Override
  public void stop() {
    Thread ending;
    lock.lock();
    try {
      if (!running) {
        return;
      }
      running = false;
      trouble = "stopped";
      ending = supervisor;
      news.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      ending.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    background.shutdownNow();
  }

  /**
   * Replaces the connection by a new one from the saved position, for who knows better than the
   * connection that events are missing.
   */
  public void renew(String reason) {
    var current = stream;
    if (current != null) {
      current.watch().die(reason);
    }
  }

  /** True while Salesforce has confirmed the subscription and the connection shows life. */
  public boolean isAlive() {
    var current = stream;
    return current != null && current.watch().subscribed() && current.watch().death().isEmpty();
  }

  /** What is wrong, in one sentence; empty while the subscription is alive. */
  public Optional<String> trouble() {
    return isAlive() ? Optional.empty() : Optional.of(trouble);
  }

  /** What an administrator has to put right before a subscription can succeed, if it is that. */
  public Optional<Problem> problem() {
    return trouble().flatMap(this::asProblem);
  }

  /** When Salesforce last answered on the streaming connection. */
  public Optional<Instant> lastProof() {
    return Optional.ofNullable(stream).map(current -> current.watch().lastProof());
  }

  /** The replay id of the last event taken, -1 before the first. */
  public Optional<Long> position() {
    return Optional.ofNullable(stream).map(Stream::position);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Whoever checks the set-up starts it. */
  @Override
  public boolean isAutoStartup() {
    return false;
  }

  /** Stops before Camel does, which would wait for the good-bye for a minute. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  private static Thread daemon(Runnable work, String name) {
    var thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void supervise(ChangeEventListener listener) {
    var pause = FIRST_PAUSE;
    while (running) {
      var began = clock.instant();
      var reason = live(listener);
      if (!running) {
        return;
      }
      if (Duration.between(began, clock.instant()).compareTo(STEADY_AFTER) > 0) {
        pause = FIRST_PAUSE;
      }
      report(reason, pause);
      await(pause);
      pause = reason.endsWith(Stream.DATABASE_REFUSES) ? FIRST_PAUSE : longer(pause);
    }
  }

  private Duration longer(Duration pause) {
    var longest = settings.streamMaxPause();
    return pause.multipliedBy(2).compareTo(longest) < 0 ? pause.multipliedBy(2) : longest;
  }

  private void report(String reason, Duration pause) {
    var masked = Masking.mask(reason);
    if (masked.equals(trouble)) {
      log.debug("Still no subscription to {}: {}", settings.channel(), masked);
    } else {
      trouble = masked;
      log.warn(
          "The subscription to {} ended: {}. The next begins in {} {}{}",
          settings.channel(),
          masked,
          pause,
          fromNow ? "with new events, then everything is compared" : "at the saved position",
          asProblem(masked).map(problem -> "; " + problem).orElse(""));
    }
  }

  /** One connection from beginning to end; gives back why it ended. */
  private String live(ChangeEventListener listener) {
    Stream current = null;
    try {
      rest.login().login(refusedToken);
      refusedToken = null;
      current = newStream(listener);
      stream = current;
      current.open(settings.channel());
      return watch(current, listener);
    } catch (org.apache.camel.component.salesforce.api.SalesforceException e) {
      return "no login: " + LoginRefusal.of(e).remedy();
    } catch (DataAccessException | TransactionException e) {
      log.debug("The saved position could not be read", e);
      return "the saved position could not be read" + Stream.DATABASE_REFUSES;
    } catch (Exception e) {
      log.debug("The subscription failed", e);
      return current == null || current.watch().death().isEmpty()
          ? String.valueOf(e)
          : current.watch().death().get().reason();
    } finally {
      if (current != null) {
        learn(current);
        current.close();
      }
    }
  }

  private Stream newStream(ChangeEventListener listener) {
    var org = rest.login().getOrgId();
    var saved = positions.find(org, settings.channel()).map(ReplayPosition::replayId);
    if (saved.isEmpty() && wasSubscribed && gap == null) {
      gap = "no position was saved before the subscription broke";
    }
    long startAfter = fromNow ? NEW_EVENTS_ONLY : saved.orElse(NEW_EVENTS_ONLY);
    var watch =
        new StreamWatch(
            clock, settings.streamAnswerTimeout(), settings.streamIdleTimeout(), this::wake);
    var component = new StreamComponent(camel, settings, tls, clock, rest.login(), watch);
    var events = new ChangeEvents(org, settings.channel(), settings.clientName());
    return new Stream(camel, component, watch, events, startAfter, listener, background);
  }

  private String watch(Stream current, ChangeEventListener listener) {
    var announced = false;
    var judgeAt = Instant.MAX;
    while (running) {
      var death = current.watch().death();
      if (death.isPresent()) {
        return death.get().reason();
      }
      if (!announced && current.watch().subscribed()) {
        announced = true;
        judgeAt = clock.instant();
        fromNow = false;
        tellGap(listener);
        log.info("Subscribed to {} after replay id {}", settings.channel(), current.startAfter());
      }
      if (!clock.instant().isBefore(judgeAt)) {
        judgeAt = clock.instant().plus(JUDGE_EVERY);
        judge(current);
      }
      await(LOOK_EVERY);
    }
    return "stopped";
  }

  private void judge(Stream current) {
    try {
      expected
          .untold(current.watch().subscribedAt(), current.heardUpTo())
          .ifPresent(current.watch()::die);
    } catch (DataAccessException e) {
      log.debug("The database refuses; the subscription is judged later", e);
    }
  }

  private void tellGap(ChangeEventListener listener) {
    if (gap != null) {
      listener.onGap(gap);
      gap = null;
    }
  }

  /** What the end of a connection means for the next one. */
  private void learn(Stream ended) {
    wasSubscribed |= ended.watch().subscribed();
    ended
        .watch()
        .death()
        .ifPresent(
            death -> {
              if (death.unauthorised()) {
                refusedToken = rest.login().getAccessToken();
              }
              if (death.gap()) {
                fromNow = true;
                gap = "Salesforce does not know the saved position any more";
              }
            });
  }

  private void wake() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await(Duration most) {
    lock.lock();
    try {
      if (running) {
        news.awaitNanos(most.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private Optional<Problem> asProblem(String reason) {
    String remedy;
    if (reason.contains("The channel you requested to subscribe to doesn't exist")) {
      remedy = "the org has no such channel: deploy it or correct the property";
    } else if (reason.contains("create_denied") || reason.contains("Restricted channel")) {
      remedy = "the integration user may not subscribe: assign the connector's permission set";
    } else if (reason.contains("without View All")) {
      remedy = "the integration user needs View All on the objects of the channel";
    } else if (reason.contains(ExpectedEvents.UNTOLD)) {
      remedy =
          "if this repeats, see that the object is a member of the channel and that the integration"
              + " user has View All on it";
    } else if (reason.contains("daily limit")) {
      remedy = "the org's daily events are used up: end other subscribers; events are kept 3 days";
    } else if (reason.contains("concurrent user limit") || reason.contains("Subscription limit")) {
      remedy = "too many streaming clients in the org: end others";
    } else {
      return Optional.empty();
    }
    return Optional.of(new Problem("cosell.salesforce.channel", settings.channel(), remedy));
  }
}
