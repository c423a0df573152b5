package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Fetches Microsoft's referral of an engagement as it is now. The event may name either referral of
 * the engagement. Ends the work when it says nothing new.
 */
@Component
class ReadMicrosoftReferral implements Step {
  /**
   * So often the own referral of the engagement is waited for; then there is none that is
   * synchronised.
   */
  private static final int PATIENCE = 4;

  private final PartnerCenter partnerCenter;
  private final Links links;
  private final Locks locks;
  private final Mapping mapping;
  private final Inbox inbox;

  ReadMicrosoftReferral(
      PartnerCenter partnerCenter, Links links, Locks locks, Mapping mapping, Inbox inbox) {
    this.partnerCenter = partnerCenter;
    this.links = links;
    this.locks = locks;
    this.mapping = mapping;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return "read-microsoft-referral";
  }

  @Override
  public void on(Deal deal) {
    var named = partnerCenter.read(deal.subjectId());
    if (named.isEmpty()) {
      deal.end("Partner Center does not show referral " + deal.subjectId());
      return;
    }
    var engagementId = named.get().engagementId();
    var link = links.ofEngagement(engagementId);
    if (link.isEmpty()) {
      if (deal.entry().attempts() < PATIENCE || ownIsOnItsWay(engagementId)) {
        throw new ChangedMeanwhileException(
            ErrorCode.OWN_REFERRAL_AWAITED,
            "engagement "
                + engagementId
                + " has no opportunity yet, its own referral is on its way");
      }
      deal.end("no referral of engagement " + engagementId + " is synchronised");
      return;
    }
    locks.take(deal, Subjects.OPPORTUNITY + "/" + link.get().opportunityId());
    deal.link(links.ofEngagement(engagementId).orElseThrow());
    if (deal.isUnsettled() && deal.entry().attempts() < PATIENCE) {
      settleFirst(deal);
    }
    microsofts(named.get())
        .ifPresentOrElse(
            microsofts -> note(deal, microsofts),
            () -> deal.end("engagement " + engagementId + " has no referral of Microsoft's"));
  }

  /** That needs the partner's own referral. */
  private void settleFirst(Deal deal) {
    inbox.accept(
        Subjects.referral(deal.link().orElseThrow().referralId(), deal.entry().event().detail()));
    throw new ChangedMeanwhileException(
        ErrorCode.CHANGED_MEANWHILE, "an earlier write to this deal was broken off");
  }

  /** It may wait for a cloud that is away, as long as that takes. */
  private boolean ownIsOnItsWay(String engagementId) {
    return partnerCenter.engagement(engagementId).stream()
        .filter(referral -> !referral.isMicrosofts())
        .anyMatch(own -> inbox.isToBeLookedAt(Subjects.referral(own.id(), "")));
  }

  private Optional<Referral> microsofts(Referral named) {
    return named.isMicrosofts()
        ? Optional.of(named)
        : partnerCenter.engagement(named.engagementId()).stream()
            .filter(Referral::isMicrosofts)
            .findFirst();
  }

  private void note(Deal deal, Referral microsofts) {
    var base = deal.base().partnerCenter();
    boolean news = mapping.referrals().state(null, microsofts).differsFrom(base);
    boolean known =
        deal.link().flatMap(Link::microsoftReferral).filter(microsofts.id()::equals).isPresent();
    if (!news) {
      if (!known) {
        links.save(deal.link().orElseThrow().withMicrosoftReferral(microsofts.id()));
      }
      deal.end("nothing has changed since the last look");
      return;
    }
    deal.microsoftReferral(microsofts);
    deal.note("Microsoft's referral is " + microsofts.status() + "/" + microsofts.substatus());
  }
}
