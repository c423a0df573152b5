package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.flow.ComparisonReport.Stage;
import io.cosell.connector.flow.FullComparison.Found;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.salesforce.Salesforce;
import java.util.HashSet;
import java.util.List;
import org.springframework.stereotype.Component;

/** Files every marked opportunity that has no link and should have one. */
@Component
class CompareAllOpportunities implements Step {
  private static final int PAGE = 2_000;

  private final FullComparison comparison;
  private final Salesforce salesforce;
  private final Mapping mapping;
  private final Links links;

  CompareAllOpportunities(
      FullComparison comparison, Salesforce salesforce, Mapping mapping, Links links) {
    this.comparison = comparison;
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.links = links;
  }

  @Override
  public String name() {
    return "compare-all-opportunities";
  }

  @Override
  public void on(Deal deal) {
    comparison.stage(deal, Stage.OPPORTUNITIES, this::compare);
  }

  private boolean compare(FullComparison.Work work) {
    List<JsonNode> page;
    do {
      page = salesforce.query(mapping.opportunities().markedQuery(work.report().after(), PAGE));
      var ids = page.stream().map(CompareAllOpportunities::id).toList();
      var linked = new HashSet<>(links.linkedOpportunities(ids));
      page.stream()
          .filter(row -> !linked.contains(id(row)))
          .filter(this::mayHaveReferral)
          .forEach(row -> file(row, work));
      if (page.size() < PAGE) {
        return true;
      }
    } while (work.upTo(id(page.get(PAGE - 1))));
    return false;
  }

  private boolean mayHaveReferral(JsonNode row) {
    var opportunities = mapping.opportunities();
    boolean isOpen =
        !row.path("IsClosed").asBoolean() && !opportunities.isOnHold(row, salesforce.org());
    return isOpen || !opportunities.referralId(row).isEmpty();
  }

  private void file(JsonNode row, FullComparison.Work work) {
    var referral = mapping.opportunities().referralId(row);
    work.report().sawOpportunities(1);
    work.found(
        Subjects.opportunity(id(row), "found by comparing everything"),
        new Found(
            referral.isEmpty() ? null : referral,
            id(row),
            referral.isEmpty() ? "has no referral yet" : "is not linked with its referral"),
        row.path("SystemModstamp").asText());
  }

  private static String id(JsonNode row) {
    return row.path("Id").asText();
  }
}
