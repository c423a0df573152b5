package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The seller takes her tick back. */
class UntickedTest extends FlowTest {
  private static final String SYNC = "Sync_with_Partner_Center__c";

  @Test
  @DisplayName("A21 without its tick a linked deal sends nothing, receives, and catches up later")
  void a21() {
    var id = linkedOpportunity(unique("Unticked"));
    var referralId = referralOf(id).path("id").asText();

    edit(id, Map.of(SYNC, false, "Amount", 77_000));
    untilIdle();
    assertThat(partnerCenter.referral(referralId).at("/details/dealValue").decimalValue())
        .isEqualByComparingTo("48000");

    partnerCenter.asPortalUser().changes(referralId, "/details/notes", "Second pilot.");
    until(() -> assertThat(record(id).get("Description")).isEqualTo("Second pilot."));
    untilIdle();
    assertThat(record(id).get("Amount").toString()).startsWith("77000");
    assertThat(partnerCenter.referral(referralId).at("/details/dealValue").decimalValue())
        .isEqualByComparingTo("48000");
    assertThat(record(id).get(SYNC)).isEqualTo(false);

    edit(id, Map.of(SYNC, true));
    until(
        () ->
            assertThat(partnerCenter.referral(referralId).at("/details/dealValue").decimalValue())
                .isEqualByComparingTo("77000"));
  }
}
