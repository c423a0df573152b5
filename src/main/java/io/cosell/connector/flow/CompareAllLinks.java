package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.flow.ComparisonReport.Stage;
import io.cosell.connector.flow.FullComparison.Found;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Soql;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Looks at the links whose referral Partner Center did not list: it may be gone, and the
 * opportunity may have changed. What becomes of a closed referral is nobody's concern.
 */
@Component
class CompareAllLinks implements Step {
  private static final int PAGE = 100;
  private static final String DETAIL = "found by comparing everything";

  private final FullComparison comparison;
  private final Salesforce salesforce;
  private final Mapping mapping;
  private final Links links;

  CompareAllLinks(FullComparison comparison, Salesforce salesforce, Mapping mapping, Links links) {
    this.comparison = comparison;
    this.salesforce = salesforce;
    this.mapping = mapping;
    this.links = links;
  }

  @Override
  public String name() {
    return "compare-all-links";
  }

  @Override
  public void on(Deal deal) {
    comparison.stage(deal, Stage.LINKS, this::compare);
  }

  private boolean compare(FullComparison.Work work) {
    List<Link> page;
    do {
      page = links.notMet(work.id(), work.begunAt(), work.report().after(), PAGE);
      if (page.isEmpty()) {
        return true;
      }
      var opportunities = read(page);
      page.forEach(link -> look(link, opportunities.get(link.opportunityId()), work));
      work.report().sawOpportunities(opportunities.size());
    } while (work.upTo(page.get(page.size() - 1).opportunityId()));
    return false;
  }

  private Map<String, JsonNode> read(List<Link> page) {
    var condition = "Id IN " + Soql.list(page.stream().map(Link::opportunityId).toList());
    return salesforce.query(mapping.opportunities().query(salesforce.org(), condition)).stream()
        .collect(Collectors.toMap(row -> row.path("Id").asText(), Function.identity()));
  }

  private void look(Link link, JsonNode opportunity, FullComparison.Work work) {
    var base = Snapshot.fromJson(link.snapshot());
    var version = " since " + links.savedAt(link.opportunityId()).orElse(null);
    var change = opportunity == null ? "" : change(opportunity, base.salesforce());
    if (!change.isEmpty()) {
      work.found(
          Subjects.opportunity(link.opportunityId(), DETAIL),
          new Found(
              link.referralId(),
              link.opportunityId(),
              "the opportunity has changed; Partner Center does not list its referral"),
          change + version);
    } else if (!CompareFields.isClosed(base.partnerCenter())) {
      work.found(
          Subjects.referral(link.referralId(), DETAIL),
          new Found(
              link.referralId(), link.opportunityId(), "Partner Center does not list the referral"),
          "not listed" + version);
    }
  }

  /** What the opportunity is like now, when it matters; empty otherwise. */
  private String change(JsonNode opportunity, DealState before) {
    if (!mapping.opportunities().wantsSync(opportunity)) {
      return "";
    }
    try {
      var now = mapping.opportunities().state(opportunity, salesforce.org());
      return now.editedSince(before).isEmpty() ? "" : new Snapshot(DealState.EMPTY, now).toJson();
    } catch (UnmappableException e) {
      return e.getMessage();
    }
  }
}
