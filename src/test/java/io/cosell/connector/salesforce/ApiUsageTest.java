package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ApiUsageTest {
  private final TestClock clock = new TestClock();
  private final ApiUsage usage =
      new ApiUsage(
          new Binder(new MapConfigurationPropertySource(Map.of("x.call-budget", "90")))
              .bind("x", SalesforceProperties.class)
              .get(),
          clock,
          new DefaultListableBeanFactory()
              .getBeanProvider(io.micrometer.core.instrument.MeterRegistry.class));

  @Test
  void readsTheOrgsUsageOutOfALongerHeader() {
    usage.read("api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)");

    assertThat(usage.latest()).contains(new ApiUsage.Reading(25, 5000));
    assertThat(usage.spent()).isFalse();
  }

  @Test
  void stopsAtTheBudgetButLooksAgainOnceAMinute() {
    usage.read("api-usage=4500/5000");
    assertThat(usage.spent()).isFalse();
    assertThat(usage.spent()).isTrue();

    clock.moveOn(Duration.ofSeconds(61));

    assertThat(usage.spent()).isFalse();
    usage.read("api-usage=4400/5000");
    assertThat(usage.spent()).isFalse();
  }
}
