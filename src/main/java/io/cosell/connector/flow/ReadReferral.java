package io.cosell.connector.flow;

import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.Ids;
import org.springframework.stereotype.Component;

/** Fetches the referral as it is now. Ends the work when it says nothing new. */
@Component
class ReadReferral implements Step {
  private final PartnerCenter partnerCenter;
  private final Links links;
  private final Locks locks;
  private final Mapping mapping;
  private final SyncProperties settings;

  ReadReferral(
      PartnerCenter partnerCenter,
      Links links,
      Locks locks,
      Mapping mapping,
      SyncProperties settings) {
    this.partnerCenter = partnerCenter;
    this.links = links;
    this.locks = locks;
    this.mapping = mapping;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "read-referral";
  }

  @Override
  public void on(Deal deal) {
    boolean cameFromPartnerCenter = deal.isAbout(Subjects.REFERRAL);
    var id = cameFromPartnerCenter ? deal.subjectId() : deal.referralId().orElseThrow();
    if (cameFromPartnerCenter) {
      locks.take(deal, Subjects.REFERRAL + "/" + id);
      findLink(deal, id);
    }
    var read = partnerCenter.read(id);
    if (read.isEmpty()) {
      deal.end("Partner Center does not show referral " + id);
      return;
    }
    deal.referral(read.get());
    if (cameFromPartnerCenter) {
      decideWhetherItMatters(deal, read.get());
    }
  }

  private void findLink(Deal deal, String id) {
    var link = links.ofReferral(id);
    if (link.isPresent()) {
      locks.take(deal, Subjects.OPPORTUNITY + "/" + link.get().opportunityId());
      deal.link(links.ofReferral(id).orElseThrow());
    }
  }

  private void decideWhetherItMatters(Deal deal, Referral referral) {
    if (deal.link().isPresent()) {
      var now = mapping.referrals().state(referral, null);
      if (!now.differsFrom(deal.base().partnerCenter())) {
        deal.end("nothing has changed since the last look");
      }
      return;
    }
    if (referral.isMicrosofts()) {
      deal.end("this is Microsoft's referral of the engagement");
    } else if (referral.status().equals("Closed")) {
      deal.end("the referral was closed before it had an opportunity");
    } else if (isLead(referral)) {
      deal.end("the referral is a lead, and cosell.sync.co-sell-only is true");
    } else if (referral.externalReferenceId().filter(id -> !Ids.isOpportunity(id)).isPresent()) {
      deal.endNoted(
          "referral "
              + referral.id()
              + " has the CRM id "
              + referral.externalReferenceId().get()
              + ", which is no opportunity's; it is left alone");
    } else if (isPrivate(referral)
        && !referral.externalReferenceId().map(Ids::isOpportunity).orElse(false)) {
      deal.end("the referral is private, and cosell.sync.private-deals is false");
    } else {
      referral
          .externalReferenceId()
          .filter(Ids::isOpportunity)
          .map(Ids::long18)
          .ifPresent(
              opportunityId -> {
                locks.take(deal, Subjects.OPPORTUNITY + "/" + opportunityId);
                links
                    .ofReferral(referral.id())
                    .ifPresentOrElse(
                        link -> {
                          deal.link(link);
                          decideWhetherItMatters(deal, referral);
                        },
                        () -> deal.opportunityId(opportunityId));
              });
    }
  }

  private boolean isLead(Referral referral) {
    var json = referral.json();
    boolean independent = "Independent".equals(json.path("type").asText());
    var inviter = json.at("/inviteContext/invitedBy/organizationId").asText("");
    return settings.coSellOnly() && independent && inviter.equalsIgnoreCase("msft");
  }

  private boolean isPrivate(Referral referral) {
    var json = referral.json();
    boolean shared = "Shared".equals(json.path("type").asText());
    boolean visible = json.at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean();
    return !settings.privateDeals() && !shared && !visible;
  }
}
