package io.cosell.connector.flow;

import io.cosell.connector.link.Link;
import io.cosell.connector.link.LinkState;
import io.cosell.connector.link.Links;
import io.cosell.connector.merge.Pending;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Remembers what is about to be written before it is. After a crash, a lost answer or a refusal by
 * the second side the next look so knows the connector's own hand from a person's.
 */
@Component
class WriteAhead {
  private final Links links;
  private final Locks locks;
  private final TransactionTemplate transaction;

  WriteAhead(Links links, Locks locks, TransactionTemplate transaction) {
    this.links = links;
    this.locks = locks;
    this.transaction = transaction;
  }

  /** Called before each write; a create has its intent instead. */
  void note(Deal deal) {
    var before = new Snapshot(deal.partnerCenter(), deal.salesforce());
    var pending = Pending.of(deal.result().orElseThrow(), before).toJson();
    transaction.executeWithoutResult(
        status -> {
          locks.confirm(deal);
          deal.link()
              .or(() -> newLink(deal))
              .map(link -> link.writing(deal.base().toJson(), pending))
              .ifPresent(links::save);
        });
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
