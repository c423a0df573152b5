package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import org.springframework.stereotype.Component;

/** A record changed between reading and writing: the event is offered again at once. */
@Component
class ReadAgain implements FailureStep {
  private final Inbox inbox;

  ReadAgain(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "read-again";
  }

  @Override
  public void on(Deal deal, Exception cause) {
    inbox.readAgain(deal.entry(), cause.getMessage());
    deal.settle();
  }
}
