package io.cosell.connector.flow;

import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.salesforce.ChangeEvent;
import io.cosell.connector.salesforce.ChangeEventListener;
import io.cosell.connector.salesforce.ReplayPositions;
import io.cosell.connector.salesforce.SalesforceProperties;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Turns change events of Salesforce into inbox entries; the event and its position are stored
 * together.
 */
@Component
class SalesforceEvents implements ChangeEventListener {
  private final Inbox inbox;
  private final ReplayPositions positions;
  private final SalesforceProperties settings;

  SalesforceEvents(Inbox inbox, ReplayPositions positions, SalesforceProperties settings) {
    this.inbox = inbox;
    this.positions = positions;
    this.settings = settings;
  }

  @Override
  @Transactional
  public void onChange(ChangeEvent event) {
    if (!event.own()) {
      subjects(event).forEach(inbox::accept);
    }
    positions.save(event.position());
  }

  @Override
  public void onGap(String reason) {
    inbox.accept(Subjects.comparison("Salesforce events may be missing: " + reason));
  }

  private List<Event> subjects(ChangeEvent event) {
    var detail = "Salesforce " + event.changeType() + " of " + event.entity();
    if (event.changeType().equals("GAP_OVERFLOW")) {
      return List.of(Subjects.comparison(detail));
    }
    var events = new ArrayList<Event>();
    for (var id : event.recordIds()) {
      events.add(
          id.contains("*") ? Subjects.comparison(detail) : subject(event.entity(), id, detail));
    }
    events.removeIf(java.util.Objects::isNull);
    return events;
  }

  private Event subject(String entity, String id, String detail) {
    return switch (entity) {
      case "Opportunity" -> Subjects.opportunity(id, detail);
      case "Account" -> Subjects.relative(Subjects.ACCOUNT, id, detail);
      case "Contact" -> Subjects.relative(Subjects.CONTACT, id, detail);
      case "OpportunityContactRole" -> Subjects.relative(Subjects.CONTACT_ROLE, id, detail);
      default ->
          entity.equals(settings.solutions().object()) ? Subjects.solution(id, detail) : null;
    };
  }
}
