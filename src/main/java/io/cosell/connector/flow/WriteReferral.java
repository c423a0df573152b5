package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.ReferralMapping;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.salesforce.Ids;
import io.cosell.connector.salesforce.OpportunityProperties;
import java.util.Map;
import java.util.TreeMap;
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

  WriteReferral(PartnerCenter partnerCenter, Mapping mapping, OpportunityProperties opportunity) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.opportunity = opportunity;
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
    acceptFirst(deal, changes);
    var operations = mapping.referrals().patch(deal.referral().get(), changes, closingReason(deal));
    rememberOpportunity(deal, operations);
    if (!operations.isEmpty()) {
      deal.referral(partnerCenter.patch(deal.referral().get(), operations));
      deal.wrote();
      takeAnswer(deal, changes);
    }
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
    var id = deal.opportunityId().orElseThrow();
    var known = deal.referral().flatMap(referral -> referral.externalReferenceId()).orElse("");
    boolean closed = deal.referral().filter(it -> it.status().equals("Closed")).isPresent();
    if (!Ids.long18(known).equals(id) && !closed) {
      ReferralMapping.replace(operations, "/externalReferenceId", TextNode.valueOf(id));
    }
  }

  /**
   * Partner Center has the last word on what it made of a patch; what it did not take is noted, not
   * sent again.
   */
  private void takeAnswer(Deal deal, Map<String, FieldValue> changes) {
    var now = mapping.referrals().state(deal.referral().orElseThrow(), null);
    var taken = new TreeMap<String, FieldValue>();
    changes.forEach(
        (field, sent) ->
            now.get(field)
                .filter(value -> !value.equals(sent))
                .ifPresent(
                    value -> {
                      taken.put(field, value);
                      deal.tellSeller("Partner Center kept its value of " + mapping.label(field));
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
