package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.audit.Audit;
import io.cosell.connector.audit.AuditEntry;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.remote.CallRecorder;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A deal cannot be brought over as it is: the event becomes a dead letter, and where there is an
 * opportunity its Audit field says why and its name gets the cross. A later event of the same deal
 * tries again.
 */
@Component
class LayAside implements FailureStep {
  private static final Logger log = LoggerFactory.getLogger(LayAside.class);

  private final Inbox inbox;
  private final Audit audit;
  private final Salesforce salesforce;
  private final Mapping mapping;
  private final CallRecorder calls;
  private final ObjectMapper json;
  private final Clock clock;

  LayAside(
      Inbox inbox,
      Audit audit,
      Salesforce salesforce,
      Mapping mapping,
      CallRecorder calls,
      ObjectMapper json,
      Clock clock) {
    this.inbox = inbox;
    this.audit = audit;
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.calls = calls;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "lay-aside";
  }

  @Override
  public void on(Deal deal, Exception cause) {
    deal.opportunity().ifPresent(opportunity -> tellSeller(deal, opportunity, cause));
    var detail = json.createObjectNode();
    detail.put("event", deal.entry().event().detail());
    detail.set("fields", json.valueToTree(fields(cause)));
    detail.set("calls", json.valueToTree(calls.drain()));
    audit.append(
        new AuditEntry(
            clock.instant(),
            "refused",
            deal.referralId().orElse(null),
            deal.opportunityId().orElse(null),
            deal.entry().event().route(),
            String.valueOf(cause.getMessage()),
            detail));
    inbox.layAside(deal.entry(), String.valueOf(cause.getMessage()), remedy(cause));
    deal.settle();
  }

  private void tellSeller(Deal deal, JsonNode opportunity, Exception cause) {
    var direction =
        deal.isAbout(Subjects.REFERRAL)
            ? "Partner Center Referral to CRM sync failed: "
            : "CRM to Partner Center Referral sync failed: ";
    var line = direction + cause.getMessage();
    if (mapping.writer().lastLineIs(opportunity, line)) {
      return;
    }
    try {
      salesforce.write(List.of(mapping.writer().note(opportunity, line, false, clock.instant())));
    } catch (RemoteRefusedException | RemoteUnavailableException e) {
      log.warn("{}: the reason could not be written to the opportunity: {}", deal, e.getMessage());
    }
  }

  private static List<String> fields(Exception cause) {
    if (cause instanceof UnmappableException unmappable) {
      return unmappable.fields();
    }
    return cause instanceof RemoteRefusedException refused ? refused.fields() : List.of();
  }

  private static String remedy(Exception cause) {
    var fields = fields(cause);
    return fields.isEmpty()
        ? "Put the cause right, then retry the dead letter."
        : "Correct " + String.join(", ", fields) + "; saving the record tries again by itself.";
  }
}
