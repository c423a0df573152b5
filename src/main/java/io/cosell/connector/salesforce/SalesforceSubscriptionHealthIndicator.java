package io.cosell.connector.salesforce;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the subscription to change events shows life. */
@Component
class SalesforceSubscriptionHealthIndicator implements HealthIndicator {
  private final Subscription subscription;
  private final SalesforceProperties settings;

  SalesforceSubscriptionHealthIndicator(Subscription subscription, SalesforceProperties settings) {
    this.subscription = subscription;
    this.settings = settings;
  }

  @Override
  public Health health() {
    var alive = subscription.isAlive();
    var health = alive ? Health.up() : Health.down();
    health.withDetail("subscribed", alive).withDetail("channel", settings.channel());
    subscription.trouble().ifPresent(it -> health.withDetail("trouble", it));
    subscription.problem().ifPresent(it -> health.withDetail("remedy", it.remedy()));
    subscription.lastProof().ifPresent(it -> health.withDetail("lastProofOfLife", it.toString()));
    subscription.position().ifPresent(it -> health.withDetail("position", it));
    return health.build();
  }
}
