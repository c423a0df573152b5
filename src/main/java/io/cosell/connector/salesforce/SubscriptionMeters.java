package io.cosell.connector.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The subscription as metrics: alive, last proof of life, position. */
@Component
class SubscriptionMeters implements MeterBinder {
  private final Subscription subscription;
  private final Clock clock;

  SubscriptionMeters(Subscription subscription, Clock clock) {
    this.subscription = subscription;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("cosell.salesforce.subscription.alive", () -> subscription.isAlive() ? 1 : 0)
        .description("1 while Salesforce has confirmed the subscription and it shows life")
        .register(registry);
    TimeGauge.builder(
            "cosell.salesforce.subscription.silence", this::silentMillis, TimeUnit.MILLISECONDS)
        .description("Time since Salesforce last answered on the streaming connection")
        .register(registry);
    Gauge.builder(
            "cosell.salesforce.subscription.position",
            () -> subscription.position().map(Long::doubleValue).orElse(Double.NaN))
        .description("Replay id of the last event taken, -1 before the first")
        .register(registry);
  }

  private double silentMillis() {
    return subscription
        .lastProof()
        .map(proof -> (double) Duration.between(proof, clock.instant()).toMillis())
        .orElse(Double.NaN);
  }
}
