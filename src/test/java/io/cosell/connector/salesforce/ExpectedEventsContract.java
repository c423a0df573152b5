package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What the connector waits to be told of, on whichever database it is kept. */
abstract class ExpectedEventsContract {
  private final TestClock clock = new TestClock();
  private final Instant subscribed = clock.instant();
  private TestDatabase database;
  private ExpectedEvents expected;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    var settings =
        new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("cosell.salesforce", SalesforceProperties.class);
    expected =
        database
            .beans(List.of(settings, clock), ExpectedEvents.class)
            .getBean(ExpectedEvents.class);
    clock.moveOn(Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void waitForTheEventAsLongAsTheSettingSays() {
    expected.expect("opportunity A", clock.instant());

    clock.moveOn(Duration.ofSeconds(119));
    assertThat(expected.untold(subscribed, subscribed)).isEmpty();
    clock.moveOn(Duration.ofSeconds(1));
    assertThat(expected.untold(subscribed, subscribed))
        .hasValueSatisfying(why -> assertThat(why).contains("the change of opportunity A"));
  }

  @Test
  void proveOneDeathAndNotASecond() {
    expected.expect("opportunity A", clock.instant());
    clock.moveOn(Duration.ofHours(1));

    assertThat(expected.untold(subscribed, subscribed)).isPresent();
    assertThat(expected.untold(subscribed, subscribed)).isEmpty();
  }

  @Test
  void onlyTheNewestChangeCounts() {
    var older = clock.instant();
    clock.moveOn(Duration.ofSeconds(5));
    var newest = clock.instant();
    expected.expect("opportunity A", older);
    expected.expect("opportunity B", newest);
    expected.expect("opportunity A", older);
    clock.moveOn(Duration.ofHours(1));

    assertThat(expected.untold(subscribed, older))
        .hasValueSatisfying(why -> assertThat(why).contains("opportunity B"));
  }

  @Test
  void aLaterEventAndALaterSubscriptionSettleThem() {
    expected.expect("opportunity A", clock.instant());
    var later = clock.instant().plusSeconds(1);
    clock.moveOn(Duration.ofHours(1));

    assertThat(expected.untold(subscribed, later)).isEmpty();
    assertThat(expected.untold(subscribed, subscribed)).isEmpty();

    expected.expect("opportunity A", later.minusSeconds(1));
    assertThat(expected.untold(later, subscribed)).isEmpty();
    assertThat(expected.untold(subscribed, subscribed)).isEmpty();
  }
}
