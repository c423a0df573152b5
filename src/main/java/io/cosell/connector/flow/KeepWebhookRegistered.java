package io.cosell.connector.flow;

import io.cosell.connector.partnercenter.WebhookRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sees to it that Partner Center sends its events to this connector. */
@Component
class KeepWebhookRegistered implements Step {
  private static final Logger log = LoggerFactory.getLogger(KeepWebhookRegistered.class);

  private final WebhookRegistration registration;
  private final SyncProperties settings;
  private volatile WebhookRegistration.Result last;

  KeepWebhookRegistered(WebhookRegistration registration, SyncProperties settings) {
    this.registration = registration;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "keep-webhook-registered";
  }

  @Override
  public void on(Deal deal) {
    var result = registration.ensure(settings.mayWritePartnerCenter());
    boolean news = last == null || !last.equals(result);
    last = result;
    if (news && result.outcome() == WebhookRegistration.Outcome.LEFT_TO_OTHERS) {
      log.error("Webhook registration: {}", result.message());
    } else if (news) {
      log.info("Webhook registration: {}", result.message());
    }
  }
}
