package io.cosell.connector.flow;

import io.cosell.connector.link.Intents;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.RemoteRefusedException;
import org.springframework.stereotype.Component;

/**
 * Invites Microsoft when the seller asks for help: creates Microsoft's referral in the same
 * engagement, once. An unclear outcome of an earlier try is looked up in the engagement.
 */
@Component
class InviteMicrosoft implements Step {

  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final Intents intents;
  private final MicrosoftsHalf microsofts;
  private final Locks locks;

  InviteMicrosoft(
      PartnerCenter partnerCenter,
      Mapping mapping,
      Intents intents,
      MicrosoftsHalf microsofts,
      Locks locks) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.intents = intents;
    this.microsofts = microsofts;
    this.locks = locks;
  }

  @Override
  public String name() {
    return "invite-microsoft";
  }

  @Override
  public void on(Deal deal) {
    var help = deal.result().orElseThrow().toPartnerCenter().get(CompareFields.HELP);
    if (help == null || deal.isMicrosoftIn()) {
      return;
    }
    if (deal.referral().orElseThrow().status().equals("Closed")) {
      deal.tellSeller("Microsoft is not asked to help with a deal that is closed");
      return;
    }
    mapping.referrals().requireComplete(deal.referralToBe(), true);
    var own = deal.referral().orElseThrow();
    var id = deal.opportunityId().orElseThrow();
    var earlier = intents.begin(id, Intents.Target.MICROSOFT, Snapshot.EMPTY.toJson());
    var invited =
        earlier.flatMap(begun -> microsofts.of(own)).orElseGet(() -> invite(deal, help.toString()));
    deal.microsoftReferral(invited);
    deal.wrote();
    deal.note("Microsoft is asked to help");
  }

  private Referral invite(Deal deal, String help) {
    var own = deal.referral().orElseThrow();
    locks.confirm(deal);
    try {
      return partnerCenter.create(mapping.referrals().invitation(own, help));
    } catch (RemoteRefusedException e) {
      intents.settle(deal.opportunityId().orElseThrow(), Intents.Target.MICROSOFT);
      requireUnchanged(own);
      throw e;
    }
  }

  /** Somebody may have closed the deal a moment ago. */
  private void requireUnchanged(Referral own) {
    var now = partnerCenter.read(own.id()).flatMap(Referral::eTag);
    if (!now.equals(own.eTag())) {
      throw new ChangedMeanwhileException(
          ErrorCode.CHANGED_MEANWHILE,
          "referral " + own.id() + " changed while Microsoft was asked to help");
    }
  }
}
