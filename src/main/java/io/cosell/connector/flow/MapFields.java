package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.salesforce.Salesforce;
import org.springframework.stereotype.Component;

/** Brings both sides into the one shape the mapping table describes. */
@Component
class MapFields implements Step {
  private final Mapping mapping;
  private final Salesforce salesforce;

  MapFields(Mapping mapping, Salesforce salesforce) {
    this.mapping = mapping;
    this.salesforce = salesforce;
  }

  @Override
  public String name() {
    return "map-fields";
  }

  @Override
  public void on(Deal deal) {
    if (deal.isUnacceptedLead()) {
      deal.partnerCenter(mapping.leads().state(deal.referral().orElseThrow()));
      deal.leadRecord().ifPresent(lead -> deal.salesforce(mapping.leads().state(lead)));
      return;
    }
    deal.partnerCenter(
        mapping
            .referrals()
            .state(deal.referral().orElse(null), deal.microsoftReferral().orElse(null)));
    deal.opportunity()
        .ifPresent(
            opportunity ->
                deal.salesforce(mapping.opportunities().state(opportunity, salesforce.org())));
  }
}
