package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.StreamSupport;

/**
 * Lets a request pass when its token is good for this API ("Referrals API authentication",
 * "Mandating multifactor authentication (MFA) for your partner tenant").
 */
class Gate {
  /** The inner error code of a token without second factor. */
  static final String MFA_REQUIRED = "900421";

  private final Tokens tokens;
  private final ServiceAccount account;
  private final Switches switches;
  private final PartnerCenterOptions options;

  Gate(Tokens tokens, ServiceAccount account, Switches switches, PartnerCenterOptions options) {
    this.tokens = tokens;
    this.account = account;
    this.switches = switches;
    this.options = options;
  }

  /**
   * Refuses what may not pass.
   *
   * @param audience the one the token must have
   * @param own a second audience that is good too: the sandbox's own address
   * @param applicationMay whether a token without user is enough
   */
  void check(HttpServletRequest request, String audience, String own, boolean applicationMay) {
    var header = request.getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw Refusal.unauthenticated("The bearer token is missing.", "90401");
    }
    var token =
        tokens
            .find(header.substring(7).trim())
            .filter(it -> it.expires().isAfter(options.clock().instant()))
            .orElseThrow(
                () -> Refusal.unauthenticated("The bearer token is unknown or expired.", "90401"));
    if (!audience.equals(token.audience()) && !own.equals(token.audience())) {
      throw Refusal.unauthenticated("The bearer token is for another audience.", "90401");
    }
    if (!token.delegated()) {
      if (!applicationMay) {
        throw Refusal.denied("Application-only access is not supported.");
      }
      return;
    }
    if (!token.multiFactor() && switches.isOn(Switch.MFA_ENFORCED)) {
      throw Refusal.unauthenticated("MFA required", MFA_REQUIRED);
    }
    if (account.role() == ServiceAccount.Role.NONE) {
      throw Refusal.denied("The user has no role for referrals.");
    }
  }

  /** Whether the signed-in user may see the referral. */
  boolean sees(JsonNode referral) {
    return account.role() == ServiceAccount.Role.REFERRALS_ADMIN
        || StreamSupport.stream(referral.path("team").spliterator(), false)
            .anyMatch(member -> account.email().equalsIgnoreCase(member.path("email").asText()));
  }
}
