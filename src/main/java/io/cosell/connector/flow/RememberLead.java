package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.LeadLink;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.partnercenter.Referral;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Saves the link of referral and lead with both snapshots, and one audit entry of what was decided
 * and written. Dead letters of either are settled.
 */
@Component
class RememberLead implements Step {
  private final LeadLinks leadLinks;
  private final History history;
  private final Inbox inbox;
  private final Locks locks;
  private final TransactionTemplate transaction;

  RememberLead(
      LeadLinks leadLinks,
      History history,
      Inbox inbox,
      Locks locks,
      TransactionTemplate transaction) {
    this.leadLinks = leadLinks;
    this.history = history;
    this.inbox = inbox;
    this.locks = locks;
    this.transaction = transaction;
  }

  @Override
  public String name() {
    return "remember-lead";
  }

  @Override
  public void on(Deal deal) {
    var result = deal.result().orElseThrow();
    var link =
        new LeadLink(
            deal.referralId().orElseThrow(),
            deal.leadId().orElseThrow(),
            result.next().toJson(),
            deal.referral().flatMap(Referral::eTag).orElse(null));
    boolean worthTelling =
        deal.hasWritten()
            || deal.heldBack().isEmpty()
                && (!result.decisions().isEmpty() || deal.leadLink().isEmpty());
    transaction.executeWithoutResult(
        status -> {
          locks.confirm(deal);
          leadLinks.save(link);
          inbox.settleDead(Subjects.LEAD + "/" + link.leadId());
          inbox.settleDead(Subjects.REFERRAL + "/" + link.referralId());
          if (worthTelling) {
            history.note(deal, "sync", RememberLink.summary(deal));
          }
        });
  }
}
