package io.cosell.connector.flow;

import io.cosell.connector.link.Intents;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.salesforce.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Creates the partner's referral. Partner Center has no idempotency token, so the intent is noted
 * first; when an earlier intent was never settled, the referral it may have made is looked for
 * before another one is created.
 */
@Component
class CreateReferral implements Step {
  /** How far before the intent the look-up begins; the two clocks may differ. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private final PartnerCenter partnerCenter;
  private final Mapping mapping;
  private final Intents intents;
  private final CompareFields comparison;
  private final Locks locks;
  private final Admission admission;

  CreateReferral(
      PartnerCenter partnerCenter,
      Mapping mapping,
      Intents intents,
      CompareFields comparison,
      Locks locks,
      Admission admission) {
    this.partnerCenter = partnerCenter;
    this.mapping = mapping;
    this.intents = intents;
    this.comparison = comparison;
    this.locks = locks;
    this.admission = admission;
  }

  @Override
  public String name() {
    return "create-referral";
  }

  @Override
  public void on(Deal deal) {
    var sent = deal.salesforce();
    boolean invites = sent.text("help").filter(help -> !help.isEmpty()).isPresent();
    mapping.referrals().requireComplete(sent, invites);

    var id = deal.opportunityId().orElseThrow();
    var snapshot = new Snapshot(sent, sent).without("help");
    var earlier = intents.begin(id, Intents.Target.OWN, snapshot.toJson());
    var found = earlier.flatMap(begun -> madeBefore(id, begun.begunAt()));
    var refusal = admission.refusal(deal.opportunity().orElseThrow());
    if (found.isPresent()) {
      deal.referral(found.get());
      deal.base(Snapshot.fromJson(earlier.get().snapshot()));
    } else if (refusal.isPresent()) {
      intents.settle(id, Intents.Target.OWN);
      deal.end(refusal.get());
      return;
    } else {
      earlier.ifPresent(begun -> intents.beginAnew(id, Intents.Target.OWN, snapshot.toJson()));
      deal.referral(create(deal, invites));
      deal.base(snapshot);
    }
    deal.wrote();
    deal.partnerCenter(mapping.referrals().state(deal.referral().orElseThrow(), null));
    comparison.on(deal);
  }

  private Optional<Referral> madeBefore(String opportunityId, Instant begun) {
    return partnerCenter.changedSince(begun.minus(CLOCKS_DIFFER)).stream()
        .filter(referral -> !referral.isMicrosofts())
        .filter(
            referral ->
                referral
                    .externalReferenceId()
                    .map(Ids::long18)
                    .filter(opportunityId::equals)
                    .isPresent())
        .findFirst()
        .flatMap(found -> partnerCenter.read(found.id()));
  }

  private Referral create(Deal deal, boolean invites) {
    var id = deal.opportunityId().orElseThrow();
    var leaders = mapping.opportunities().leaders(deal.opportunity().orElseThrow());
    locks.confirm(deal);
    try {
      return partnerCenter.create(
          mapping.referrals().newReferral(deal.salesforce(), id, leaders, invites));
    } catch (RemoteRefusedException e) {
      intents.settle(id, Intents.Target.OWN);
      throw e;
    }
  }
}
