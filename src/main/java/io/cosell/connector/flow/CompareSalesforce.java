package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.salesforce.ExpectedEvents;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import io.cosell.connector.salesforce.SalesforceTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Reads the opportunities that changed since the last comparison; those that differ from the
 * snapshot get an event.
 */
@Component
class CompareSalesforce implements Step {
  private static final String DETAIL = "found by comparing Salesforce";

  private final Salesforce salesforce;
  private final SalesforceProperties names;
  private final Mapping mapping;
  private final Links links;
  private final Inbox inbox;
  private final Comparison comparison;
  private final ExpectedEvents expected;

  CompareSalesforce(
      Salesforce salesforce,
      SalesforceProperties names,
      Mapping mapping,
      Links links,
      Inbox inbox,
      Comparison comparison,
      ExpectedEvents expected) {
    this.salesforce = salesforce;
    this.names = names;
    this.mapping = mapping;
    this.links = links;
    this.inbox = inbox;
    this.comparison = comparison;
    this.expected = expected;
  }

  @Override
  public String name() {
    return "compare-salesforce";
  }

  @Override
  public void on(Deal deal) {
    comparison.compare("salesforce", this::fileEvents);
  }

  private int fileEvents(Instant since) {
    var condition =
        names.fields().syncFlag()
            + " = true AND SystemModstamp >= "
            + since.truncatedTo(ChronoUnit.SECONDS);
    var rows = salesforce.query(mapping.opportunities().query(salesforce.org(), condition));
    var changed = rows.stream().filter(this::isNews).toList();
    changed.forEach(this::expectEvent);
    var news =
        Stream.concat(changed.stream(), openDeals().stream().filter(this::hasOtherTeam))
            .map(row -> row.path("Id").asText())
            .distinct()
            .toList();
    news.forEach(id -> inbox.accept(Subjects.opportunity(id, DETAIL)));
    return news.size();
  }

  /** Of what others change Salesforce tells; if it does not, the subscription is renewed. */
  private void expectEvent(JsonNode row) {
    var ourselves = salesforce.org().userId();
    if (!row.path("LastModifiedById").asText(ourselves).equals(ourselves)) {
      expected.expect(
          "opportunity " + row.path("Id").asText(),
          SalesforceTime.parse(row.path("LastModifiedDate").asText()));
    }
  }

  /** Of changes of a team Salesforce tells in no way, not even by the time of the last change. */
  private List<JsonNode> openDeals() {
    return mapping
        .opportunities()
        .teamQuery(salesforce.org(), names.fields().syncFlag() + " = true AND IsClosed = false")
        .map(salesforce::query)
        .orElse(List.of());
  }

  private boolean hasOtherTeam(JsonNode row) {
    return links
        .ofOpportunity(row.path("Id").asText())
        .map(link -> Snapshot.fromJson(link.snapshot()).salesforce())
        .filter(before -> mapping.opportunities().hasOtherTeam(row, salesforce.org(), before))
        .isPresent();
  }

  private boolean isNews(JsonNode row) {
    var link = links.ofOpportunity(row.path("Id").asText());
    if (link.isEmpty()) {
      return !row.path("IsClosed").asBoolean();
    }
    var before = Snapshot.fromJson(link.get().snapshot()).salesforce();
    try {
      return mapping.opportunities().state(row, salesforce.org()).differsFrom(before);
    } catch (UnmappableException e) {
      return true; // its own look says what is wrong; the others are compared all the same
    }
  }
}
