package io.cosell.connector.flow;

import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import io.cosell.connector.salesforce.Soql;
import org.springframework.stereotype.Component;

/** Finds the opportunity a Microsoft solution belongs to, or belonged to before it was deleted. */
@Component
class FindOpportunityOfSolution implements Step {
  private final Salesforce salesforce;
  private final SalesforceProperties settings;

  FindOpportunityOfSolution(Salesforce salesforce, SalesforceProperties settings) {
    this.salesforce = salesforce;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "find-opportunity-of-solution";
  }

  @Override
  public void on(Deal deal) {
    if (deal.isAbout(Subjects.OPPORTUNITY)) {
      return;
    }
    var rows =
        salesforce.queryAll(
            "SELECT "
                + salesforce.org().solutionParent()
                + " FROM "
                + settings.solutions().object()
                + " WHERE Id = "
                + Soql.quote(deal.subjectId()));
    if (rows.isEmpty()) {
      deal.end("the solution is gone for good; the next comparison of its opportunity notices");
    } else {
      deal.opportunityId(rows.get(0).path(salesforce.org().solutionParent()).asText());
    }
  }
}
