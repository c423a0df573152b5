package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.MutableClock;
import io.cosell.connector.TestDatabase;
import io.cosell.connector.partnercenter.TestEvents.Awaited;
import io.cosell.connector.partnercenter.WebhookFinding.State;
import io.cosell.connector.partnercenter.WebhookFindings.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replicas share about the webhook, on whichever database it is kept. */
abstract class WebhookStoresContract {
  private final MutableClock clock = new MutableClock();
  private TestDatabase database;
  private TestEvents events;
  private WebhookFindings findings;

  abstract TestDatabase databaseIn(Path directory);

  @BeforeEach
  void open(@TempDir Path directory) {
    database = databaseIn(directory);
    var beans = database.beans(List.of(clock), TestEvents.class, WebhookFindings.class);
    events = beans.getBean(TestEvents.class);
    findings = beans.getBean(WebhookFindings.class);
  }

  @AfterEach
  void close() {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void keepsTheLastFindingOfEachTopic() {
    findings.note(Topic.REGISTRATION, State.TROUBLE, "somebody else's", null);
    findings.note(Topic.SELF_TEST, State.WELL, "arrived", Duration.ofMillis(1200));
    findings.note(Topic.REGISTRATION, State.WELL, "ours", null);

    assertThat(findings.last(Topic.REGISTRATION))
        .contains(new WebhookFinding(State.WELL, "ours", null, clock.instant()));
    assertThat(findings.last(Topic.SELF_TEST))
        .contains(
            new WebhookFinding(State.WELL, "arrived", Duration.ofMillis(1200), clock.instant()));
  }

  @Test
  void aTestEventIsAwaitedUntilItIsForgotten() {
    var sentAt = clock.instant();
    events.sent("ID-1", sentAt);
    clock.moveOn(Duration.ofSeconds(3));

    assertThat(events.awaited()).contains(new Awaited("id-1", sentAt, null));
    assertThat(events.arrived("id-1")).isTrue();
    assertThat(events.awaited()).contains(new Awaited("id-1", sentAt, clock.instant()));
    events.forget(events.awaited().orElseThrow());
    assertThat(events.awaited()).isEmpty();
  }

  @Test
  void aTestEventSomebodyElseAskedForIsKeptForADay() {
    assertThat(events.arrived("id-of-another-tool")).isFalse();
    assertThat(events.awaited()).isEmpty();

    clock.moveOn(Duration.ofHours(25));
    events.sent("id-1", clock.instant());
    events.forget(events.awaited().orElseThrow());

    assertThat(database.jdbc().sql("select count(*) from test_event").query(Long.class).single())
        .isZero();
  }
}
