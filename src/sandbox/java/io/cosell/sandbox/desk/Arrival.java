package io.cosell.sandbox.desk;

import java.util.List;

/**
 * A change that somebody made in one cloud, on its way to the other.
 *
 * @param opportunityId the opportunity, empty when there is none yet
 * @param referralId the partner's referral, empty when there is none yet
 * @param direction {@code to-partner-center} or {@code to-salesforce}
 * @param what the names of the changed values, {@code new deal} for a whole one
 * @param since when it was made, milliseconds since 1970
 * @param millis from the change to its being visible on the other side; negative while on its way
 */
record Arrival(
    String opportunityId,
    String referralId,
    String direction,
    List<String> what,
    long since,
    long millis) {

  static final String TO_PARTNER_CENTER = "to-partner-center";
  static final String TO_SALESFORCE = "to-salesforce";
}
