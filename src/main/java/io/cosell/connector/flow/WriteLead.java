package io.cosell.connector.flow;

import io.cosell.connector.mapping.LeadWrite;
import io.cosell.connector.mapping.LeadWriter;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Creates or updates the lead, only where it differs; a referral that has ended closes it. */
@Component
class WriteLead implements Step {
  private final Salesforce salesforce;
  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final Clock clock;

  WriteLead(Salesforce salesforce, PartnerCenter partnerCenter, Mapping mapping, Clock clock) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "write-lead";
  }

  @Override
  public void on(Deal deal) {
    var id = deal.referralId().orElseThrow();
    var changes = deal.result().orElseThrow().toSalesforce();
    noteTheEnd(deal);
    var part =
        mapping
            .leads()
            .writer()
            .part(
                new LeadWrite(
                    deal.leadRecord().orElse(null),
                    id,
                    partnerCenter.linkTo(id),
                    changes,
                    deal.extra(),
                    WriteOpportunity.auditLine(deal),
                    clock.instant()),
                salesforce.org());
    if (part.isEmpty()) {
      return;
    }
    var answer = salesforce.write(List.of(part.get())).get(LeadWriter.LEAD);
    deal.wrote();
    deal.keepInSalesforce(mapping.leads().state(part.get().body()).fields());
    if (deal.leadRecord().isEmpty()) {
      deal.leadId(answer.path("id").asText());
    }
  }

  private static void noteTheEnd(Deal deal) {
    var phase = deal.result().orElseThrow().toSalesforce().get("phase");
    if (phase != null && Phase.of(phase.toString()).closed()) {
      var referral = deal.referral().orElseThrow();
      var reason = referral.json().path("statusReason").asText("");
      deal.note(
          "The referral has ended in Partner Center: "
              + referral.substatus()
              + (reason.isBlank() ? "" : ", " + reason));
    }
  }
}
