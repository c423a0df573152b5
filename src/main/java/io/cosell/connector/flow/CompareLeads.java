package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Reads the leads of referrals that changed since the last comparison; those that differ from the
 * snapshot get an event. Leads need no change events: this is how their changes are found.
 */
@Component
class CompareLeads implements Step {
  private static final String DETAIL = "found by comparing Salesforce";

  private final Salesforce salesforce;
  private final Mapping mapping;
  private final Links links;
  private final LeadLinks leadLinks;
  private final Inbox inbox;
  private final Comparison comparison;
  private final Admission admission;

  CompareLeads(
      Salesforce salesforce,
      Mapping mapping,
      Links links,
      LeadLinks leadLinks,
      Inbox inbox,
      Comparison comparison,
      Admission admission) {
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.links = links;
    this.leadLinks = leadLinks;
    this.inbox = inbox;
    this.comparison = comparison;
    this.admission = admission;
  }

  @Override
  public String name() {
    return "compare-leads";
  }

  @Override
  public void on(Deal deal) {
    if (admission.takesLeads()) {
      comparison.compare("salesforce-leads", this::fileEvents);
    }
  }

  /** The leads that changed since then and are not in step. */
  List<JsonNode> news(Instant since) {
    var leads = mapping.leads();
    return salesforce.query(leads.query(salesforce.org(), leads.changedSince(since))).stream()
        .filter(this::isNews)
        .toList();
  }

  private int fileEvents(Instant since) {
    var news = news(since);
    news.forEach(lead -> inbox.accept(Subjects.lead(lead.path("Id").asText(), DETAIL)));
    return news.size();
  }

  /** Once a referral has its opportunity, what becomes of its lead is the seller's own business. */
  private boolean isNews(JsonNode lead) {
    var leads = mapping.leads();
    if (links.ofReferral(leads.referralId(lead)).isPresent()) {
      return false;
    }
    var before =
        leadLinks
            .ofLead(lead.path("Id").asText())
            .map(link -> Snapshot.fromJson(link.snapshot()))
            .orElse(Snapshot.EMPTY);
    try {
      return leads.state(lead).differsFrom(before.salesforce());
    } catch (UnmappableException e) {
      return true; // its own look says what is wrong; the others are compared all the same
    }
  }
}
