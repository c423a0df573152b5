package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.link.Intents;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.salesforce.Ids;
import io.cosell.connector.salesforce.Salesforce;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which referrals may become an opportunity. */
@Component
class Admission {
  private static final String MICROSOFT = "msft";

  private final SyncProperties settings;
  private final Intents intents;
  private final Mapping mapping;
  private final Salesforce salesforce;

  Admission(SyncProperties settings, Intents intents, Mapping mapping, Salesforce salesforce) {
    this.settings = settings;
    this.intents = intents;
    this.mapping = mapping;
    this.salesforce = salesforce;
  }

  /**
   * Why a referral stays out of Salesforce.
   *
   * @param noted true when somebody may be waiting for the deal, so that it belongs into the audit
   */
  record Refusal(String reason, boolean noted) {}

  /**
   * The reason to leave a referral alone that has no opportunity yet; empty when it may have one.
   */
  Optional<Refusal> refusal(Referral referral) {
    var crmId = referral.externalReferenceId().filter(id -> !(isLead(referral) && Ids.isLead(id)));
    if (referral.isMicrosofts()) {
      return silent("this is Microsoft's referral of the engagement");
    }
    if (referral.status().equals("Closed") && !isBegun(referral)) {
      return silent("the referral was closed before it had an opportunity");
    }
    if (!takesLeads() && isLead(referral)) {
      return silent("the referral is a lead, and cosell.sync.co-sell-only is true");
    }
    if (crmId.filter(id -> !Ids.isOpportunity(id)).isPresent()) {
      return Optional.of(
          new Refusal(
              ErrorCode.CRM_ID_FOREIGN.says(
                  "referral "
                      + referral.id()
                      + " has the CRM id "
                      + crmId.get()
                      + ", which is no opportunity's; it is left alone"),
              true));
    }
    if (crmId.isEmpty() && !settings.privateDeals() && isPrivate(referral) && !isLead(referral)) {
      return silent("the referral is private, and cosell.sync.private-deals is false");
    }
    return Optional.empty();
  }

  /** Why an opportunity gets no referral; empty when it may have one. */
  Optional<String> refusal(JsonNode opportunity) {
    if (opportunity.path("IsClosed").asBoolean()) {
      return Optional.of("the opportunity was closed before it had a referral");
    }
    return mapping.opportunities().isOnHold(opportunity, salesforce.org())
        ? Optional.of("the opportunity is on hold")
        : Optional.empty();
  }

  /** Its opportunity may be there, although nobody could say so any more. */
  private boolean isBegun(Referral referral) {
    return intents.find(referral.id(), Intents.Target.OPPORTUNITY).isPresent();
  }

  /**
   * True when the help asked for stands only in Microsoft's referral: the partner has invited
   * Microsoft.
   */
  boolean hidesHelp(Referral referral) {
    return isShared(referral) && !inviter(referral).equalsIgnoreCase(MICROSOFT);
  }

  /** True when leads come to Salesforce. */
  boolean takesLeads() {
    return !settings.coSellOnly();
  }

  /**
   * True for a qualified lead and for one of the marketplace (Referrals API introduction, kinds of
   * referral); where it came from plays no part.
   */
  static boolean isLead(Referral referral) {
    if (!"Independent".equals(referral.json().path("type").asText())) {
      return false;
    }
    var inviter = inviter(referral);
    boolean direct = "Direct".equals(referral.json().path("qualification").asText());
    return inviter.equalsIgnoreCase(MICROSOFT) || (direct && inviter.isBlank());
  }

  private static boolean isPrivate(Referral referral) {
    return !isShared(referral)
        && !referral.json().at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean();
  }

  private static boolean isShared(Referral referral) {
    return "Shared".equals(referral.json().path("type").asText());
  }

  private static String inviter(Referral referral) {
    return referral.json().at("/inviteContext/invitedBy/organizationId").asText("");
  }

  private static Optional<Refusal> silent(String reason) {
    return Optional.of(new Refusal(reason, false));
  }
}
