package io.cosell.sandbox.desk;

import io.cosell.sandbox.desk.OpportunityCard.Aspects;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the page shows of the partner's referral and of Microsoft's in the same engagement.
 *
 * @param kind {@code private}, {@code partner-led} or {@code co-sell}
 * @param incoming whether Microsoft shared it
 * @param crmId the id of the opportunity, empty for none
 * @param microsoft Microsoft's referral, null when Microsoft is not part of it
 * @param created when it was created, ISO 8601
 */
record ReferralCard(
    String id,
    String engagementId,
    String name,
    String customer,
    String country,
    String contact,
    String status,
    String substatus,
    String reason,
    BigDecimal value,
    String currency,
    String closeDate,
    String notes,
    String crmId,
    String kind,
    boolean incoming,
    boolean visible,
    String help,
    List<Solution> solutions,
    String expires,
    Microsoft microsoft,
    String created) {

  /** Microsoft's side of the engagement. */
  record Microsoft(String status, String substatus, String crmId, String seller) {}

  /** Values that also exist in Salesforce, spelled so that they can be compared. */
  Map<String, String> aspects() {
    var values = new TreeMap<String, String>();
    values.put("value", Aspects.number(value));
    values.put("currency", currency);
    values.put("close date", closeDate);
    values.put("notes", Aspects.text(notes));
    values.put("status", phase());
    values.put("solutions", Aspects.ids(solutions));
    values.put("help", help.toLowerCase(Locale.ROOT));
    values.put("visibility", String.valueOf(visible));
    values.put("Microsoft's id", microsoft == null ? "" : microsoft.crmId());
    return values;
  }

  String phase() {
    return switch (status) {
      case "Active" -> "accepted";
      case "Closed" -> substatus.equals("Won") ? "won" : "lost";
      default -> "offered";
    };
  }
}
