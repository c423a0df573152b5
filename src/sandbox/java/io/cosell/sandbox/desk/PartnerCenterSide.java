package io.cosell.sandbox.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The right column: what the partner's portal users and Microsoft's sellers see and do. */
final class PartnerCenterSide {
  private static final String VISIBLE = "/consent/consentToShareReferralWithMicrosoftSellers";
  private static final String SOLUTIONS = "/details/requirements/solutions";

  private final PartnerCenterSandbox partnerCenter;

  PartnerCenterSide(PartnerCenterSandbox partnerCenter) {
    this.partnerCenter = partnerCenter;
  }

  List<ReferralCard> all() {
    var engagements = new LinkedHashSet<String>();
    partnerCenter.referrals().forEach(it -> engagements.add(it.path("engagementId").asText()));
    return engagements.stream().flatMap(it -> ofEngagement(it).stream()).toList();
  }

  Optional<ReferralCard> ofEngagement(String engagementId) {
    var referrals = partnerCenter.engagement(engagementId);
    var microsofts = referrals.stream().filter(PartnerCenterSide::isMicrosofts).findFirst();
    return referrals.stream()
        .filter(it -> !isMicrosofts(it))
        .findFirst()
        .map(own -> card(own, microsofts.orElse(null)));
  }

  /**
   * Creates or shares a deal.
   *
   * @return the id of the partner's referral
   */
  String creates(NewDeal wish) {
    if (wish.as().equals("microsoft-seller")) {
      return id(partnerCenter.asMicrosoftSeller().shares(deal(wish)));
    }
    var id = id(partnerCenter.asPortalUser().creates(deal(wish)));
    if (!wish.help().isEmpty()) {
      asksForHelp(id, wish.help());
    }
    return id;
  }

  void asksForHelp(String id, String help) {
    partnerCenter
        .asPortalUser()
        .asksMicrosoftForHelp(id, Catalogue.helpCode(help), "Asked for in the portal.");
  }

  /** Saves the changes at once, as the portal's form does. */
  void edits(String id, DealEdit edit) {
    var values = new LinkedHashMap<String, Object>();
    put(values, "/details/dealValue", edit.value());
    put(values, "/details/currency", edit.currency());
    put(
        values,
        "/details/closingDateTime",
        edit.closeDate() == null ? null : edit.closeDate() + "T00:00:00Z");
    put(values, "/details/notes", edit.notes());
    if (edit.solutions() != null) {
      values.put(
          SOLUTIONS, edit.solutions().stream().map(PartnerCenterSide::solutionJson).toList());
    }
    if ("microsoft-seller".equals(edit.as())) {
      values.forEach((path, value) -> partnerCenter.asMicrosoftSeller().changes(id, path, value));
      return;
    }
    if (Boolean.TRUE.equals(edit.visible())) {
      values.put(VISIBLE, true);
    }
    if (!values.isEmpty()) {
      partnerCenter.asPortalUser().changes(id, values);
    }
    if (edit.help() != null && !edit.help().isEmpty()) {
      asksForHelp(id, edit.help());
    }
  }

  /** Accepts, declines, wins or loses, as the partner or as Microsoft. */
  void answers(String id, String answer, String as, String reason) {
    var why = reason == null || reason.isBlank() ? "Other" : reason;
    var portal = partnerCenter.asPortalUser();
    var microsoft = partnerCenter.asMicrosoftSeller();
    boolean asMicrosoft = "microsoft-seller".equals(as);
    switch (answer) {
      case "accept" -> {
        if (asMicrosoft) {
          microsoft.accepts(id);
        } else {
          portal.accepts(id);
        }
      }
      case "decline" -> {
        if (asMicrosoft) {
          microsoft.declines(id, why);
        } else {
          portal.declines(id, why);
        }
      }
      case "win" -> {
        if (asMicrosoft) {
          microsoft.wins(id);
        } else {
          portal.wins(id);
        }
      }
      case "lose" -> {
        if (asMicrosoft) {
          microsoft.loses(id, why);
        } else {
          portal.loses(id, why);
        }
      }
      default -> throw new IllegalArgumentException("Nobody can answer '" + answer + "'.");
    }
  }

  static Deal deal(NewDeal wish) {
    var deal =
        Deal.named(wish.name())
            .worth(wish.value().toPlainString(), wish.currency())
            .closing(wish.closeDate())
            .forCustomer(wish.customer(), wish.postalCode())
            .withNotes(wish.notes())
            .with("/customerProfile/address/addressLine1", wish.street())
            .with("/customerProfile/address/city", wish.city())
            .with("/customerProfile/address/country", wish.country())
            .with(SOLUTIONS, List.of())
            .withoutContact();
    if (!wish.solution().isEmpty()) {
      deal.withSolution(wish.solution(), Catalogue.solution(wish.solution()).name());
    }
    if (wish.hasContact()) {
      deal.withContact(wish.contactFirstName(), wish.contactLastName(), wish.contactEmail());
    }
    if (wish.as().equals("microsoft-seller") && !wish.help().isEmpty()) {
      deal.with("/inviteContext/assistanceRequestCode", Catalogue.helpCode(wish.help()));
    }
    return wish.visible() ? deal.visibleToMicrosoft() : deal;
  }

  private static Map<String, Object> solutionJson(String id) {
    var solution = Catalogue.solution(id);
    return Map.of(
        "type", "Name",
        "id", id,
        "name", solution.name(),
        "publisherName", "Alder & Finch Ltd",
        "solutionType", "3P");
  }

  private static ReferralCard card(ObjectNode own, ObjectNode microsofts) {
    boolean visible = own.at(VISIBLE).asBoolean();
    var details = own.path("details");
    var customer = own.path("customerProfile");
    return new ReferralCard(
        id(own),
        text(own, "engagementId"),
        text(own, "name"),
        text(customer, "name"),
        text(customer.path("address"), "country"),
        person(customer.path("team").path(0)),
        text(own, "status"),
        text(own, "substatus"),
        text(own, "statusReason"),
        details.hasNonNull("dealValue") ? details.get("dealValue").decimalValue() : null,
        text(details, "currency"),
        day(text(details, "closingDateTime")),
        text(details, "notes"),
        text(own, "externalReferenceId"),
        kind(visible, microsofts),
        text(own, "direction").equals("Incoming"),
        visible,
        help(own, microsofts),
        solutions(details),
        day(text(own, "expirationDateTime")),
        microsofts == null ? null : microsoft(own, microsofts),
        text(own, "createdDateTime"));
  }

  private static String kind(boolean visible, ObjectNode microsofts) {
    if (microsofts != null) {
      return "co-sell";
    }
    return visible ? "partner-led" : "private";
  }

  private static ReferralCard.Microsoft microsoft(ObjectNode own, ObjectNode microsofts) {
    var crmId = text(microsofts.path("trackingInfo"), "microsoftMsxId");
    return new ReferralCard.Microsoft(
        text(microsofts, "status"),
        text(microsofts, "substatus"),
        crmId.isEmpty() ? text(own.path("trackingInfo"), "microsoftMsxId") : crmId,
        person(microsofts.path("team").path(0)));
  }

  private static String help(ObjectNode own, ObjectNode microsofts) {
    for (var referral : microsofts == null ? List.of(own) : List.of(microsofts, own)) {
      var code = text(referral.path("inviteContext"), "assistanceRequestCode");
      if (!code.isEmpty() && !code.equals("Unknown")) {
        return code;
      }
    }
    return "";
  }

  private static List<Solution> solutions(JsonNode details) {
    var found = new ArrayList<Solution>();
    details
        .at("/requirements/solutions")
        .forEach(it -> found.add(new Solution(text(it, "id"), text(it, "name"))));
    return found;
  }

  private static boolean isMicrosofts(JsonNode referral) {
    return referral.path("organizationId").asText().equals("msft");
  }

  private static String person(JsonNode member) {
    return (text(member, "firstName") + " " + text(member, "lastName")).strip();
  }

  private static String id(JsonNode referral) {
    return referral.path("id").asText();
  }

  private static String day(String instant) {
    return instant.length() < 10 ? "" : instant.substring(0, 10);
  }

  private static String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asText() : "";
  }

  private static void put(Map<String, Object> values, String path, Object value) {
    if (value != null) {
      values.put(path, value);
    }
  }
}
