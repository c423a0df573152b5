package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.flow.ComparisonReport.Stage;
import io.cosell.connector.flow.FullComparison.Found;
import io.cosell.connector.mapping.Mapping;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Files every lead of a referral that is not as it was at the last look. */
@Component
class CompareAllLeads implements Step {
  private final FullComparison comparison;
  private final CompareLeads leads;
  private final Mapping mapping;
  private final Admission admission;

  CompareAllLeads(
      FullComparison comparison, CompareLeads leads, Mapping mapping, Admission admission) {
    this.comparison = comparison;
    this.leads = leads;
    this.mapping = mapping;
    this.admission = admission;
  }

  @Override
  public String name() {
    return "compare-all-leads";
  }

  @Override
  public void on(Deal deal) {
    comparison.stage(
        deal,
        Stage.LEADS,
        work -> {
          if (admission.takesLeads()) {
            leads.news(Instant.EPOCH).forEach(lead -> file(lead, work));
          }
          return true;
        });
  }

  private void file(JsonNode lead, FullComparison.Work work) {
    var id = lead.path("Id").asText();
    work.found(
        Subjects.lead(id, "found by comparing everything"),
        new Found(
            mapping.leads().referralId(lead), null, "lead " + id + " has changed in Salesforce"),
        lead.path("SystemModstamp").asText());
  }
}
