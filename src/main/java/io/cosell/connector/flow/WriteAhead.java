package io.cosell.connector.flow;

import io.cosell.connector.link.Link;
import io.cosell.connector.link.LinkState;
import io.cosell.connector.link.Links;
import io.cosell.connector.merge.Pending;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ChangedMeanwhileException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Remembers what is about to be written before it is. After a crash, a lost answer or a refusal by
 * the second side the next look so knows the connector's own hand from a person's.
 */
@Component
class WriteAhead {
  private static final Logger log = LoggerFactory.getLogger(WriteAhead.class);

  private final Links links;
  private final Locks locks;
  private final TransactionTemplate transaction;

  WriteAhead(Links links, Locks locks, TransactionTemplate transaction) {
    this.links = links;
    this.locks = locks;
    this.transaction = transaction;
  }

  /**
   * Called before each write; a create has its intent instead. What the side written first has got
   * by now is known for good.
   */
  void note(Deal deal) {
    var result = deal.result().orElseThrow();
    var read = new Snapshot(deal.partnerCenter(), deal.salesforce());
    var now = deal.asWritten();
    var base = Pending.of(result, read).over(deal.base(), now, Deal.STEPS).toJson();
    var pending = Pending.of(result, now).toJson();
    transaction.executeWithoutResult(
        status -> {
          locks.confirm(deal);
          deal.link()
              .or(() -> newLink(deal))
              .map(link -> link.writing(base, pending))
              .ifPresent(links::save);
        });
    deal.writesAreNoted();
  }

  /** Called when the rest of the work has failed, so that what was written is not in doubt. */
  void noteWritten(Deal deal) {
    if (!deal.areWritesNoted() || !deal.hasWritten()) {
      return;
    }
    try {
      note(deal);
    } catch (ChangedMeanwhileException e) {
      log.debug("{}: {}", deal, e.getMessage());
    }
  }

  /** Both records are there, so they are a pair, whatever becomes of the rest. */
  private static Optional<Link> newLink(Deal deal) {
    return deal.referral()
        .filter(referral -> deal.opportunity().isPresent())
        .map(
            referral ->
                new Link(
                    referral.id(),
                    referral.engagementId(),
                    deal.microsoftReferral().map(Referral::id).orElse(null),
                    deal.opportunityId().orElseThrow(),
                    deal.accountId().orElse(null),
                    null,
                    null,
                    null,
                    LinkState.LINKED));
  }
}
