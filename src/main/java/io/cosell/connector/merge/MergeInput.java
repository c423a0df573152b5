package io.cosell.connector.merge;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a merge looks at.
 *
 * @param rules the fields in question
 * @param snapshot both sides after the last look
 * @param partnerCenter that side now; {@link DealState#EMPTY} when the referral is to be created
 * @param salesforce that side now; {@link DealState#EMPTY} when the opportunity is to be created
 * @param creatingPartnerCenter true when the referral is to be created
 * @param creatingSalesforce true when the opportunity is to be created
 * @param salesforceIsNewer whose record changed last
 * @param gateToPartnerCenter whether that side may be written
 * @param gateToSalesforce whether that side may be written
 * @param salesforceCannotHold by field, keys of elements Salesforce has no place for, such as
 *     people without a user
 */
public record MergeInput(
    List<FieldRule> rules,
    Snapshot snapshot,
    DealState partnerCenter,
    DealState salesforce,
    boolean creatingPartnerCenter,
    boolean creatingSalesforce,
    boolean salesforceIsNewer,
    Gate gateToPartnerCenter,
    Gate gateToSalesforce,
    Map<String, Set<String>> salesforceCannotHold) {

  Gate gateTo(Side side) {
    return side == Side.SALESFORCE ? gateToSalesforce : gateToPartnerCenter;
  }

  boolean creating(Side side) {
    return side == Side.SALESFORCE ? creatingSalesforce : creatingPartnerCenter;
  }

  /**
   * False when this side was not read at all, as when an event was about Microsoft's referral only:
   * a side that was read always has a phase.
   */
  boolean wasLookedAt(Side side) {
    var state = side == Side.SALESFORCE ? salesforce : partnerCenter;
    return creating(side)
        || rules.stream().filter(FieldRule::phase).allMatch(it -> state.get(it.name()).isPresent());
  }

  boolean canHold(Side side, String field, String key) {
    return side == Side.PARTNER_CENTER
        || !salesforceCannotHold.getOrDefault(field, Set.of()).contains(key);
  }
}
