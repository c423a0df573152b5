package io.cosell.connector.flow;

import io.cosell.connector.partnercenter.WebhookRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that Partner Center sends its events to this connector. What was changed is logged
 * each time, a state once.
 */
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
    if (deal.entry().subject().equals(Subjects.SELF_TEST_RESULT)) {
      return; // it was looked at when the test began
    }
    var result = registration.ensure(settings.mayWritePartnerCenter());
    boolean news = result.outcome().changed() || !result.equals(last);
    last = result;
    switch (result.outcome()) {
      case LEFT_TO_OTHERS -> {
        if (news) {
          log.error(
              "Webhook registration: {}. Until then changes are found by comparing",
              result.message());
        }
      }
      case REPLACED -> log.warn("Webhook registration: {}", result.message());
      default -> {
        if (news) {
          log.info("Webhook registration: {}", result.message());
        }
      }
    }
  }
}
