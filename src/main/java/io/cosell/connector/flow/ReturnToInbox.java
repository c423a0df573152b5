package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A cloud is busy or away: the inbox offers the event again later, as often as it takes. */
@Component
class ReturnToInbox implements FailureStep {
  private final Inbox inbox;

  ReturnToInbox(Inbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "return-to-inbox";
  }

  @Override
  public void on(Deal deal, Exception cause) {
    var retryAfter =
        cause instanceof RemoteUnavailableException unavailable
            ? unavailable.retryAfter()
            : Optional.<java.time.Duration>empty();
    inbox.returnForRetry(deal.entry(), cause.getMessage(), retryAfter);
    deal.settle();
  }
}
