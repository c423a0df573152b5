package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A cloud is busy or away: the inbox offers the event again later, as often as it takes. */
@Component
class ReturnToInbox implements FailureStep {
  private final Inbox inbox;
  private final Mapping mapping;
  private final LayAside layAside;

  ReturnToInbox(Inbox inbox, Mapping mapping, LayAside layAside) {
    this.inbox = inbox;
    this.mapping = mapping;
    this.layAside = layAside;
  }

  @Override
  public String name() {
    return "return-to-inbox";
  }

  @Override
  public void on(Deal deal, Exception cause) {
    var diagnosis = Diagnosis.of(cause, mapping::sellersName);
    if (layAside.whenPatienceIsOver(deal, diagnosis)) {
      return;
    }
    var retryAfter =
        cause instanceof RemoteUnavailableException unavailable
            ? unavailable.retryAfter()
            : Optional.<Duration>empty();
    inbox.returnForRetry(deal.entry(), diagnosis.trouble(), retryAfter);
    deal.settle();
  }
}
