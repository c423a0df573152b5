package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.inbox.InboxProperties;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A deal cannot be brought over as it is: the event becomes a dead letter, and where there is an
 * opportunity its Audit field says why and its name gets the cross; a lead's Audit field says why,
 * too. A later event of the same deal tries again.
 */
@Component
class LayAside implements FailureStep {
  private static final Logger log = LoggerFactory.getLogger(LayAside.class);
  private static final int A_FEW_TIMES = 4;

  private final Inbox inbox;
  private final History history;
  private final Salesforce salesforce;
  private final Mapping mapping;
  private final TellLead leads;
  private final SyncProperties settings;
  private final InboxProperties inboxSettings;
  private final Clock clock;

  LayAside(
      Inbox inbox,
      History history,
      Salesforce salesforce,
      Mapping mapping,
      TellLead leads,
      SyncProperties settings,
      InboxProperties inboxSettings,
      Clock clock) {
    this.inbox = inbox;
    this.history = history;
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.leads = leads;
    this.settings = settings;
    this.inboxSettings = inboxSettings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "lay-aside";
  }

  @Override
  public void on(Deal deal, Exception cause) {
    layAside(deal, Diagnosis.of(cause, mapping::sellersName));
  }

  /**
   * Does the same with a failure that should have passed by itself, once it has come back too
   * often; false until then.
   */
  boolean whenPatienceIsOver(Deal deal, Diagnosis diagnosis) {
    int most =
        switch (diagnosis.code().next()) {
          case TRIED_A_FEW_TIMES -> A_FEW_TIMES;
          case TRIED_UNTIL_SPENT -> inboxSettings.maxAttempts();
          default -> Integer.MAX_VALUE;
        };
    boolean over = most < Integer.MAX_VALUE && inbox.countFailure(deal.entry()) >= most;
    if (over) {
      layAside(deal, diagnosis);
    }
    return over;
  }

  private void layAside(Deal deal, Diagnosis diagnosis) {
    if (settings.mayWriteSalesforce()) {
      opportunity(deal).ifPresent(opportunity -> tellSeller(deal, opportunity, diagnosis));
      leads.tell(deal, diagnosis.line());
    }
    history.refused(deal, diagnosis);
    inbox.layAside(deal.outcome(), diagnosis.trouble());
    deal.settle();
  }

  /** The opportunity as it was read, or what is needed of it when the deal failed before that. */
  private Optional<JsonNode> opportunity(Deal deal) {
    if (deal.opportunity().isPresent() || deal.opportunityId().isEmpty()) {
      return deal.opportunity();
    }
    try {
      return salesforce
          .query(mapping.opportunities().noteQuery(deal.opportunityId().get()))
          .stream()
          .findFirst();
    } catch (RemoteRefusedException | RemoteUnavailableException e) {
      log.warn("{}: the opportunity could not be read: {}", deal, e.getMessage());
      return Optional.empty();
    }
  }

  private void tellSeller(Deal deal, JsonNode opportunity, Diagnosis diagnosis) {
    var direction =
        deal.isAbout(Subjects.REFERRAL)
            ? "Partner Center Referral to CRM sync failed: "
            : "CRM to Partner Center Referral sync failed: ";
    var line = direction + diagnosis.line();
    if (mapping.writer().lastLineIs(opportunity, line)) {
      return;
    }
    try {
      salesforce.write(List.of(mapping.writer().note(opportunity, line, false, clock.instant())));
    } catch (RemoteRefusedException | RemoteUnavailableException e) {
      log.warn("{}: the reason could not be written to the opportunity: {}", deal, e.getMessage());
    }
  }
}
