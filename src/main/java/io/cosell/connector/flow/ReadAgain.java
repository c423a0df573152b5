package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.mapping.Mapping;
import org.springframework.stereotype.Component;

/** A record changed between reading and writing: the event is offered again at once. */
@Component
class ReadAgain implements FailureStep {
  private final Inbox inbox;
  private final Mapping mapping;
  private final LayAside layAside;

  ReadAgain(Inbox inbox, Mapping mapping, LayAside layAside) {
    this.inbox = inbox;
    this.mapping = mapping;
    this.layAside = layAside;
  }

  @Override
  public String name() {
    return "read-again";
  }

  @Override
  public void on(Deal deal, Exception cause) {
    var diagnosis = Diagnosis.of(cause, mapping::sellersName);
    if (!layAside.whenPatienceIsOver(deal, diagnosis)) {
      inbox.readAgain(deal.entry(), diagnosis.trouble());
      deal.settle();
    }
  }
}
