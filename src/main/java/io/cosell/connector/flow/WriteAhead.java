package io.cosell.connector.flow;

import io.cosell.connector.link.Links;
import io.cosell.connector.merge.Pending;
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

  /** Called before each write; a create has its intent besides. */
  void note(Deal deal) {
    var pending = Pending.of(deal.result().orElseThrow()).toJson();
    transaction.executeWithoutResult(
        status -> {
          locks.confirm(deal);
          deal.link()
              .map(link -> link.writing(deal.base().toJson(), pending))
              .ifPresent(links::save);
        });
  }
}
