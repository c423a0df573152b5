package io.cosell.connector.flow;

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
  static final String SELF_TEST = "self-test-timer";
  static final String HOUSEKEEPING = "housekeeping-timer";

  private final Inbox inbox;
  private final SyncProperties sync;
  private final WebhookProperties webhook;

  Timers(Inbox inbox, SyncProperties sync, WebhookProperties webhook) {
    this.inbox = inbox;
    this.sync = sync;
    this.webhook = webhook;
  }

  @Override
  public void configure() {
    every(COMPARISON, sync.compareInterval(), Subjects.comparison("by the clock"));
    every(REGISTRATION, webhook.checkInterval(), Subjects.registration("by the clock"));
    if (webhook.selfTestInterval().toMillis() > 0) {
      laterEvery(SELF_TEST, webhook.selfTestInterval(), Subjects.selfTest("by the clock"));
    }
    from(quartz(HOUSEKEEPING, Duration.ofHours(1)))
        .routeId(HOUSEKEEPING)
        .autoStartup(false)
        .process(exchange -> inbox.forgetDone());
  }

  private void every(String name, Duration pause, Event event) {
    from(quartz(name, pause))
        .routeId(name)
        .autoStartup(false)
        .process(exchange -> inbox.accept(event));
  }

  /** The same, but not at once: the start has had its own. */
  private void laterEvery(String name, Duration pause, Event event) {
    from(quartz(name, pause) + "&triggerStartDelay=" + pause.toMillis())
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
