package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.LeadLink;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.LeadMapping;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.salesforce.Ids;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Soql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Fetches the lead as it is now. Ends the work when there is nothing to look at. */
@Component
class ReadLead implements Step {
  private final Salesforce salesforce;
  private final Links links;
  private final LeadLinks leadLinks;
  private final Locks locks;
  private final Mapping mapping;
  private final Admission admission;
  private final Inbox inbox;

  ReadLead(
      Salesforce salesforce,
      Links links,
      LeadLinks leadLinks,
      Locks locks,
      Mapping mapping,
      Admission admission,
      Inbox inbox) {
    this.salesforce = salesforce;
    this.links = links;
    this.leadLinks = leadLinks;
    this.locks = locks;
    this.mapping = mapping;
    this.admission = admission;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "read-lead";
  }

  @Override
  public void on(Deal deal) {
    if (deal.isAbout(Subjects.LEAD)) {
      changedInSalesforce(deal);
    } else {
      changedInPartnerCenter(deal);
    }
  }

  private void changedInPartnerCenter(Deal deal) {
    find(deal).ifPresent(deal::leadRecord);
    if (deal.isConvertedLead()) {
      inbox.accept(Subjects.lead(deal.leadId().orElseThrow(), "its referral changed"));
      deal.end("the lead is converted; it is looked at as a deal");
    } else if (deal.leadRecord().isEmpty()) {
      expected(deal)
          .ifPresent(
              id ->
                  deal.endNoted(
                      "referral "
                          + deal.referralId().orElseThrow()
                          + " belongs to lead "
                          + id
                          + ", which does not exist; nothing is created in its place"));
    }
  }

  /** The lead of the deal's referral: one that has its identifier before one that only should. */
  Optional<JsonNode> find(Deal deal) {
    var leads = mapping.leads();
    var id = deal.referralId().orElseThrow();
    var conditions = new ArrayList<String>();
    conditions.add(leads.ofReferral(id));
    expected(deal).ifPresent(lead -> conditions.add("Id = " + Soql.quote(lead)));
    var condition = String.join(" OR ", conditions);
    return salesforce.query(leads.query(salesforce.org(), condition)).stream()
        .min(Comparator.comparing(lead -> !leads.referralId(lead).equals(id)));
  }

  private static Optional<String> expected(Deal deal) {
    return deal.leadId()
        .or(
            () ->
                deal.referral()
                    .flatMap(referral -> referral.externalReferenceId())
                    .filter(Ids::isLead)
                    .map(Ids::long18));
  }

  private void changedInSalesforce(Deal deal) {
    if (!admission.takesLeads()) {
      deal.end("it is a lead, and cosell.sync.co-sell-only is true");
      return;
    }
    var id = deal.subjectId();
    var referralId = leadLinks.ofLead(id).map(LeadLink::referralId).orElseGet(() -> written(id));
    if (referralId.isEmpty()) {
      deal.end("lead " + id + " belongs to no referral, or does not exist");
      return;
    }
    locks.take(deal, Subjects.REFERRAL + "/" + referralId);
    deal.referralId(referralId);
    var link = links.ofReferral(referralId);
    if (link.isPresent()) {
      deal.end("its referral belongs to opportunity " + link.get().opportunityId() + " already");
      return;
    }
    leadLinks
        .ofReferral(referralId)
        .filter(known -> known.leadId().equals(id))
        .ifPresent(deal::leadLink);
    read(id).ifPresentOrElse(deal::leadRecord, () -> deal.end("lead " + id + " does not exist"));
    if (deal.ending().isEmpty()) {
      decideWhetherItMatters(deal);
    }
  }

  /** The referral of a lead without a link, as the lead itself says. */
  private String written(String leadId) {
    return read(leadId).map(mapping.leads()::referralId).orElse("");
  }

  private Optional<JsonNode> read(String leadId) {
    var condition = "Id = " + Soql.quote(leadId);
    return salesforce.query(mapping.leads().query(salesforce.org(), condition)).stream()
        .findFirst();
  }

  private void decideWhetherItMatters(Deal deal) {
    var lead = deal.leadRecord().orElseThrow();
    if (!mapping.leads().state(lead).differsFrom(deal.leadBase().salesforce())) {
      deal.end("nothing has changed since the last look");
    } else if (!LeadMapping.isConverted(lead)) {
      deal.workOnLead();
    }
  }
}
