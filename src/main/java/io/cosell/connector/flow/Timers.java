package io.cosell.connector.flow;

import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.KnownDifferences;
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
  static final String FULL_COMPARISON = "full-comparison-timer";
  static final String REGISTRATION = "registration-timer";
  static final String HOUSEKEEPING = "housekeeping-timer";

  private final Inbox inbox;
  private final SyncProperties sync;
  private final WebhookProperties webhook;
  private final KnownDifferences known;

  Timers(Inbox inbox, SyncProperties sync, WebhookProperties webhook, KnownDifferences known) {
    this.known = known;
    this.inbox = inbox;
    this.sync = sync;
    this.webhook = webhook;
  }

  @Override
  public void configure() {
    every(COMPARISON, sync.compareInterval(), Subjects.comparison("by the clock"));
    every(REGISTRATION, webhook.checkInterval(), Subjects.registration("by the clock"));
    if (sync.comparesEverythingByTheClock() && sync.problems().isEmpty()) {
      from("quartz:cosell/" + FULL_COMPARISON + "?cron=" + sync.fullCompareCron().replace(' ', '+'))
          .routeId(FULL_COMPARISON)
          .autoStartup(false)
          .process(exchange -> inbox.accept(Subjects.fullComparison("by the clock")));
    }
    from(quartz(HOUSEKEEPING, Duration.ofHours(1)))
        .routeId(HOUSEKEEPING)
        .autoStartup(false)
        .process(
            exchange -> {
              inbox.forgetDone();
              known.forgetOld();
            });
  }

  private void every(String name, Duration pause, Event event) {
    from(quartz(name, pause))
        .routeId(name)
        .autoStartup(false)
        .process(exchange -> inbox.accept(event));
  }

  private static String quartz(String name, Duration pause) {
    return "quartz:cosell/"
        + name
        + "?trigger.repeatInterval="
        + pause.toMillis()
        + "&trigger.repeatCount=-1";
  }
}
