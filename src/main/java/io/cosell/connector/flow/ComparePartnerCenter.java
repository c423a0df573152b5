package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.LeadLink;
import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.Links;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Lists the referrals that changed since the last comparison; those the link does not know get an
 * event.
 */
@Component
class ComparePartnerCenter implements Step {
  private static final String DETAIL = "found by comparing Partner Center";

  private final PartnerCenter partnerCenter;
  private final Links links;
  private final LeadLinks leadLinks;
  private final Inbox inbox;
  private final Comparison comparison;

  ComparePartnerCenter(
      PartnerCenter partnerCenter,
      Links links,
      LeadLinks leadLinks,
      Inbox inbox,
      Comparison comparison) {
    this.partnerCenter = partnerCenter;
    this.links = links;
    this.leadLinks = leadLinks;
    this.inbox = inbox;
    this.comparison = comparison;
  }

  @Override
  public String name() {
    return "compare-partner-center";
  }

  @Override
  public void on(Deal deal) {
    comparison.compare("partner-center", this::fileEvents);
  }

  private int fileEvents(Instant since) {
    var news = partnerCenter.changedSince(since).stream().filter(this::isNews).toList();
    for (var referral : news) {
      inbox.accept(
          referral.isMicrosofts()
              ? Subjects.relatedReferral(referral.id(), DETAIL)
              : Subjects.referral(referral.id(), DETAIL));
    }
    return news.size();
  }

  private boolean isNews(Referral referral) {
    return links
        .ofReferral(referral.id())
        .map(Link::eTag)
        .or(() -> leadLinks.ofReferral(referral.id()).map(LeadLink::eTag))
        .filter(known -> referral.eTag().filter(known::equals).isPresent())
        .isEmpty();
  }
}
