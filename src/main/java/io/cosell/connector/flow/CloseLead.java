package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.salesforce.LeadProperties;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Closes the lead a deal was before somebody accepted it in Partner Center, and says in it where it
 * goes on: Salesforce lets nobody convert a lead over REST. A lead that refuses to be closed does
 * not hold up the deal.
 */
@Component
class CloseLead implements Step {
  private static final Logger log = LoggerFactory.getLogger(CloseLead.class);

  private final Salesforce salesforce;
  private final Mapping mapping;
  private final LeadProperties settings;
  private final SyncProperties sync;
  private final Clock clock;

  CloseLead(
      Salesforce salesforce,
      Mapping mapping,
      LeadProperties settings,
      SyncProperties sync,
      Clock clock) {
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.settings = settings;
    this.sync = sync;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "close-lead";
  }

  @Override
  public void on(Deal deal) {
    boolean open = deal.leadRecord().isPresent() && !deal.isConvertedLead();
    if (!open || !sync.mayWriteSalesforce()) {
      return;
    }
    var line =
        "Accepted in Partner Center; the deal goes on as opportunity %s (%s)."
            .formatted(
                deal.partnerCenter().text("name").orElse(""), deal.opportunityId().orElseThrow());
    var part =
        mapping
            .leads()
            .writer()
            .note(
                deal.leadRecord().orElseThrow(),
                settings.acceptedStatus(),
                line,
                clock.instant(),
                salesforce.org());
    if (part.isEmpty()) {
      return;
    }
    try {
      salesforce.write(List.of(part.get()));
      deal.wrote();
      deal.note("lead " + deal.leadId().orElseThrow() + " is closed");
    } catch (RemoteRefusedException e) {
      log.warn("{}: its lead stays open: {}", deal, e.getMessage());
      deal.note("its lead stays open: " + e.getMessage());
    }
  }
}
