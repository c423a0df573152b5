package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** A person of the partner who works in the Partner Center portal. Ids are referral ids. */
public class PortalUser {
  private final PartnerCenter center;

  PortalUser(PartnerCenter center) {
    this.center = center;
  }

  /** Creates an own deal; the same rules hold as in the API. */
  public ObjectNode creates(Deal deal) {
    return creates(deal.json());
  }

  /** Creates an own deal from JSON. */
  public ObjectNode creates(ObjectNode deal) {
    return center.create(deal, Actor.PORTAL).deepCopy();
  }

  /** Asks Microsoft for help with an own deal; answers Microsoft's new referral. */
  public ObjectNode asksMicrosoftForHelp(String id, String assistanceCode, String notes) {
    var own = center.get(id);
    var invitation = own.deepCopy();
    Json.set(invitation, "/consent/consentToShareReferralWithMicrosoftSellers", Json.tree(true));
    invitation
        .putArray("target")
        .addObject()
        .put("type", "BusinessProfileLocation")
        .put("id", PartnerCenter.MICROSOFT);
    invitation
        .putObject("inviteContext")
        .put("notes", notes)
        .put("assistanceRequestCode", assistanceCode);
    invitation.putArray("team");
    invitation.putNull("externalReferenceId");
    return center.create(invitation, Actor.PORTAL).deepCopy();
  }

  /** Changes one value, such as {@code /details/dealValue}. */
  public ObjectNode changes(String id, String pointer, Object value) {
    return changes(id, Map.of(pointer, value));
  }

  /** Changes several values at once. */
  public ObjectNode changes(String id, Map<String, ?> values) {
    var operations = Json.array();
    values.forEach(
        (path, value) ->
            operations
                .addObject()
                .put("op", path.endsWith("/-") ? "add" : "replace")
                .put("path", path)
                .set("value", Json.tree(value)));
    return patches(id, operations);
  }

  /** Applies a JSON Patch. */
  public ObjectNode patches(String id, JsonNode operations) {
    return center.patch(id, operations, null, Actor.PORTAL).deepCopy();
  }

  /** Makes the deal visible to Microsoft sellers; there is no way back. */
  public ObjectNode makesVisible(String id) {
    return changes(id, "/consent/consentToShareReferralWithMicrosoftSellers", true);
  }

  /** Accepts an invitation. */
  public ObjectNode accepts(String id) {
    return sets(id, "Active", "Accepted", null);
  }

  /** Declines an invitation. */
  public ObjectNode declines(String id, String reason) {
    return sets(id, "Closed", "Declined", reason);
  }

  /** Closes as won. */
  public ObjectNode wins(String id) {
    return sets(id, "Closed", "Won", null);
  }

  /** Closes as lost. */
  public ObjectNode loses(String id, String reason) {
    return sets(id, "Closed", "Lost", reason);
  }

  /** Closes as error. */
  public ObjectNode closesAsError(String id, String reason) {
    return sets(id, "Closed", "Error", reason);
  }

  private ObjectNode sets(String id, String status, String substatus, String reason) {
    return reason == null
        ? changes(id, Map.of("/status", status, "/substatus", substatus))
        : changes(id, Map.of("/status", status, "/substatus", substatus, "/statusReason", reason));
  }
}
