package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Makes the JSON of new referrals: what the server owns, and what the creator gave. */
class Drafts {
  private static final Set<String> SERVER_OWNED =
      Set.of(
          "id",
          "engagementId",
          "organizationId",
          "organizationName",
          "createdDateTime",
          "updatedDateTime",
          "expirationDateTime",
          "acceptedDateTime",
          "closedDateTime",
          "direction",
          "eTag",
          "quality",
          "isSpam",
          "tags",
          "referralSource",
          "callToAction",
          "createdVia",
          "lastModifiedVia",
          "lastRunId",
          "registrationStatus",
          "registrations",
          "links",
          "trackingInfo",
          "@odata.context");

  private final PartnerCenterOptions options;

  Drafts(PartnerCenterOptions options) {
    this.options = options;
  }

  /** The partner's own referral. */
  ObjectNode own(String engagementId, ObjectNode body) {
    return fill(blank(engagementId, options.organisationId(), options.organisationName()), body);
  }

  /** Microsoft's referral. */
  ObjectNode microsofts(String engagementId, ObjectNode body) {
    return fill(blank(engagementId, PartnerCenter.MICROSOFT, "Microsoft"), body);
  }

  /** Turns the consent on that makes a deal visible to Microsoft sellers. */
  static void makeVisible(ObjectNode referral) {
    Json.set(referral, "/consent/consentToShareReferralWithMicrosoftSellers", Json.tree(true));
  }

  private ObjectNode blank(String engagementId, String organisationId, String organisationName) {
    var referral = Json.object();
    referral.put("id", options.ids().get().toString()).put("engagementId", engagementId);
    referral.putNull("name").putNull("externalReferenceId");
    referral.put("organizationId", organisationId).put("organizationName", organisationName);
    for (var name :
        List.of(
            "createdDateTime",
            "updatedDateTime",
            "expirationDateTime",
            "acceptedDateTime",
            "closedDateTime",
            "status",
            "substatus",
            "statusReason",
            "qualification",
            "type",
            "direction",
            "eTag")) {
      referral.putNull(name);
    }
    referral.put("favorite", false).putNull("campaignId").putNull("salesStage");
    referral.putNull("referralProgram").putNull("referralSource").putNull("callToAction");
    referral.put("quality", "Unknown").put("isSpam", false).putArray("tags");
    referral.put("dealSensitivity", "None").putNull("mpnId");
    referral.put("registrationStatus", "None").putArray("registrations");
    referral.put("createdVia", "API").putNull("lastModifiedVia").putNull("lastRunId");
    referral.putArray("target");
    var invitation = referral.putObject("inviteContext");
    invitation.putNull("notes").put("assistanceRequestCode", "Unknown").putNull("invitedMpnId");
    referral.putObject("trackingInfo").putNull("microsoftMsxId");
    return referral;
  }

  private ObjectNode fill(ObjectNode referral, ObjectNode body) {
    var wanted = body.deepCopy();
    wanted.remove(SERVER_OWNED);
    if (!wanted.path("inviteContext").isObject()) {
      wanted.remove("inviteContext");
    }
    Json.merge(referral, wanted);
    if (referral.get("inviteContext") instanceof ObjectNode invitation
        && !invitation.hasNonNull("assistanceRequestCode")) {
      invitation.put("assistanceRequestCode", "Unknown");
    }
    invitedBy(referral, options.organisationId(), options.organisationName());
    if (referral.get("consent") instanceof ObjectNode consent
        && !consent.has("consentToShareReferralWithMicrosoftSellers")) {
      consent.put("consentToShareReferralWithMicrosoftSellers", false);
    }
    return referral;
  }

  /** Names who invites. */
  static void invitedBy(ObjectNode referral, String organisationId, String name) {
    var inviter = Json.object().put("organizationId", organisationId);
    inviter.put("organizationName", name);
    Json.set(referral, "/inviteContext/invitedBy", inviter);
  }
}
