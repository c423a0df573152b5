package io.cosell.connector.flow;

import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.partnercenter.Referral;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Microsoft's referral of an engagement; its event may come late, or never have come. */
@Component
class MicrosoftsHalf {
  private final PartnerCenter partnerCenter;

  MicrosoftsHalf(PartnerCenter partnerCenter) {
    this.partnerCenter = partnerCenter;
  }

  /** Looks for it unless the deal knows it, and tells the deal. */
  boolean isThere(Deal deal) {
    if (!deal.isMicrosoftIn()) {
      of(deal.referral().orElseThrow()).ifPresent(deal::microsoftReferral);
    }
    return deal.isMicrosoftIn();
  }

  /** Beside the partner's own. */
  Optional<Referral> of(Referral own) {
    return partnerCenter.engagement(own.engagementId()).stream()
        .filter(Referral::isMicrosofts)
        .findFirst();
  }
}
