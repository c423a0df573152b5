package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What a new referral must have ("Create a referral", "Manage co-sell opportunities in Partner
 * Center", "Bulk operations for co-sell opportunities using CSV files").
 */
class CreateRules {
  private static final Set<String> HELP =
      Set.of(
          "WorkloadSpecificValueProposition",
          "CustomerTechnicalArchitecture",
          "ProofOfConceptOrDemo",
          "QuotesOrLicensing",
          "PostSalesCustomerSuccess",
          "GeneralOrOther");
  private static final Set<String> CUSTOMER_IDS = Set.of("Duns", "External");
  private static final Set<String> NO_HELP = Set.of("", "null", "Unknown");

  private final Fields fields;
  private final Switches switches;

  CreateRules(Fields fields, Switches switches) {
    this.fields = fields;
    this.switches = switches;
  }

  /** Checks the partner's own referral and brings its values into the form that is kept. */
  void checkOwn(ObjectNode referral) {
    checkEvery(referral);
    fields.name(referral.path("name"), "name");
    fields.members(fields.atLeastOne(referral.path("team"), "team"), "team");
    var details = (ObjectNode) referral.get("details");
    details.set("dealValue", fields.dealValue(details.path("dealValue"), "details/dealValue"));
    fields.currency(details.path("currency"), "details/currency");
    details.set(
        "closingDateTime",
        fields.closingDate(details.path("closingDateTime"), "details/closingDateTime"));
    if (details.hasNonNull("notes")) {
      fields.notes(details.get("notes"), "details/notes");
    } else if (switches.isOn(Switch.NOTES_REQUIRED)) {
      fields.filled(details.path("notes"), "details/notes");
    }
    var solutions = details.path("requirements").path("solutions");
    var path = "details/requirements/solutions";
    fields.solutions(fields.atLeastOne(solutions, path), path);
    checkIntent(details);
    checkConsent(referral);
    var help = referral.path("inviteContext").path("assistanceRequestCode").asText();
    if (!HELP.contains(help) && !NO_HELP.contains(help)) {
      throw unknownHelp(help);
    }
  }

  /** Checks the referral that invites Microsoft to an engagement. */
  void checkInvitation(ObjectNode referral) {
    checkEvery(referral);
    checkConsent(referral);
    if (!referral.at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean(true)) {
      throw Refusal.against(
          "A deal that asks for Microsoft's help is visible to Microsoft sellers.",
          "consent/consentToShareReferralWithMicrosoftSellers");
    }
    var contacts = referral.path("customerProfile").path("team");
    fields.members(fields.atLeastOne(contacts, "customerProfile/team"), "customerProfile/team");
    var help = referral.path("inviteContext").path("assistanceRequestCode").asText();
    if (!HELP.contains(help)) {
      throw unknownHelp(help);
    }
    if (referral.path("inviteContext").hasNonNull("notes")) {
      fields.notes(referral.path("inviteContext").path("notes"), "inviteContext/notes");
    }
  }

  static boolean isInvitation(JsonNode referral) {
    return StreamSupport.stream(referral.path("target").spliterator(), false)
        .anyMatch(target -> "msft".equalsIgnoreCase(target.path("id").asText()));
  }

  private void checkEvery(ObjectNode referral) {
    var type = referral.path("type").asText();
    if (!Set.of("Independent", "Shared").contains(type)) {
      throw Refusal.malformed("type must be Independent or Shared.", "type");
    }
    for (var part : List.of("customerProfile", "consent", "details")) {
      if (!referral.path(part).isObject()) {
        throw Refusal.malformed(part + " is required.", part);
      }
    }
    var customer = referral.get("customerProfile");
    fields.filled(customer.path("name"), "customerProfile/name");
    var address = customer.path("address");
    fields.filled(address.path("addressLine1"), "customerProfile/address/addressLine1");
    fields.filled(address.path("city"), "customerProfile/address/city");
    fields.country(address.path("country"), "customerProfile/address/country");
    for (var id : customer.path("ids")) {
      if (!CUSTOMER_IDS.contains(id.path("profileType").asText())) {
        throw Refusal.malformed(
            "profileType must be Duns or External.", "customerProfile/ids/profileType");
      }
      fields.filled(id.path("id"), "customerProfile/ids/id");
    }
  }

  private void checkConsent(ObjectNode referral) {
    for (var name : List.of("consentToToShareInfoWithOthers", "consentToContact")) {
      if (!referral.path("consent").path(name).asBoolean()) {
        throw Refusal.against("consent/" + name + " must be true.", "consent/" + name);
      }
    }
  }

  private void checkIntent(ObjectNode details) {
    if (switches.isOn(Switch.MARKETPLACE_INTENT_OPTIONAL)) {
      return;
    }
    var attributes = details.at("/requirements/additionalRequirements/attributes");
    boolean there =
        StreamSupport.stream(attributes.spliterator(), false)
            .anyMatch(it -> "CustomerMarketplaceIntent".equals(it.path("type").asText()));
    if (!there) {
      throw Refusal.against(
          "The attribute CustomerMarketplaceIntent is required.",
          "details/requirements/additionalRequirements/attributes");
    }
  }

  private static Refusal unknownHelp(String help) {
    return Refusal.malformed(
        "'" + help + "' is no assistance code.", "inviteContext/assistanceRequestCode");
  }
}
