package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A Microsoft seller. The ids given are of any referral of the engagement; what changes is always
 * Microsoft's own.
 */
public class MicrosoftSeller {
  private final PartnerCenter center;
  private final AtomicInteger crmIds = new AtomicInteger(4_100_000);

  MicrosoftSeller(PartnerCenter center) {
    this.center = center;
  }

  /** Shares a deal with the partner; answers the partner's pending referral. */
  public ObjectNode shares(Deal deal) {
    return shares(deal.json());
  }

  /** Shares a deal from JSON. */
  public ObjectNode shares(ObjectNode deal) {
    return center.shareFromMicrosoft(deal, sellers(), nextCrmId()).deepCopy();
  }

  /** Passes a lead on to the partner; answers the partner's pending referral. */
  public ObjectNode sendsLead(Deal lead) {
    return sendsLead(lead.json());
  }

  /** Passes a lead on from JSON. */
  public ObjectNode sendsLead(ObjectNode lead) {
    return center.leadFromMicrosoft(lead).deepCopy();
  }

  /** Accepts: Microsoft's sellers and CRM id become visible. */
  public ObjectNode accepts(String id) {
    return changes(
        id,
        referral -> {
          referral.put("status", "Active").put("substatus", "Accepted");
          referral.set("team", sellers());
          referral.withObject("/trackingInfo").put("microsoftMsxId", nextCrmId());
        });
  }

  /** Declines. */
  public ObjectNode declines(String id, String reason) {
    return closes(id, "Declined", reason);
  }

  /** Closes Microsoft's side as won. */
  public ObjectNode wins(String id) {
    return closes(id, "Won", null);
  }

  /** Closes Microsoft's side as lost. */
  public ObjectNode loses(String id, String reason) {
    return closes(id, "Lost", reason);
  }

  /** Changes one value of Microsoft's referral, such as {@code /details/dealValue}. */
  public ObjectNode changes(String id, String pointer, Object value) {
    return changes(id, referral -> Json.set(referral, pointer, Json.tree(value)));
  }

  private ObjectNode closes(String id, String substatus, String reason) {
    return changes(
        id,
        referral -> {
          referral.put("status", "Closed").put("substatus", substatus);
          if (reason != null) {
            referral.put("statusReason", reason);
          }
        });
  }

  private ObjectNode changes(String id, Consumer<ObjectNode> edit) {
    var microsofts =
        center
            .microsoftsIn(center.get(id))
            .orElseThrow(() -> Refusal.against("Microsoft is not part of this engagement.", "id"));
    return center.change(microsofts.get("id").asText(), Actor.MICROSOFT, edit).deepCopy();
  }

  private String nextCrmId() {
    return "7-" + Integer.toString(crmIds.incrementAndGet(), 36).toUpperCase(Locale.ROOT);
  }

  private static ArrayNode sellers() {
    var team = Json.array();
    team.addObject()
        .put("firstName", "Mona")
        .put("lastName", "Okafor")
        .put("phoneNumber", "+14255550100")
        .put("email", "mona.okafor@microsoft.example");
    return team;
  }
}
