package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.partnercenter.WebhookProperties;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/**
 * What happens by the clock: every turn is an entry of the inbox, so it is retried and seen like
 * any other work.
 */
@Component
class Timers extends RouteBuilder {
  static final String COMPARISON = "comparison-timer";
  static final String REGISTRATION = "registration-timer";
  static final String HOUSEKEEPING = "housekeeping-timer";

  private final Inbox inbox;
  private final SyncProperties sync;
  private final WebhookProperties webhook;
  private final DatabaseWatch database;

  Timers(Inbox inbox, SyncProperties sync, WebhookProperties webhook, DatabaseWatch database) {
    this.inbox = inbox;
    this.database = database;
    this.sync = sync;
    this.webhook = webhook;
  }

  @Override
  public void configure() {
    every(COMPARISON, sync.compareInterval(), Subjects.comparison("by the clock"));
    every(REGISTRATION, webhook.checkInterval(), Subjects.registration("by the clock"));
    from(quartz(HOUSEKEEPING, Duration.ofHours(1)))
        .routeId(HOUSEKEEPING)
        .autoStartup(false)
        .process(exchange -> unlessTheDatabaseRefuses(inbox::forgetDone));
  }

  private void every(String name, Duration pause, Event event) {
    from(quartz(name, pause))
        .routeId(name)
        .autoStartup(false)
        .process(exchange -> unlessTheDatabaseRefuses(() -> inbox.accept(event)));
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
