package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cosell.connector.link.LeadLink;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import io.cosell.connector.salesforce.Soql;
import io.cosell.connector.salesforce.Subrequest;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A lead becomes a deal: when the seller has converted it, the opportunity she got is the deal's,
 * and no other is created. It gets the referral's identifier and the mark for sync; the rest is the
 * same as for every deal. Does nothing for what never was a lead.
 */
@Component
class HandOverLead implements Step {
  private final Salesforce salesforce;
  private final PartnerCenter partnerCenter;
  private final SalesforceProperties names;
  private final Mapping mapping;
  private final LeadLinks leadLinks;
  private final Locks locks;
  private final Admission admission;
  private final SyncProperties settings;
  private final History history;
  private final ReadLead leads;

  HandOverLead(
      Salesforce salesforce,
      PartnerCenter partnerCenter,
      SalesforceProperties names,
      Mapping mapping,
      LeadLinks leadLinks,
      Locks locks,
      Admission admission,
      SyncProperties settings,
      History history,
      ReadLead leads) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    this.names = names;
    this.mapping = mapping;
    this.leadLinks = leadLinks;
    this.locks = locks;
    this.admission = admission;
    this.settings = settings;
    this.history = history;
    this.leads = leads;
  }

  @Override
  public String name() {
    return "hand-over-lead";
  }

  @Override
  public void on(Deal deal) {
    boolean wasLead =
        admission.takesLeads() && deal.referral().map(Admission::isLead).orElse(false);
    if (!wasLead || deal.link().isPresent()) {
      return;
    }
    if (deal.leadRecord().isEmpty()) {
      leads.find(deal).ifPresent(deal::leadRecord);
    }
    if (deal.isConvertedLead() && deal.opportunityId().isEmpty()) {
      handOver(deal, deal.leadRecord().orElseThrow());
    }
  }

  private void handOver(Deal deal, JsonNode lead) {
    if (deal.referral().map(Referral::status).orElse("").equals("Closed")) {
      leave(deal, "its referral is closed; the opportunity stays without one");
      return;
    }
    var id = lead.path("ConvertedOpportunityId").asText("");
    if (id.isEmpty()) {
      deal.accountId(lead.path("ConvertedAccountId").asText(null));
      leave(deal, "it became no opportunity; answer the referral in Partner Center");
      return;
    }
    locks.takeAtOnce(deal, Subjects.OPPORTUNITY + "/" + id);
    var rows = candidates(id, deal.referralId().orElseThrow());
    var other = rows.stream().filter(row -> !row.path("Id").asText().equals(id)).findFirst();
    if (other.isPresent()) {
      leave(deal, "its referral belongs to opportunity " + other.get().path("Id").asText());
    } else if (rows.isEmpty()) {
      leave(deal, "its opportunity " + id + " does not exist");
    } else {
      mark(deal, rows.get(0));
    }
  }

  /** The opportunity of the lead, and one that has the referral already. */
  private List<JsonNode> candidates(String opportunityId, String referralId) {
    var identifier = names.fields().referralIdentifier();
    return salesforce.query(
        "SELECT Id, %s, %s FROM Opportunity WHERE Id = %s OR %s = %s"
            .formatted(
                identifier,
                names.fields().syncFlag(),
                Soql.quote(opportunityId),
                identifier,
                Soql.quote(referralId)));
  }

  private void mark(Deal deal, JsonNode opportunity) {
    var id = opportunity.path("Id").asText();
    var referralId = deal.referralId().orElseThrow();
    var before = mapping.opportunities().referralId(opportunity);
    if (!before.isEmpty() && !before.equals(referralId)) {
      leave(deal, "its opportunity " + id + " belongs to referral " + before);
      return;
    }
    boolean marked =
        opportunity.path(names.fields().syncFlag()).asBoolean() && before.equals(referralId);
    if (!marked) {
      if (!settings.mayWriteSalesforce()) {
        holdBack(deal, id);
        return;
      }
      var body =
          JsonNodeFactory.instance
              .objectNode()
              .put(names.fields().referralIdentifier(), referralId)
              .put(names.fields().syncFlag(), true);
      if (salesforce.org().has("Opportunity", names.fields().referralLink())) {
        body.put(names.fields().referralLink(), partnerCenter.linkTo(referralId));
      }
      salesforce.write(
          List.of(new Subrequest("opportunity", "PATCH", "sobjects/Opportunity/" + id, body)));
      deal.wrote();
    }
    deal.opportunityId(id);
    deal.note("the seller has converted lead " + deal.leadId().orElseThrow());
  }

  private void holdBack(Deal deal, String opportunityId) {
    if (settings.modeToSalesforce() == SyncProperties.Mode.PLAN) {
      history.note(deal, "plan", "planned, not written: opportunity %s".formatted(opportunityId));
    }
    deal.holdBack("taking over opportunity " + opportunityId + " is held back by cosell.sync");
    deal.end("held back, not taken over");
  }

  /** Nothing follows from the conversion. A referral that was accepted gets its own opportunity. */
  private void leave(Deal deal, String why) {
    if (!deal.isAbout(Subjects.LEAD)) {
      return;
    }
    var lead = deal.leadRecord().orElseThrow();
    var seen = new Snapshot(deal.leadBase().partnerCenter(), mapping.leads().state(lead));
    leadLinks.save(
        new LeadLink(
            deal.referralId().orElseThrow(),
            deal.leadId().orElseThrow(),
            seen.toJson(),
            deal.referral().flatMap(Referral::eTag).orElse(null)));
    deal.endNoted("lead " + deal.leadId().orElseThrow() + " was converted, but " + why);
  }
}
