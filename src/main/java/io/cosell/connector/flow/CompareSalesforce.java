package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.ComparedUpTo;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Reads the opportunities that changed since the last comparison; those that differ from the
 * snapshot get an event.
 */
@Component
class CompareSalesforce implements Step {
  private static final Logger log = LoggerFactory.getLogger(CompareSalesforce.class);
  private static final String SIDE = "salesforce";
  private static final String DETAIL = "found by comparing Salesforce";

  private final Salesforce salesforce;
  private final SalesforceProperties names;
  private final Mapping mapping;
  private final Links links;
  private final ComparedUpTo comparedUpTo;
  private final Inbox inbox;
  private final SyncProperties settings;
  private final Clock clock;

  CompareSalesforce(
      Salesforce salesforce,
      SalesforceProperties names,
      Mapping mapping,
      Links links,
      ComparedUpTo comparedUpTo,
      Inbox inbox,
      SyncProperties settings,
      Clock clock) {
    this.salesforce = salesforce;
    this.names = names;
    this.mapping = mapping;
    this.links = links;
    this.comparedUpTo = comparedUpTo;
    this.inbox = inbox;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "compare-salesforce";
  }

  @Override
  public void on(Deal deal) {
    var begun = clock.instant();
    var since =
        comparedUpTo
            .of(SIDE)
            .map(last -> last.minus(settings.compareOverlap()))
            .orElse(begun.minus(settings.firstLookBack()))
            .truncatedTo(ChronoUnit.SECONDS);
    var condition = names.fields().syncFlag() + " = true AND SystemModstamp >= " + since;
    int missed = 0;
    for (var row : salesforce.query(mapping.opportunities().query(salesforce.org(), condition))) {
      if (isNews(row)) {
        missed++;
        inbox.accept(Subjects.opportunity(row.path("Id").asText(), DETAIL));
      }
    }
    comparedUpTo.move(SIDE, begun);
    if (missed > 0) {
      log.info(
          "{} opportunities changed without being worked on yet; they are looked at now", missed);
    }
  }

  private boolean isNews(JsonNode row) {
    var link = links.ofOpportunity(row.path("Id").asText());
    if (link.isEmpty()) {
      return !row.path("IsClosed").asBoolean();
    }
    var before = Snapshot.fromJson(link.get().snapshot()).salesforce();
    return mapping.opportunities().state(row, salesforce.org()).differsFrom(before);
  }
}
