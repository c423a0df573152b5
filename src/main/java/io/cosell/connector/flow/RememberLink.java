package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Intents;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.LinkState;
import io.cosell.connector.link.Links;
import io.cosell.connector.merge.FieldDecision;
import io.cosell.connector.merge.Side;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.merge.Verdict;
import io.cosell.connector.partnercenter.Referral;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Saves the link with both snapshots, and one audit entry of what was decided and written. Dead
 * letters of either record are settled: the deal is in step now, whatever event led to it.
 */
@Component
class RememberLink implements Step {

  private final Links links;
  private final Intents intents;
  private final History history;
  private final Inbox inbox;
  private final Locks locks;
  private final TransactionTemplate transaction;

  RememberLink(
      Links links,
      Intents intents,
      History history,
      Inbox inbox,
      Locks locks,
      TransactionTemplate transaction) {
    this.links = links;
    this.intents = intents;
    this.history = history;
    this.inbox = inbox;
    this.locks = locks;
    this.transaction = transaction;
  }

  @Override
  public String name() {
    return "remember-link";
  }

  @Override
  public void on(Deal deal) {
    var link = link(deal);
    var result = deal.result().orElseThrow();
    boolean worthTelling =
        deal.hasWritten() || deal.heldBack().isEmpty() && !result.decisions().isEmpty();
    transaction.executeWithoutResult(
        status -> {
          locks.confirm(deal);
          links.save(link);
          intents.settle(link.opportunityId(), Intents.Target.OWN);
          intents.settle(link.referralId(), Intents.Target.OPPORTUNITY);
          if (link.microsoftReferralId() != null) {
            intents.settle(link.opportunityId(), Intents.Target.MICROSOFT);
          }
          inbox.settleDead(Subjects.OPPORTUNITY + "/" + link.opportunityId());
          inbox.settleDead(Subjects.REFERRAL + "/" + link.referralId());
          deal.leadId().ifPresent(id -> inbox.settleDead(Subjects.LEAD + "/" + id));
          if (worthTelling) {
            history.note(deal, "sync", summary(deal));
          }
        });
  }

  private static Link link(Deal deal) {
    var before = deal.link();
    return new Link(
        deal.referralId().orElseThrow(),
        deal.referral()
            .or(deal::microsoftReferral)
            .map(Referral::engagementId)
            .or(() -> before.map(Link::engagementId))
            .orElse(""),
        deal.microsoftReferral()
            .map(Referral::id)
            .or(() -> before.flatMap(Link::microsoftReferral))
            .orElse(null),
        deal.opportunityId().orElseThrow(),
        deal.accountId().orElse(null),
        withoutWhatWasNotSent(deal).toJson(),
        null,
        deal.referral().flatMap(Referral::eTag).or(() -> before.map(Link::eTag)).orElse(null),
        LinkState.LINKED);
  }

  /** What a route did not send, whatever its reason, is still to be sent. */
  private static Snapshot withoutWhatWasNotSent(Deal deal) {
    var result = deal.result().orElseThrow();
    var open = new TreeSet<String>();
    if (!deal.isSentTo(Side.PARTNER_CENTER)) {
      open.addAll(result.toPartnerCenter().keySet());
    }
    if (!deal.isSentTo(Side.SALESFORCE)) {
      open.addAll(result.toSalesforce().keySet());
    }
    if (deal.isMicrosoftIn()) {
      open.remove(CompareFields.HELP);
    } else if (result.toPartnerCenter().containsKey(CompareFields.HELP)) {
      open.add(CompareFields.HELP);
    }
    return result.next().with(open, deal.base());
  }

  /** What was written where, in a sentence. */
  static String summary(Deal deal) {
    var written =
        deal.result().orElseThrow().decisions().stream()
            .filter(
                it ->
                    it.verdict() == Verdict.TO_PARTNER_CENTER
                        || it.verdict() == Verdict.TO_SALESFORCE)
            .map(FieldDecision::field)
            .collect(Collectors.joining(", "));
    return written.isEmpty() ? "in step" : "written: " + written;
  }
}
