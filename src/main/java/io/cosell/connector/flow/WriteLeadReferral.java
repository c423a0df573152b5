package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.salesforce.OpportunityProperties;
import org.springframework.stereotype.Component;

/**
 * Brings the referral of a lead up to date: one patch with only what differs, its eTag with it. A
 * status that says so declines it.
 */
@Component
class WriteLeadReferral implements Step {
  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final OpportunityProperties opportunity;

  WriteLeadReferral(
      PartnerCenter partnerCenter, Mapping mapping, OpportunityProperties opportunity) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.opportunity = opportunity;
  }

  @Override
  public String name() {
    return "write-lead-referral";
  }

  @Override
  public void on(Deal deal) {
    var referral = deal.referral().orElseThrow();
    var changes = deal.result().orElseThrow().toPartnerCenter();
    var operations = mapping.leads().patch(referral, changes, reason(deal));
    if (!operations.isEmpty()) {
      deal.referral(partnerCenter.patch(referral, operations));
      deal.wrote();
      var now = mapping.leads().state(deal.referral().get());
      WriteReferral.takeAnswer(deal, now, changes, mapping.leads()::label);
    }
  }

  private String reason(Deal deal) {
    return deal.leadRecord()
        .map(mapping.leads()::reason)
        .filter(reason -> !reason.isBlank())
        .orElse(opportunity.lostReasonDefault());
  }
}
