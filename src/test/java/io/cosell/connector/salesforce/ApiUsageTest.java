package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ApiUsageTest {
  private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(5);

  private final TestClock clock = new TestClock();
  private final ApiUsage usage =
      new ApiUsage(
          new Binder(new MapConfigurationPropertySource(Map.of("x.daily-share", "90")))
              .bind("x", SalesforceProperties.class)
              .get(),
          clock,
          new DefaultListableBeanFactory()
              .getBeanProvider(io.micrometer.core.instrument.MeterRegistry.class));

  @Test
  void readsTheOrgsUsageOutOfALongerHeader() {
    usage.read("api-usage=25/5000; per-app-api-usage=17/250(appName=sample-app)");

    assertThat(usage.latest()).contains(new ApiUsage.Reading(25, 5000));
    assertThat(usage.pause()).isEmpty();
    assertThat(usage.waitsUntil()).isEmpty();
  }

  @Test
  void stopsAtTheShareAndLooksAgainWithOneCallEveryFiveMinutes() {
    usage.read("api-usage=4499/5000");
    assertThat(usage.pause()).isEmpty();

    usage.read("api-usage=4500/5000");

    assertThat(usage.pause()).contains(Duration.ofMinutes(5));
    assertThat(usage.says()).contains("90 %", "4500 of 5000", "cosell.salesforce.daily-share");
    clock.moveOn(Duration.ofMinutes(5));
    assertThat(usage.pause()).as("one call to look").isEmpty();
    assertThat(usage.pause()).as("others come back for its answer").contains(FOR_THE_ANSWER);
    clock.moveOn(FOR_THE_ANSWER);
    assertThat(usage.pause()).contains(Duration.ofMinutes(5).minus(FOR_THE_ANSWER));
  }

  @Test
  void goesOnAsSoonAsAnAnswerShowsRoom() {
    usage.read("api-usage=4500/5000");
    clock.moveOn(Duration.ofMinutes(5));
    usage.pause();

    usage.read("api-usage=4400/5000");

    assertThat(usage.pause()).isEmpty();
    assertThat(usage.waitsUntil()).isEmpty();
  }

  @Test
  void waitsWhenSalesforceItselfSaysThatNothingIsLeft() {
    usage.read("api-usage=25/5000");

    usage.refused();

    assertThat(usage.pause()).contains(Duration.ofMinutes(5));
    assertThat(usage.says()).startsWith("Salesforce says");
    clock.moveOn(Duration.ofMinutes(5));
    assertThat(usage.pause()).isEmpty();
    usage.answered();
    assertThat(usage.pause()).isEmpty();
  }
}
