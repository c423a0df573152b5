package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.KnownDifferences;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.mapping.OpportunityMapping;
import io.cosell.connector.mapping.UnmappableException;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.salesforce.ExpectedEvents;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import io.cosell.connector.salesforce.SalesforceTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

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
  private final KnownDifferences known;
  private final TransactionTemplate transaction;

  CompareSalesforce(
      Salesforce salesforce,
      SalesforceProperties names,
      Mapping mapping,
      Links links,
      Inbox inbox,
      Comparison comparison,
      ExpectedEvents expected,
      KnownDifferences known,
      TransactionTemplate transaction) {
    this.salesforce = salesforce;
    this.names = names;
    this.mapping = mapping;
    this.links = links;
    this.inbox = inbox;
    this.comparison = comparison;
    this.expected = expected;
    this.known = known;
    this.transaction = transaction;
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
    var ids = changed.stream().map(CompareSalesforce::id).collect(Collectors.toSet());
    var otherTeam =
        openDeals().stream()
            .filter(row -> !ids.contains(id(row)))
            .filter(this::hasOtherTeam)
            .filter(row -> !inbox.isHeldBack(Subjects.OPPORTUNITY + "/" + id(row)))
            .toList();
    long filed =
        changed.stream().filter(row -> file("change", row, row.toString())).count()
            + otherTeam.stream().filter(row -> file("team", row, team(row))).count();
    return (int) filed;
  }

  /** A difference that could not be sent is looked at again only when it, or the link, changes. */
  private boolean file(String what, JsonNode row, String version) {
    var event = Subjects.opportunity(id(row), DETAIL);
    var difference = version + " since " + links.savedAt(id(row)).orElse(null);
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              boolean isNew = known.isNew(what + " of " + event.subject(), difference);
              if (isNew) {
                inbox.accept(event);
              }
              return isNew;
            }));
  }

  private String team(JsonNode row) {
    return OpportunityMapping.partnersPeople(row, salesforce.org()).toString();
  }

  private static String id(JsonNode row) {
    return row.path("Id").asText();
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
        .ofOpportunity(id(row))
        .map(link -> Snapshot.fromJson(link.snapshot()).salesforce())
        .filter(before -> mapping.opportunities().hasOtherTeam(row, salesforce.org(), before))
        .isPresent();
  }

  private boolean isNews(JsonNode row) {
    var link = links.ofOpportunity(id(row));
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
