package io.cosell.connector.link;

/**
 * One referral that is a lead and the lead it became.
 *
 * @param referralId the referral, a GUID in lower case
 * @param leadId the lead, 18 characters
 * @param snapshot both sides as they were after the last look, as JSON
 * @param eTag the referral's version after the last look, null if unknown
 */
public record LeadLink(String referralId, String leadId, String snapshot, String eTag) {}
