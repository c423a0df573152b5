package io.cosell.connector.flow;

import io.cosell.connector.link.LeadLinks;
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
  private final LeadLinks leadLinks;
  private final Locks locks;
  private final Mapping mapping;
  private final Admission admission;

  ReadReferral(
      PartnerCenter partnerCenter,
      Links links,
      LeadLinks leadLinks,
      Locks locks,
      Mapping mapping,
      Admission admission) {
    this.partnerCenter = partnerCenter;
    this.links = links;
    this.leadLinks = leadLinks;
    this.locks = locks;
    this.mapping = mapping;
    this.admission = admission;
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
    } else if (deal.isAbout(Subjects.LEAD)) {
      decideWhetherLeadMatters(deal, read.get());
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
    if (deal.link().isEmpty()) {
      findLinkByCrmId(deal, referral);
    }
    if (deal.link().isPresent()) {
      var now = mapping.referrals().state(referral, null);
      if (!now.differsFrom(deal.base().partnerCenter())) {
        deal.end("nothing has changed since the last look");
      }
      return;
    }
    if (admission.takesLeads()) {
      leadLinks.ofReferral(referral.id()).ifPresent(deal::leadLink);
    }
    var refusal = admission.refusal(referral);
    if (isUnacceptedLead(deal, referral, refusal.isEmpty())) {
      deal.workOnLead();
      if (!mapping.leads().state(referral).differsFrom(deal.base().partnerCenter())) {
        deal.end("nothing has changed since the last look");
      }
    } else if (refusal.isPresent()) {
      deal.end(refusal.get());
    } else if (admission.hidesHelp(referral)) {
      partnerCenter.engagement(referral.engagementId()).stream()
          .filter(Referral::isMicrosofts)
          .findFirst()
          .ifPresent(deal::microsoftReferral);
    }
  }

  private static void decideWhetherLeadMatters(Deal deal, Referral referral) {
    if (!Admission.isLead(referral)) {
      deal.endNoted(
          "referral " + referral.id() + " is no lead; the lead with its id is left alone");
    } else if (deal.isUnacceptedLead() && referral.status().equals("Active")) {
      deal.end("the referral was accepted in Partner Center; it is looked at as a deal");
    }
  }

  /** Until somebody accepts it; one that ends before that still has to close its lead. */
  private boolean isUnacceptedLead(Deal deal, Referral referral, boolean admitted) {
    if (!admission.takesLeads() || deal.opportunityId().isPresent()) {
      return false;
    }
    return deal.leadLink().isPresent()
        ? !referral.status().equals("Active")
        : admitted && Admission.isLead(referral) && referral.status().equals("New");
  }

  /**
   * The referral may be one of ours that was made a moment ago, and its opportunity still being
   * worked on.
   */
  private void findLinkByCrmId(Deal deal, Referral referral) {
    var crmId = referral.externalReferenceId().filter(Ids::isOpportunity).map(Ids::long18);
    if (crmId.isPresent()) {
      locks.take(deal, Subjects.OPPORTUNITY + "/" + crmId.get());
      links
          .ofReferral(referral.id())
          .ifPresentOrElse(deal::link, () -> deal.opportunityId(crmId.get()));
    }
  }
}
