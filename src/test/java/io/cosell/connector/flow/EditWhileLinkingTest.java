package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A seller is quicker than the connector. */
class EditWhileLinkingTest extends FlowTest {

  @Test
  void hearsOfAnEditOfAnOpportunityThatIsNotLinkedYet() {
    partnerCenter
        .api()
        .faults()
        .inject(
            Fault.named("latency").on("PATCH", "/v1.0/engagements/referrals").with("millis", 700));
    var id =
        partnerCenter
            .asPortalUser()
            .creates(Deal.named(unique("Quick seller")).visibleToMicrosoft())
            .path("id")
            .asText();
    var opportunityId = (String) opportunityOf(id).get("Id");
    assertThat(connector.links().ofReferral(id)).isEmpty();

    edit(opportunityId, Map.of("Amount", 64_000));

    until(
        () ->
            assertThat(partnerCenter.referral(id).at("/details/dealValue").decimalValue())
                .isEqualByComparingTo("64000"));
  }
}
