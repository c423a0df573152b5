package io.cosell.connector.salesforce;

import io.cosell.connector.replica.Leases.Holder;
import java.util.Optional;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while the subscription to change events shows life, here or at another replica. */
@Component
class SalesforceSubscriptionHealthIndicator implements HealthIndicator {
  private final Subscription subscription;
  private final SubscriptionHolder holder;
  private final SalesforceProperties settings;

  SalesforceSubscriptionHealthIndicator(
      Subscription subscription, SubscriptionHolder holder, SalesforceProperties settings) {
    this.subscription = subscription;
    this.holder = holder;
    this.settings = settings;
  }

  @Override
  public Health health() {
    return holder.elsewhere().map(this::elsewhere).orElseGet(this::here);
  }

  private Health elsewhere(Holder other) {
    var alive = other.note().isEmpty();
    var health = alive ? Health.up() : Health.down();
    health
        .withDetail("subscribed", false)
        .withDetail("channel", settings.channel())
        .withDetail("subscription", "held by another replica, " + other.replica());
    if (!alive) {
      health.withDetail("trouble", other.note());
    }
    return health.build();
  }

  private Optional<String> trouble() {
    return holder.isWaiting()
        ? Optional.of("no replica has the subscription at the moment; this one tries to get it")
        : subscription.trouble();
  }

  private Health here() {
    var alive = subscription.isAlive();
    var health = alive ? Health.up() : Health.down();
    health.withDetail("subscribed", alive).withDetail("channel", settings.channel());
    trouble().ifPresent(it -> health.withDetail("trouble", it));
    subscription.problem().ifPresent(it -> health.withDetail("remedy", it.remedy()));
    subscription.lastProof().ifPresent(it -> health.withDetail("lastProofOfLife", it.toString()));
    subscription.position().ifPresent(it -> health.withDetail("position", it));
    return health.build();
  }
}
