package io.cosell.connector.salesforce;

import io.cosell.connector.replica.Leases;
import io.cosell.connector.replica.Leases.Holder;
import io.cosell.connector.replica.ReplicaProperties;
import io.cosell.connector.replica.Replicas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Lets one of several replicas have the subscription: the one with the lease on it. When that dies,
 * another takes over as soon as the lease ends, and goes on from the saved position.
 *
 * <p>A holder that could not keep its lease ends its subscription before anybody else can begin
 * one. Should it be too slow, nothing it hears counts: events are stored only with the lease.
 *
 * <p>A holder whose subscription stays dead leaves it to the others, since it may be this one alone
 * that does not reach Salesforce.
 */
@Component
public class SubscriptionHolder {
  /** The lease that the holder of the subscription has. */
  public static final String LEASE = "salesforce-subscription";

  private static final Logger log = LoggerFactory.getLogger(SubscriptionHolder.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration OTHERS_FIRST = Duration.ofSeconds(5);
  private static final String BEGINNING = "has just taken over, not subscribed yet";
  private static final long STOP_MILLIS = 10_000;

  private final Subscription subscription;
  private final Leases leases;
  private final Replicas replicas;
  private final ObjectProvider<ChangeEventListener> listeners;
  private final Duration yieldAfter;
  private final Clock clock;

  private volatile boolean running;
  private volatile boolean holding;
  private volatile Optional<Holder> elsewhere = Optional.empty();
  private Instant lastAlive;
  private Instant notBefore = Instant.EPOCH;
  private boolean begun;
  private CountDownLatch stopped;
  private Thread thread;

  SubscriptionHolder(
      Subscription subscription,
      Leases leases,
      Replicas replicas,
      ObjectProvider<ChangeEventListener> listeners,
      ReplicaProperties settings,
      Clock clock) {
    this.subscription = subscription;
    this.leases = leases;
    this.replicas = replicas;
    this.listeners = listeners;
    this.yieldAfter = settings.yieldAfter();
    this.clock = clock;
  }

  /** Begins to try for the subscription and returns at once. */
  public synchronized void start() {
    if (running) {
      return;
    }
    running = true;
    stopped = new CountDownLatch(1);
    thread = new Thread(this::run, "salesforce-subscription-holder");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the subscription if it is here, and lets another replica have it at once. */
  public synchronized void stop() {
    if (!running) {
      return;
    }
    running = false;
    stopped.countDown();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The other replica that has the subscription, with what is wrong with it; empty when none has.
   */
  Optional<Holder> elsewhere() {
    return elsewhere;
  }

  /** True while this one tries for the subscription and does not have it. */
  boolean isWaiting() {
    return running && !holding;
  }

  private void run() {
    while (running) {
      try {
        look();
      } catch (DataAccessException | TransactionException e) {
        elsewhere = Optional.empty();
        log.debug("The database does not say who has the subscription", e);
      }
      pause();
    }
    leave();
  }

  private void look() {
    if (holding) {
      keep();
    } else if (clock.instant().isAfter(notBefore) && leases.tryTake(LEASE, BEGINNING)) {
      holding = true;
      begun = false;
      elsewhere = Optional.empty();
      lastAlive = clock.instant();
      log.info("The subscription to Salesforce is this replica's now");
      subscription.start();
    } else {
      elsewhere = leases.holderElsewhere(LEASE);
    }
  }

  /** Asks the database nothing as long as all is well, and so notices in time that it is away. */
  private void keep() {
    var now = clock.instant();
    if (!leases.holds(LEASE)) {
      log.warn("The lease on the subscription was not renewed in time; the subscription ends here");
      leave();
    } else if (subscription.isAlive()) {
      lastAlive = now;
      leases.note(LEASE, "");
      tellIfEventsMayBeMissing();
    } else {
      leases.note(LEASE, subscription.trouble().orElse(""));
      if (now.isAfter(lastAlive.plus(yieldAfter)) && replicas.hasOthers()) {
        log.warn("The subscription stays dead here; another replica may try");
        notBefore = now.plus(OTHERS_FIRST);
        leave();
      }
    }
  }

  /** Without a saved position nobody knows what came between two subscriptions. */
  private void tellIfEventsMayBeMissing() {
    if (!begun && subscription.position().filter(position -> position < 0).isPresent()) {
      listeners.ifUnique(it -> it.onGap("the subscription begins without a saved position"));
    }
    begun = true;
  }

  private void leave() {
    if (!holding) {
      return;
    }
    subscription.stop();
    holding = false;
    try {
      leases.release(LEASE);
    } catch (DataAccessException e) {
      log.debug("The lease on the subscription could not be given back and ends by itself", e);
    }
  }

  private void pause() {
    try {
      stopped.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
  }
}
