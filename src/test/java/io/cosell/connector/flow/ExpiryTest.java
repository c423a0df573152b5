package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.MutableClock;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two weeks pass in Partner Center. */
class ExpiryTest extends FlowTest {
  private static final MutableClock CLOCK = new MutableClock(Instant.now());
  private static RunningConnector own;

  @BeforeAll
  static void start() {
    var options = PartnerCenterOptions.defaults().withClock(CLOCK);
    own =
        new RunningConnector(SalesforceSandbox.started(), new PartnerCenterSandbox(options).start())
            .start(Map.of());
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @Test
  @DisplayName("B05 an offer nobody answers for 14 days closes the opportunity, and Audit says why")
  void b05() {
    var id = shared(Deal.named(unique("Nobody answered")));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();

    CLOCK.moveOn(Duration.ofDays(15));
    partnerCenter.expireOverdue();

    until(() -> assertThat(record(opportunityId).get("StageName")).isEqualTo("Closed Lost"));
    assertThat((String) record(opportunityId).get("Audit__c"))
        .contains("expired in Partner Center");
    untilIdle();
    assertThat(partnerCenter.referral(id).path("substatus").asText()).isEqualTo("Expired");
  }
}
