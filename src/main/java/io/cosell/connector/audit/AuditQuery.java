package io.cosell.connector.audit;

import java.time.Instant;
import java.util.Locale;

/**
 * Which audit entries to show; null asks for nothing in particular.
 *
 * @param referral of this referral
 * @param opportunity of this opportunity, 18 characters
 * @param kind of this kind
 * @param since not older than this
 * @param limit at most so many, the newest
 */
public record AuditQuery(
    String referral, String opportunity, String kind, Instant since, int limit) {

  /** Referral ids are kept in lower case. */
  public AuditQuery {
    referral = referral == null ? null : referral.strip().toLowerCase(Locale.ROOT);
  }

  /** The newest entries of a referral. */
  public static AuditQuery ofReferral(String id, int limit) {
    return new AuditQuery(id, null, null, null, limit);
  }

  /** The newest entries of an opportunity. */
  public static AuditQuery ofOpportunity(String id, int limit) {
    return new AuditQuery(null, id, null, null, limit);
  }

  /** True when it asks for all there is. */
  public boolean asksForEverything() {
    return referral == null && opportunity == null && kind == null && since == null;
  }
}
