package io.cosell.connector.salesforce;

import io.cosell.connector.remote.Masking;
import io.cosell.connector.remote.RemoteAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks regularly whether Salesforce answers, with the list of its versions, which needs no token
 * and counts as no API call (REST API guide, Versions), and signs in when it does.
 */
@Component
class Reachability implements SmartLifecycle {
  private static final long PATIENCE_SECONDS = 5;

  private final ConnectorComponent component;
  private final SalesforceProperties settings;
  private final Clock clock;
  private ScheduledExecutorService timer;
  private volatile State state = new State(false, false, "not looked yet", Instant.EPOCH);

  /**
   * What the last look found.
   *
   * @param trouble what is wrong, empty when all is well
   */
  record State(boolean reachable, boolean signedIn, String trouble, Instant at) {}

  Reachability(ConnectorComponent component, SalesforceProperties settings, Clock clock) {
    this.component = component;
    this.settings = settings;
    this.clock = clock;
  }

  State state() {
    return state;
  }

  /** Looks now. */
  void look() {
    var trouble = unreachable();
    if (trouble.isPresent()) {
      state = new State(false, false, trouble.get(), clock.instant());
      return;
    }
    state = signIn();
  }

  private Optional<String> unreachable() {
    var address = RemoteAddress.check("cosell.salesforce.login-url", settings.loginUrl());
    if (address.isPresent()) {
      return address.map(Object::toString);
    }
    var client = component.getHttpClient();
    if (client == null) {
      return Optional.of("the connector is still starting");
    }
    try {
      var answer =
          client
              .newRequest(URI.create(settings.loginHost() + "/services/data/"))
              .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .send();
      return answer.getStatus() < 500
          ? Optional.empty()
          : Optional.of("HTTP status " + answer.getStatus());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (ExecutionException | TimeoutException e) {
      return Optional.of(Masking.mask("no answer: " + e.getMessage()));
    }
  }

  private State signIn() {
    try {
      component.login().login(null);
      return component
          .login()
          .failure()
          .map(failure -> new State(true, false, remedy(failure), clock.instant()))
          .orElseGet(() -> new State(true, true, "", clock.instant()));
    } catch (SalesforceException e) {
      return new State(true, false, remedy(e), clock.instant());
    }
  }

  private static String remedy(SalesforceException failure) {
    return LoginRefusal.of(failure).remedy();
  }

  @Override
  public void start() {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "salesforce-reachability");
              thread.setDaemon(true);
              return thread;
            });
    long every = Math.max(100, settings.probeInterval().toMillis());
    timer.scheduleWithFixedDelay(this::lookSafely, 0, every, TimeUnit.MILLISECONDS);
  }

  /** Camel may start after the first look; so that the next need not be waited for. */
  @EventListener(ApplicationReadyEvent.class)
  void lookSoon() {
    timer.execute(this::lookSafely);
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      state = new State(false, false, Masking.mask(String.valueOf(e)), clock.instant());
    }
  }

  @Override
  public void stop() {
    timer.shutdownNow();
    timer = null;
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  /** After Camel, before it on the way down. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
