package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import org.springframework.stereotype.Component;

/** Brings both sides into the one shape the mapping table describes. */
@Component
class MapFields implements Step {
  private final Mapping mapping;

  MapFields(Mapping mapping) {
    this.mapping = mapping;
  }

  @Override
  public String name() {
    return "map-fields";
  }

  @Override
  public void on(Deal deal) {
    deal.partnerCenter(
        mapping
            .referrals()
            .state(deal.referral().orElse(null), deal.microsoftReferral().orElse(null)));
    deal.opportunity()
        .ifPresent(opportunity -> deal.salesforce(mapping.opportunities().state(opportunity)));
  }
}
