package io.cosell.connector.flow;

import io.cosell.connector.link.LeadLinks;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.salesforce.Ids;
import java.util.List;
import java.util.Objects;
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
    if (!deal.isAbout(Subjects.REFERRAL)) {
      read(deal, deal.referralId().orElseThrow());
      if (deal.isAbout(Subjects.LEAD) && deal.ending().isEmpty()) {
        decideWhetherLeadMatters(deal, deal.referral().orElseThrow());
      }
      return;
    }
    var id = deal.subjectId();
    findLink(deal, id);
    read(deal, id);
    if (deal.ending().isEmpty() && deal.link().isEmpty()) {
      claim(deal);
    }
    if (deal.ending().isEmpty()) {
      decideWhetherItMatters(deal, deal.referral().orElseThrow());
    }
  }

  private void read(Deal deal, String id) {
    partnerCenter.read(id).ifPresentOrElse(deal::referral, () -> endInvisible(deal, id));
  }

  private static void endInvisible(Deal deal, String id) {
    if (deal.link().isPresent()) {
      throw new RemoteRefusedException(
          404,
          "itemNotFound",
          List.of(ErrorCode.PARTNER_CENTER_GONE.of("", null, "referral " + id)),
          "");
    }
    deal.end("Partner Center does not show referral " + id);
  }

  private void findLink(Deal deal, String id) {
    var link = links.ofReferral(id);
    if (link.isPresent()) {
      locks.take(deal, Subjects.OPPORTUNITY + "/" + link.get().opportunityId());
      deal.link(links.ofReferral(id).orElseThrow());
    } else if (findLeadLink(deal, id)) {
      locks.take(deal, Subjects.REFERRAL + "/" + id);
      findLeadLink(deal, id);
    }
  }

  private boolean findLeadLink(Deal deal, String id) {
    if (admission.takesLeads()) {
      leadLinks.ofReferral(id).ifPresent(deal::leadLink);
    }
    return deal.leadLink().isPresent();
  }

  /**
   * Makes a referral without a link ours. It may be one the connector made a moment ago, whose
   * opportunity is still being worked on; what was read before that work ended is read again.
   */
  private void claim(Deal deal) {
    var referral = deal.referral().orElseThrow();
    var crmId = referral.externalReferenceId().filter(Ids::isOpportunity).map(Ids::long18);
    locks.take(
        deal,
        crmId
            .map(it -> Subjects.OPPORTUNITY + "/" + it)
            .orElse(Subjects.REFERRAL + "/" + referral.id()));
    var link = links.ofReferral(referral.id());
    if (link.isEmpty()) {
      crmId.ifPresent(deal::opportunityId);
      if (deal.leadLink().isEmpty() && findLeadLink(deal, referral.id())) {
        read(deal, referral.id());
      }
    } else if (crmId.filter(link.get().opportunityId()::equals).isEmpty()) {
      throw new ChangedMeanwhileException(
          ErrorCode.CHANGED_MEANWHILE,
          "referral " + referral.id() + " has got its opportunity meanwhile");
    } else {
      deal.link(link.get());
      if (!Objects.equals(link.get().eTag(), referral.eTag().orElse(null))) {
        read(deal, referral.id());
      }
    }
  }

  private void decideWhetherItMatters(Deal deal, Referral referral) {
    if (deal.link().isPresent()) {
      var now = mapping.referrals().state(referral, null);
      boolean inStep =
          !deal.isUnsettled()
              && !now.differsFrom(deal.base().partnerCenter())
              && !WriteReferral.lacksOpportunityId(referral);
      if (inStep) {
        deal.end("nothing has changed since the last look");
      }
      return;
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
}
