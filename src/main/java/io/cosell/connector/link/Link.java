package io.cosell.connector.link;

import java.util.Optional;

/**
 * One referral and one opportunity that belong together.
 *
 * @param referralId the partner's own referral, a GUID in lower case
 * @param engagementId what this referral shares with Microsoft's
 * @param microsoftReferralId Microsoft's referral of the engagement, null while unknown
 * @param opportunityId the opportunity, 18 characters
 * @param accountId its account, null while unknown
 * @param snapshot both sides as they were after the last look, as JSON
 * @param pending what is being written just now, as JSON; null for nothing
 * @param eTag the referral's version after the last look, null if unknown
 * @param state whether both records are there
 */
public record Link(
    String referralId,
    String engagementId,
    String microsoftReferralId,
    String opportunityId,
    String accountId,
    String snapshot,
    String pending,
    String eTag,
    LinkState state) {

  /** The same link with Microsoft's referral known. */
  public Link withMicrosoftReferral(String id) {
    return new Link(
        referralId, engagementId, id, opportunityId, accountId, snapshot, pending, eTag, state);
  }

  /** The same link in this state. */
  public Link in(LinkState other) {
    return new Link(
        referralId,
        engagementId,
        microsoftReferralId,
        opportunityId,
        accountId,
        snapshot,
        pending,
        eTag,
        other);
  }

  /** The same link while something is written to either side. */
  public Link writing(String base, String what) {
    return new Link(
        referralId,
        engagementId,
        microsoftReferralId,
        opportunityId,
        accountId,
        base,
        what,
        eTag,
        state);
  }

  /** Microsoft's referral of the engagement, once known. */
  public Optional<String> microsoftReferral() {
    return Optional.ofNullable(microsoftReferralId);
  }
}
