package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.ComparedUpTo;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lists the referrals that changed since the last comparison; those the link does not know get an
 * event.
 */
@Component
class ComparePartnerCenter implements Step {
  private static final Logger log = LoggerFactory.getLogger(ComparePartnerCenter.class);
  private static final String SIDE = "partner-center";
  private static final String DETAIL = "found by comparing Partner Center";

  private final PartnerCenter partnerCenter;
  private final Links links;
  private final ComparedUpTo comparedUpTo;
  private final Inbox inbox;
  private final SyncProperties settings;
  private final Clock clock;

  ComparePartnerCenter(
      PartnerCenter partnerCenter,
      Links links,
      ComparedUpTo comparedUpTo,
      Inbox inbox,
      SyncProperties settings,
      Clock clock) {
    this.partnerCenter = partnerCenter;
    this.links = links;
    this.comparedUpTo = comparedUpTo;
    this.inbox = inbox;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "compare-partner-center";
  }

  @Override
  public void on(Deal deal) {
    var begun = clock.instant();
    var since =
        comparedUpTo
            .of(SIDE)
            .map(last -> last.minus(settings.compareOverlap()))
            .orElse(begun.minus(settings.firstLookBack()));
    int missed = 0;
    for (var referral : partnerCenter.changedSince(since)) {
      if (isNews(referral)) {
        missed++;
        inbox.accept(
            referral.isMicrosofts()
                ? Subjects.relatedReferral(referral.id(), DETAIL)
                : Subjects.referral(referral.id(), DETAIL));
      }
    }
    comparedUpTo.move(SIDE, begun);
    if (missed > 0) {
      log.info("{} referrals changed without being worked on yet; they are looked at now", missed);
    }
  }

  private boolean isNews(Referral referral) {
    return links
        .ofReferral(referral.id())
        .map(Link::eTag)
        .filter(known -> referral.eTag().filter(known::equals).isPresent())
        .isEmpty();
  }
}
