package io.cosell.connector.flow;

import io.cosell.connector.link.Intents;
import io.cosell.connector.link.Link;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.RemoteRefusedException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Invites Microsoft when the seller asks for help: creates Microsoft's referral in the same
 * engagement, once. An unclear outcome of an earlier try is looked up in the engagement.
 */
@Component
class InviteMicrosoft implements Step {
  private static final String HELP = "help";

  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final Intents intents;

  InviteMicrosoft(PartnerCenter partnerCenter, Mapping mapping, Intents intents) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.intents = intents;
  }

  @Override
  public String name() {
    return "invite-microsoft";
  }

  @Override
  public void on(Deal deal) {
    var help = deal.result().orElseThrow().toPartnerCenter().get(HELP);
    boolean invited = deal.link().flatMap(Link::microsoftReferral).isPresent();
    if (help == null || invited) {
      return;
    }
    mapping.referrals().requireComplete(deal.referralToBe(), true);
    var own = deal.referral().orElseThrow();
    var id = deal.opportunityId().orElseThrow();
    var earlier = intents.begin(id, Intents.Target.MICROSOFT, Snapshot.EMPTY.toJson());
    var microsofts =
        earlier.flatMap(begun -> madeBefore(own)).orElseGet(() -> invite(own, id, help.toString()));
    deal.microsoftReferral(microsofts);
    deal.wrote();
    deal.note("Microsoft is asked to help");
  }

  private Optional<Referral> madeBefore(Referral own) {
    return partnerCenter.engagement(own.engagementId()).stream()
        .filter(Referral::isMicrosofts)
        .findFirst();
  }

  private Referral invite(Referral own, String opportunityId, String help) {
    try {
      return partnerCenter.create(mapping.referrals().invitation(own, help));
    } catch (RemoteRefusedException e) {
      intents.settle(opportunityId, Intents.Target.MICROSOFT);
      throw e;
    }
  }
}
