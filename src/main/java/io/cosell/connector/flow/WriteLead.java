package io.cosell.connector.flow;

import io.cosell.connector.mapping.LeadWrite;
import io.cosell.connector.mapping.LeadWriter;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Subrequest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Creates or updates the lead, only where it differs; a referral that has ended closes it. */
@Component
class WriteLead implements Step {
  private final Salesforce salesforce;
  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final Locks locks;
  private final SyncProperties settings;
  private final Clock clock;

  WriteLead(
      Salesforce salesforce,
      PartnerCenter partnerCenter,
      Mapping mapping,
      Locks locks,
      SyncProperties settings,
      Clock clock) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.locks = locks;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "write-lead";
  }

  @Override
  public void on(Deal deal) {
    var id = deal.referralId().orElseThrow();
    var changes =
        mapping
            .leads()
            .writer()
            .fitted(
                deal.result().orElseThrow().toSalesforce(),
                deal.leadRecord().isEmpty(),
                salesforce.org());
    changes.notes().forEach(deal::note);
    var part =
        part(
            new LeadWrite(
                deal.leadRecord().orElse(null),
                id,
                partnerCenter.linkTo(id),
                changes.values(),
                deal.extra(),
                WriteOpportunity.auditLine(deal),
                clock.instant(),
                deal.isSellerTold()));
    if (part.isEmpty()) {
      return;
    }
    if (!settings.mayWriteSalesforce()) {
      deal.holdBack("a write to Salesforce is held back by cosell.sync");
      return;
    }
    locks.confirm(deal);
    var answer = salesforce.write(List.of(part.get())).get(LeadWriter.LEAD);
    deal.wrote();
    deal.keepInSalesforce(mapping.leads().state(part.get().body()).fields());
    if (deal.leadRecord().isEmpty()) {
      deal.leadId(answer.path("id").asText());
    }
  }

  /** What the org seems to refuse may have been put right since it was described. */
  private Optional<Subrequest> part(LeadWrite write) {
    try {
      return mapping.leads().writer().part(write, salesforce.org());
    } catch (UnmappableException e) {
      return mapping.leads().writer().part(write, salesforce.orgAnew());
    }
  }
}
