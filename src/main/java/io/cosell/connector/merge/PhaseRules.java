package io.cosell.connector.merge;

/**
 * What a change of phase means to the other side. Closing is final over there, so it is passed on
 * only when the seller's stage says so; an open deal's stage is the seller's own.
 */
final class PhaseRules {
  private PhaseRules() {}

  /** Null when nothing follows. */
  static Ruling<FieldValue> decide(Difference<FieldValue> it) {
    if (it.partnerCenter() == null) {
      return it.changedInSalesforce()
          ? new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce")
          : null;
    }
    if (it.salesforce() == null) {
      return it.changedInPartnerCenter()
          ? new Ruling<>(Side.SALESFORCE, it.partnerCenter(), "changed in Partner Center")
          : null;
    }
    var there = Phase.of(it.partnerCenter().toString());
    var here = Phase.of(it.salesforce().toString());
    if (there.agreesWith(here)) {
      return null;
    }
    if (there.closed() && it.changedInPartnerCenter()) {
      return new Ruling<>(Side.SALESFORCE, there.value(), "closed in Partner Center, for good");
    }
    if (it.changedInSalesforce()) {
      return sellersStep(here, there);
    }
    return it.changedInPartnerCenter() && there == Phase.ACCEPTED && here == Phase.OFFERED
        ? new Ruling<>(Side.SALESFORCE, there.value(), "accepted in Partner Center")
        : null;
  }

  private static Ruling<FieldValue> sellersStep(Phase here, Phase there) {
    if (there.closed()) {
      return new Ruling<>(null, here.value(), "the referral is closed, which is final", true);
    }
    return switch (here) {
      case OFFERED ->
          new Ruling<>(
              null, here.value(), "an accepted referral cannot be put on hold again", true);
      case LOST ->
          new Ruling<>(
              Side.PARTNER_CENTER,
              (there == Phase.OFFERED ? Phase.DECLINED : Phase.LOST).value(),
              "closed lost by the seller");
      case WON -> new Ruling<>(Side.PARTNER_CENTER, here.value(), "closed won by the seller");
      default -> new Ruling<>(Side.PARTNER_CENTER, here.value(), "accepted by the seller");
    };
  }
}
