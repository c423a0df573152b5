package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Applies a JSON Patch as Partner Center does: {@code add} and {@code replace} only, known paths
 * only, all or nothing ("Update a lead or opportunity"; the paths are those the public Power
 * Automate connector offers).
 */
class PatchRules {
  private static final String CONSENT = "/consent/consentToShareReferralWithMicrosoftSellers";
  private static final String CONTACTS = "/customerProfile/team";
  private static final String ATTRIBUTES =
      "/details/requirements/additionalRequirements/attributes";

  /** Checks one value and gives it the form that is kept. */
  private interface Check {
    JsonNode apply(JsonNode value, String path);
  }

  private final Map<String, Check> paths = new HashMap<>();
  private final Registrations registrations;
  private final Switches switches;

  PatchRules(Fields fields, Registrations registrations, Switches switches) {
    this.registrations = registrations;
    this.switches = switches;
    for (var text :
        Set.of(
            "/statusReason",
            "/externalReferenceId",
            "/campaignId",
            "/referralProgram",
            "/salesStage")) {
      paths.put(text, fields::text);
    }
    paths.put("/status", fields::filled);
    paths.put("/substatus", fields::filled);
    paths.put("/name", fields::name);
    paths.put("/details/dealValue", fields::dealValue);
    paths.put("/details/currency", fields::currency);
    paths.put("/details/closingDateTime", fields::closingDate);
    paths.put("/details/notes", fields::notes);
    paths.put(
        "/details/requirements/solutions",
        (value, path) -> fields.solutions(fields.atLeastOne(value, path), path));
    paths.put("/details/requirements/solutions/-", fields::solution);
    paths.put("/team", (value, path) -> fields.members(fields.atLeastOne(value, path), path));
    paths.put("/team/-", fields::member);
    paths.put(CONTACTS, fields::members);
    paths.put(CONTACTS + "/-", fields::member);
    paths.put(CONSENT, PatchRules::onlyTrue);
    paths.put(ATTRIBUTES, fields::atLeastOne);
    paths.put(ATTRIBUTES + "/-", (value, path) -> value);
  }

  /**
   * A new referral with the operations applied; the one given stays as it is.
   *
   * @param shared whether Microsoft has been invited to the engagement
   */
  ObjectNode apply(ObjectNode referral, JsonNode operations, Actor who, boolean shared) {
    if (!operations.isArray() || operations.isEmpty()) {
      throw Refusal.malformed("The body must be an array of operations.", "body");
    }
    var changed = referral.deepCopy();
    boolean statusChanges = false;
    for (var operation : operations) {
      var op = operation.path("op").asText();
      var path = operation.path("path").asText();
      if (!Set.of("add", "replace").contains(op)) {
        throw Refusal.malformed("Operation '" + op + "' is not supported.", path);
      }
      if (!operation.has("value")) {
        throw Refusal.malformed("The operation has no value.", path);
      }
      if (path.startsWith("/registrations/")) {
        registrations.apply(changed, op, path, operation.get("value"));
        continue;
      }
      if (Lifecycle.isTerminal(referral)) {
        throw Refusal.against("A closed referral cannot be changed.", path);
      }
      applyField(changed, op, path, operation.get("value"), shared, who);
      statusChanges |= "/status".equals(path) || "/substatus".equals(path);
    }
    if (statusChanges) {
      checkStatus(referral, changed, who);
    }
    return changed;
  }

  /** The operations that turn one referral into the other, as far as they may be changed. */
  JsonNode operations(ObjectNode before, ObjectNode after) {
    var operations = Json.array();
    for (var path : paths.keySet()) {
      var now = after.at(path);
      if (!now.isMissingNode() && !now.equals(before.at(path))) {
        operations.addObject().put("op", "replace").put("path", path).set("value", now);
      }
    }
    return operations;
  }

  private void applyField(
      ObjectNode referral, String op, String path, JsonNode value, boolean shared, Actor who) {
    var check = paths.get(path);
    boolean fixed =
        who == Actor.CONNECTOR
            && switches.isOn(Switch.NAME_AND_INTENT_FIXED)
            && ("/name".equals(path) || path.startsWith(ATTRIBUTES));
    if (check == null || fixed) {
      throw Refusal.against("The path " + path + " cannot be changed.", path);
    }
    if (path.endsWith("/-") && !"add".equals(op)) {
      throw Refusal.malformed("An element can be appended with 'add' only.", path);
    }
    if (shared && path.startsWith(CONTACTS)) {
      if (switches.isOn(Switch.FROZEN_CONTACTS_REFUSED)) {
        throw Refusal.against("Customer contacts of a shared deal cannot be changed.", path);
      }
      return;
    }
    Json.set(referral, path, check.apply(value, path));
  }

  private void checkStatus(ObjectNode before, ObjectNode after, Actor who) {
    Lifecycle.checkMove(before, after);
    var substatus = after.path("substatus").asText();
    if ("Expired".equals(substatus) && who != Actor.SERVER) {
      throw Refusal.against("Only Partner Center sets a referral to expired.", "substatus");
    }
    if ("Error".equals(substatus)
        && who == Actor.CONNECTOR
        && switches.isOn(Switch.ERROR_SUBSTATUS_REFUSED)) {
      throw Refusal.against("Substatus Error is not accepted.", "substatus");
    }
  }

  private static JsonNode onlyTrue(JsonNode value, String path) {
    if (!BooleanNode.TRUE.equals(value)) {
      throw Refusal.against("Visibility to Microsoft sellers can only be turned on.", path);
    }
    return value;
  }
}
