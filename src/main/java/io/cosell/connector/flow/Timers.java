package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.KnownDifferences;
import io.cosell.connector.partnercenter.WebhookProperties;
import io.cosell.connector.replica.Leases;
import io.cosell.connector.replica.Turns;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What happens by the clock: every turn is an entry of the inbox, so it is retried and seen like
 * any other work. Of several replicas one has the turn.
 */
@Component
class Timers extends RouteBuilder {
  static final String COMPARISON = "comparison-timer";
  static final String FULL_COMPARISON = "full-comparison-timer";
  static final String REGISTRATION = "registration-timer";
  static final String SELF_TEST = "self-test-timer";
  private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);
  static final String HOUSEKEEPING = "housekeeping-timer";

  private final Inbox inbox;
  private final SyncProperties sync;
  private final WebhookProperties webhook;
  private final Leases leases;
  private final Turns turns;
  private final TransactionTemplate transaction;
  private final DatabaseWatch database;
  private final KnownDifferences known;

  Timers(
      Inbox inbox,
      SyncProperties sync,
      WebhookProperties webhook,
      Leases leases,
      Turns turns,
      TransactionTemplate transaction,
      DatabaseWatch database,
      KnownDifferences known) {
    this.known = known;
    this.inbox = inbox;
    this.database = database;
    this.sync = sync;
    this.webhook = webhook;
    this.leases = leases;
    this.turns = turns;
    this.transaction = transaction;
  }

  @Override
  public void configure() {
    every(COMPARISON, sync.compareInterval(), Subjects.comparison("by the clock"));
    every(REGISTRATION, webhook.checkInterval(), Subjects.registration("by the clock"));
    if (webhook.selfTestInterval().toMillis() > 0) {
      laterEvery(SELF_TEST, webhook.selfTestInterval(), Subjects.selfTest("by the clock"));
    }
    if (sync.comparesEverythingByTheClock() && sync.problems().isEmpty()) {
      from(
          FULL_COMPARISON,
          "quartz:cosell/" + FULL_COMPARISON + "?cron=" + sync.fullCompareCron().replace(' ', '+'),
          AT_MOST_EVERY,
          () -> inbox.accept(Subjects.fullComparison("by the clock")));
    }
    every(HOUSEKEEPING, Duration.ofHours(1), this::forget);
  }

  private void forget() {
    inbox.forgetDone();
    leases.forgetEnded();
    known.forgetOld();
  }

  private void every(String name, Duration pause, Event event) {
    every(name, pause, () -> inbox.accept(event));
  }

  private void every(String name, Duration pause, Runnable work) {
    from(name, quartz(name, pause), pause, work);
  }

  private void from(String name, String uri, Duration pause, Runnable work) {
    from(uri)
        .routeId(name)
        .autoStartup(false)
        .process(
            exchange ->
                unlessTheDatabaseRefuses(
                    () -> transaction.executeWithoutResult(status -> haveTurn(name, pause, work))));
  }

  private void haveTurn(String name, Duration pause, Runnable work) {
    if (turns.take(name, pause)) {
      work.run();
    }
  }

  /** The same, but not at once: the start has had its own. */
  private void laterEvery(String name, Duration pause, Event event) {
    var uri = quartz(name, pause) + "&triggerStartDelay=" + pause.toMillis();
    from(name, uri, pause, () -> inbox.accept(event));
  }

  /** A turn that cannot be noted is left out; the next one looks at the same. */
  private void unlessTheDatabaseRefuses(Runnable turn) {
    try {
      turn.run();
    } catch (RuntimeException e) {
      if (!database.suspects(e)) {
        throw e;
      }
    }
  }

  private static String quartz(String name, Duration pause) {
    return "quartz:cosell/"
        + name
        + "?trigger.repeatInterval="
        + pause.toMillis()
        + "&trigger.repeatCount=-1";
  }
}
