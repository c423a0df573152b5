package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Writes into the Audit field of a lead why it could not be brought over, once. */
@Component
class TellLead {
  private static final Logger log = LoggerFactory.getLogger(TellLead.class);

  private final Salesforce salesforce;
  private final Mapping mapping;
  private final Clock clock;

  TellLead(Salesforce salesforce, Mapping mapping, Clock clock) {
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.clock = clock;
  }

  /** Does nothing for a deal that is no lead, or none that can still be changed. */
  void tell(Deal deal, String what) {
    if (deal.leadRecord().isEmpty() || !deal.isUnacceptedLead()) {
      return;
    }
    var direction =
        deal.isAbout(Subjects.REFERRAL)
            ? "Partner Center Referral to CRM sync failed: "
            : "CRM to Partner Center Referral sync failed: ";
    var lead = deal.leadRecord().get();
    var line = direction + what;
    try {
      mapping
          .leads()
          .writer()
          .note(lead, "", line, clock.instant(), salesforce.org())
          .ifPresent(part -> salesforce.write(List.of(part)));
    } catch (RemoteRefusedException | RemoteUnavailableException e) {
      log.warn("{}: the reason could not be written to the lead: {}", deal, e.getMessage());
    }
  }
}
