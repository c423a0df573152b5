package io.cosell.connector.flow;

import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.ComparisonRuns;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.link.Links;
import io.cosell.connector.replica.Leases;
import io.cosell.connector.salesforce.ChangeEvent;
import io.cosell.connector.salesforce.ChangeEventListener;
import io.cosell.connector.salesforce.ReplayPositions;
import io.cosell.connector.salesforce.SalesforceProperties;
import io.cosell.connector.salesforce.SubscriptionHolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Turns change events of Salesforce into inbox entries; the event and its position are stored
 * together, and only by the replica that has the subscription: one that had it before could put the
 * position back.
 */
@Component
class SalesforceEvents implements ChangeEventListener {
  /** By then a new deal has its link. */
  private static final Duration UNTIL_LINKED = Duration.ofSeconds(1);

  private final Inbox inbox;
  private final Leases leases;
  private final ReplayPositions positions;
  private final Links links;
  private final LeadLinks leadLinks;
  private final ComparisonRuns comparison;
  private final SalesforceProperties settings;

  SalesforceEvents(
      Inbox inbox,
      Leases leases,
      ReplayPositions positions,
      Links links,
      LeadLinks leadLinks,
      ComparisonRuns comparison,
      SalesforceProperties settings) {
    this.inbox = inbox;
    this.leases = leases;
    this.positions = positions;
    this.links = links;
    this.leadLinks = leadLinks;
    this.comparison = comparison;
    this.settings = settings;
  }

  @Override
  @Transactional
  public void onChange(ChangeEvent event) {
    if (!leases.confirm(List.of(SubscriptionHolder.LEASE))) {
      throw new IllegalStateException("another replica has the subscription now");
    }
    if (!event.own()) {
      boolean mayBeNew = leases.anyHeld(Subjects.REFERRAL + "/");
      subjects(event).stream()
          .sorted(Comparator.comparing(Event::subject))
          .forEach(
              found -> {
                if (concernsUs(found, event)) {
                  accept(found);
                } else if (mayBeNew && event.entity().equals("Opportunity")) {
                  inbox.acceptLater(found, UNTIL_LINKED);
                }
              });
    }
    positions.save(event.position());
  }

  /** What the missing events told of nobody knows, nor since when: everything is compared. */
  @Override
  @Transactional
  public void onGap(String reason) {
    accept(Subjects.fullComparison("Salesforce events may be missing: " + reason));
  }

  private void accept(Event found) {
    if (found.subject().equals(Subjects.FULL_COMPARISON)) {
      comparison.startOver();
    }
    inbox.accept(found);
  }

  /**
   * Most opportunities and accounts of an org have nothing to do with Partner Center; their changes
   * cost no call. While a referral is being brought in, any opportunity may be the one it has just
   * become and will be linked to, so its change is looked at a little later.
   */
  private boolean concernsUs(Event found, ChangeEvent event) {
    return switch (event.entity()) {
      case "Opportunity" ->
          !leavesSyncAlone(event) || inbox.hasOpen(found.subject()) || isLinked(found);
      case "Lead" -> leadLinks.ofLead(idOf(found)).isPresent();
      case "Account" -> inbox.count(EntryState.DEAD) > 0;
      default -> true;
    };
  }

  private boolean leavesSyncAlone(ChangeEvent event) {
    return event.changeType().equals("UPDATE")
        && !event.changedFields().isEmpty()
        && !event.changedFields().contains(settings.fields().syncFlag());
  }

  private boolean isLinked(Event found) {
    return links.ofOpportunity(idOf(found)).isPresent();
  }

  private static String idOf(Event found) {
    return found.subject().substring(found.subject().indexOf('/') + 1);
  }

  private List<Event> subjects(ChangeEvent event) {
    var detail = "Salesforce " + event.changeType() + " of " + event.entity();
    if (event.changeType().equals("GAP_OVERFLOW")) {
      return List.of(Subjects.fullComparison(detail));
    }
    var events = new ArrayList<Event>();
    for (var id : event.recordIds()) {
      events.add(
          id.contains("*") ? Subjects.fullComparison(detail) : subject(event.entity(), id, detail));
    }
    events.removeIf(java.util.Objects::isNull);
    return events;
  }

  private Event subject(String entity, String id, String detail) {
    return switch (entity) {
      case "Opportunity" -> Subjects.opportunity(id, detail);
      case "Account" -> Subjects.relative(Subjects.ACCOUNT, id, detail);
      case "Lead" -> Subjects.lead(id, detail);
      case "Contact" -> Subjects.relative(Subjects.CONTACT, id, detail);
      case "OpportunityContactRole" -> Subjects.relative(Subjects.CONTACT_ROLE, id, detail);
      default ->
          entity.equals(settings.solutions().object()) ? Subjects.solution(id, detail) : null;
    };
  }
}
