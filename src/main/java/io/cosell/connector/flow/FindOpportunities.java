package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import io.cosell.connector.salesforce.Soql;
import org.springframework.stereotype.Component;

/**
 * Finds the opportunities a changed contact, contact role or account belongs to. An opportunity's
 * own event passes; for the others every opportunity found gets an event of its own, and the work
 * ends here.
 */
@Component
class FindOpportunities implements Step {
  private final Salesforce salesforce;
  private final SalesforceProperties settings;
  private final Inbox inbox;

  FindOpportunities(Salesforce salesforce, SalesforceProperties settings, Inbox inbox) {
    this.salesforce = salesforce;
    this.settings = settings;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "find-opportunities";
  }

  @Override
  public void on(Deal deal) {
    if (deal.isAbout(Subjects.OPPORTUNITY)) {
      return;
    }
    var id = Soql.quote(deal.subjectId());
    var condition =
        deal.isAbout(Subjects.ACCOUNT)
            ? "AccountId = " + id
            : "Id IN (SELECT OpportunityId FROM OpportunityContactRole WHERE "
                + (deal.isAbout(Subjects.CONTACT) ? "ContactId = " : "Id = ")
                + id
                + ")";
    var rows =
        salesforce.query(
            "SELECT Id FROM Opportunity WHERE "
                + settings.fields().syncFlag()
                + " = true AND "
                + condition);
    for (JsonNode row : rows) {
      inbox.accept(Subjects.opportunity(row.path("Id").asText(), deal.entry().event().detail()));
    }
    deal.end(rows.size() + " opportunities are looked at because of it");
  }
}
