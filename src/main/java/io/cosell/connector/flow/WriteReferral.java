package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.ReferralMapping;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.Side;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.OpportunityProperties;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * Brings the referral up to date: one patch with only what differs, its eTag with it. A deal that
 * is won while it is still offered is accepted first.
 */
@Component
class WriteReferral implements Step {
  private static final String PHASE = "phase";

  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final OpportunityProperties opportunity;
  private final SyncProperties settings;
  private final WriteAhead writeAhead;

  WriteReferral(
      PartnerCenter partnerCenter,
      Mapping mapping,
      OpportunityProperties opportunity,
      SyncProperties settings,
      WriteAhead writeAhead) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.opportunity = opportunity;
    this.settings = settings;
    this.writeAhead = writeAhead;
  }

  @Override
  public String name() {
    return "write-referral";
  }

  @Override
  public void on(Deal deal) {
    if (deal.referral().isEmpty()) {
      return;
    }
    var changes = deal.result().orElseThrow().toPartnerCenter();
    mapping.referrals().requireAcceptable(changes, deal.partnerCenter());
    var operations = mapping.referrals().patch(deal.referral().get(), changes, closingReason(deal));
    rememberOpportunity(deal, operations);
    if (operations.isEmpty()) {
      deal.sentTo(Side.PARTNER_CENTER);
      return;
    }
    if (!settings.mayWritePartnerCenter()) {
      deal.holdBack("a write to Partner Center is held back by cosell.sync");
      return;
    }
    writeAhead.note(deal);
    acceptFirst(deal, changes);
    deal.referral(partnerCenter.patch(deal.referral().get(), operations));
    deal.wrote();
    deal.sentTo(Side.PARTNER_CENTER);
    var now = mapping.referrals().state(deal.referral().get(), null);
    takeAnswer(deal, now, changes, mapping::label);
  }

  private void acceptFirst(Deal deal, Map<String, FieldValue> changes) {
    boolean wonWhileOffered =
        Phase.WON.value().equals(changes.get(PHASE))
            && Phase.OFFERED.value().equals(deal.partnerCenter().get(PHASE).orElse(null));
    if (wonWhileOffered) {
      var accept = JsonNodeFactory.instance.arrayNode();
      ReferralMapping.replacePhase(accept, Phase.ACCEPTED, "");
      deal.referral(partnerCenter.patch(deal.referral().orElseThrow(), accept));
      deal.wrote();
    }
  }

  private static void rememberOpportunity(Deal deal, ArrayNode operations) {
    if (lacksOpportunityId(deal.referral().orElseThrow())) {
      var id = deal.opportunityId().orElseThrow();
      ReferralMapping.replace(operations, "/externalReferenceId", TextNode.valueOf(id));
    }
  }

  /** An id that is there already is left alone: whoever wrote it would write it again. */
  static boolean lacksOpportunityId(Referral referral) {
    return referral.externalReferenceId().isEmpty() && !referral.status().equals("Closed");
  }

  /**
   * Partner Center has the last word on what it made of a patch; what it did not take is noted, not
   * sent again.
   */
  static void takeAnswer(
      Deal deal, DealState now, Map<String, FieldValue> changes, UnaryOperator<String> label) {
    var taken = new TreeMap<String, FieldValue>();
    changes.forEach(
        (field, sent) ->
            now.get(field)
                .filter(value -> !value.equals(sent))
                .ifPresent(
                    value -> {
                      taken.put(field, value);
                      deal.tellSeller("Partner Center kept its value of " + label.apply(field));
                    }));
    if (!taken.isEmpty()) {
      deal.keepInPartnerCenter(taken);
    }
  }

  private String closingReason(Deal deal) {
    var field = opportunity.lostReasonField();
    var reason =
        field.isBlank()
            ? ""
            : deal.opportunity().map(record -> record.path(field).asText("")).orElse("");
    return reason.isBlank() ? opportunity.lostReasonDefault() : reason;
  }
}
