package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Others use up the org's API calls of the day. */
@ExtendWith(OutputCaptureExtension.class)
class DailyShareTest extends FlowTest {
  private final Shifted clock = new Shifted();
  private final RunningConnector own = RunningConnector.withItsOwnClouds().at(clock);

  /** Runs, and can be put forward. */
  private static final class Shifted extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Override
  RunningConnector underTest() {
    if (!own.isRunning()) {
      own.start(Map.of("cosell.inbox.first-pause", "100ms"));
    }
    return own;
  }

  @AfterEach
  void close() {
    own.close();
  }

  @Test
  void theWorkWaitsWithItsReasonAndOneAlarmAndGoesOnByItself(CapturedOutput output) {
    var linked = linkedOpportunity(unique("Linked"));
    var referral = referralOf(linked).path("id").asText();
    salesforce.dailyApiLimit(10_000);
    salesforce.usedApiCalls(8_000);

    var shared = shared(Deal.named(unique("Waits")));
    until(() -> assertThat(waitingFor("referral/" + shared)).isEqualTo("E463"));
    int used = salesforce.apiCalls();
    partnerCenter.asPortalUser().changes(referral, "/details/notes", "Waits, too.");
    connector.inbox().accept(Subjects.comparison("by the test"));

    until(() -> assertThat(waitingFor("referral/" + referral)).isEqualTo("E463"));
    until(() -> assertThat(waitingFor("comparison/both-sides")).isEqualTo("E463"));
    assertThat(connector.inbox().entries(EntryState.WAITING, 10))
        .filteredOn(entry -> !entry.event().route().startsWith("microsoft-referral"))
        .hasSize(3)
        .allSatisfy(
            entry -> {
              assertThat(entry.cause()).contains("80 %", "looked at again at");
              assertThat(entry.dueAt()).isAfter(clock.instant().plusSeconds(60));
            });
    assertThat(salesforce.apiCalls()).as("calls made meanwhile").isEqualTo(used);
    var readiness = connector.readiness();
    assertThat(readiness.path("status").asText()).isEqualTo("UP");
    assertThat(readiness.at("/components/salesforce/status").asText()).isEqualTo("WARNING");
    assertThat(readiness.at("/components/salesforce/details/waits").asText())
        .contains("cosell.salesforce.daily-share is 80 %");
    assertThat(found(shared)).isEmpty();
    until(
        () ->
            assertThat(connector.inbox().open("referral/" + microsofts(shared)))
                .get()
                .extracting(Entry::attempts, InstanceOfAssertFactories.INTEGER)
                .isGreaterThan(4));

    salesforce.usedApiCalls(100);
    clock.ahead = Duration.ofMinutes(7);

    opportunityOf(shared);
    until(() -> assertThat(record(linked).get("Description")).isEqualTo("Waits, too."));
    untilIdle();
    assertThat(connector.inbox().count(EntryState.DEAD)).isZero();
    assertThat(connector.links().ofReferral(shared).orElseThrow().microsoftReferral())
        .as("Microsoft's referral has waited, too")
        .contains(microsofts(shared));
    assertThat(connector.readiness().at("/components/salesforce/status").asText()).isEqualTo("UP");
    assertThat(output.getOut().lines().filter(line -> line.contains("ERROR"))).hasSize(1);
  }

  private String microsofts(String referralId) {
    return partnerCenter.microsoftsReferral(referralId).path("id").asText();
  }

  private String waitingFor(String subject) {
    return connector.inbox().open(subject).orElseThrow().code();
  }
}
