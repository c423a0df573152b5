package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
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
    deal.leadId(id);
    salesforce
        .query(mapping.leads().query(salesforce.org(), "Id = " + Soql.quote(id)))
        .forEach(deal::leadRecord);
    if (deal.leadRecord().isEmpty()) {
      deal.end("lead " + id + " does not exist");
      return;
    }
    findLink(deal);
    if (deal.ending().isEmpty()) {
      decideWhetherItMatters(deal);
    }
  }

  private void findLink(Deal deal) {
    var lead = deal.leadRecord().orElseThrow();
    var id = deal.leadId().orElseThrow();
    var referralId =
        leadLinks
            .ofLead(id)
            .map(link -> link.referralId())
            .orElseGet(() -> mapping.leads().referralId(lead));
    if (referralId.isEmpty()) {
      deal.end("the lead belongs to no referral");
      return;
    }
    locks.take(deal, Subjects.REFERRAL + "/" + referralId);
    deal.referralId(referralId);
    leadLinks
        .ofReferral(referralId)
        .filter(link -> link.leadId().equals(id))
        .ifPresent(deal::leadLink);
    links
        .ofReferral(referralId)
        .ifPresent(
            link ->
                deal.end(
                    "its referral belongs to opportunity " + link.opportunityId() + " already"));
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
