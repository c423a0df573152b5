package io.cosell.connector.mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.When;
import io.cosell.connector.partnercenter.Referral;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Between a referral with its Microsoft sibling and a {@link DealState}, by the mapping table. */
public class ReferralMapping {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** "No help" as Partner Center spells it. */
  private static final String NO_HELP = "Unknown";

  private final FieldTable table;

  ReferralMapping(FieldTable table) {
    this.table = table;
  }

  /**
   * The deal as Partner Center has it now.
   *
   * @param own the partner's referral, null when it was not read
   * @param microsofts Microsoft's referral of the engagement, null when it was not read
   */
  public DealState state(Referral own, Referral microsofts) {
    var fields = new TreeMap<String, FieldValue>();
    for (var row : table.rows()) {
      var value =
          microsofts == null || row.microsoft() == null
              ? null
              : read(row, microsofts, row.microsoft());
      if (value == null && own != null) {
        value = read(row, own, row.partnerCenter());
      }
      if (value != null) {
        fields.put(row.name(), value);
      }
    }
    return new DealState(fields);
  }

  private static FieldValue read(FieldRow row, Referral referral, String path) {
    var node = referral.json().at(path);
    return switch (row.kind()) {
      case PHASE -> Phases.of(referral.status(), referral.substatus()).value();
      case CONTACTS, TEAM -> node.isArray() ? people(node) : null;
      case SOLUTIONS -> node.isArray() ? solutions(node) : null;
      case CHOICE ->
          node.asText("").isEmpty() || node.asText().equals(NO_HELP)
              ? null
              : choice(row, node.asText());
      default -> row.kind().canonical(row.name(), node).map(FieldValue::text).orElse(null);
    };
  }

  private static FieldValue choice(FieldRow row, String text) {
    var choice = row.choice(text);
    if (choice == null) {
      throw UnmappableException.of(
          row.name(),
          text,
          "the value map of this row in the mapping table has no such entry; add one");
    }
    return FieldValue.text(choice);
  }

  private static FieldValue people(JsonNode members) {
    var people = new TreeMap<String, SortedMap<String, String>>();
    for (var member : members) {
      var person = People.ofPartnerCenter(member);
      if (!person.isEmpty()) {
        people.putIfAbsent(People.key(person), person);
      }
    }
    return new FieldValue.Items(people);
  }

  private static FieldValue solutions(JsonNode solutions) {
    var found = new TreeMap<String, SortedMap<String, String>>();
    for (var solution : solutions) {
      var attributes = new TreeMap<String, String>();
      Solutions.put(attributes, Solutions.ID, solution.path("id"));
      Solutions.put(attributes, Solutions.NAME, solution.path("name"));
      Solutions.put(attributes, Solutions.TYPE, solution.path("solutionType"));
      Solutions.put(attributes, Solutions.PUBLISHER, solution.path("publisherName"));
      if (attributes.containsKey(Solutions.ID)) {
        found.put(attributes.get(Solutions.ID).toLowerCase(Locale.ROOT), attributes);
      }
    }
    return new FieldValue.Items(found);
  }

  /**
   * Checks that Partner Center can take this deal as a new referral.
   *
   * @param invitesMicrosoft true when help is asked for
   * @throws UnmappableException naming every field that is missing or wrong, as the seller knows it
   */
  public void requireComplete(DealState salesforce, boolean invitesMicrosoft) {
    var fields = new ArrayList<String>();
    var reasons = new ArrayList<String>();
    for (var row : table.rows()) {
      boolean required =
          row.requiredFor() == FieldRow.RequiredFor.EVERY_REFERRAL
              || (row.requiredFor() == FieldRow.RequiredFor.CO_SELL && invitesMicrosoft);
      boolean missing =
          row.kind().isList()
              ? salesforce.items(row.name()).isEmpty()
              : salesforce.text(row.name()).filter(text -> !text.isBlank()).isEmpty();
      if (required && missing) {
        fields.add(row.salesforce());
        reasons.add(row.salesforce() + " (" + row.name() + ") is missing");
      } else if (row.kind() == Kind.COUNTRY
          && !missing
          && !salesforce.text(row.name()).orElse("").matches("[A-Z]{2}")) {
        fields.add(row.salesforce());
        reasons.add(
            row.salesforce()
                + " is \""
                + salesforce.text(row.name()).orElse("")
                + "\" but must be a two-letter ISO 3166 code such as DE");
      }
    }
    if (!fields.isEmpty()) {
      throw new UnmappableException(fields, String.join("; ", reasons));
    }
  }

  /**
   * The referral to create for this deal (Referrals API, create a referral).
   *
   * @param opportunityId what the referral is to remember us by
   * @param leaders keys of the people to name first: the primary contact, the owner
   * @param invitesMicrosoft true when help is asked for: the referral becomes a shared one
   */
  public ObjectNode newReferral(
      DealState deal, String opportunityId, List<String> leaders, boolean invitesMicrosoft) {
    var referral = JSON.objectNode();
    table.onCreateReferral().forEach((path, value) -> put(referral, path, value.deepCopy()));
    for (var row : table.rows()) {
      var value = deal.fields().get(row.name());
      if (value == null
          || row.kind() == Kind.PHASE
          || row.kind() == Kind.CHOICE
          || row.rule().toPartnerCenter() == When.NEVER) {
        continue;
      }
      put(referral, row.partnerCenter(), toJson(row, value, JSON.arrayNode(), leaders));
    }
    referral.put("externalReferenceId", opportunityId);
    referral.put("type", invitesMicrosoft ? "Shared" : "Independent");
    var target = referral.putArray("target");
    if (invitesMicrosoft) {
      table
          .row(Kind.SOLUTIONS)
          .ifPresent(
              row ->
                  deal.items(row.name())
                      .values()
                      .forEach(
                          solution ->
                              target
                                  .addObject()
                                  .put("type", "SolutionProfile")
                                  .put("id", solution.get(Solutions.ID))));
      put(referral, "/consent/consentToShareReferralWithMicrosoftSellers", JSON.booleanNode(true));
    } else if (referral.at("/consent/consentToShareReferralWithMicrosoftSellers").isMissingNode()) {
      put(referral, "/consent/consentToShareReferralWithMicrosoftSellers", JSON.booleanNode(false));
    }
    return referral;
  }

  /** Microsoft's referral, to be created in the engagement of ours. */
  public ObjectNode invitation(Referral own, String help) {
    var invitation = JSON.objectNode();
    for (var copied : List.of("name", "qualification", "customerProfile", "consent", "details")) {
      if (own.json().hasNonNull(copied)) {
        invitation.set(copied, own.json().get(copied).deepCopy());
      }
    }
    invitation.put("engagementId", own.engagementId());
    invitation.put("type", "Shared");
    invitation
        .putArray("target")
        .addObject()
        .put("type", "BusinessProfileLocation")
        .put("id", "msft");
    var invite = invitation.putObject("inviteContext");
    invite.put("assistanceRequestCode", help);
    invite.put("notes", own.json().at("/details/notes").asText(""));
    invite
        .putObject("invitedBy")
        .put("organizationId", own.json().path("organizationId").asText())
        .put("organizationName", own.json().path("organizationName").asText());
    return invitation;
  }

  /**
   * The JSON Patch that brings these changes to the referral; empty when there is nothing Partner
   * Center lets be patched. The help asked for is no patch but an invitation of its own.
   *
   * @param closingReason why the deal is closed, sent only with a phase that needs one
   */
  public ArrayNode patch(Referral current, Map<String, FieldValue> changes, String closingReason) {
    var operations = JSON.arrayNode();
    for (var row : table.rows()) {
      var value = changes.get(row.name());
      if (value == null || row.kind() == Kind.CHOICE) {
        continue;
      }
      if (row.kind() == Kind.PHASE) {
        replacePhase(operations, Phase.of(value.toString()), closingReason);
      } else {
        replace(
            operations,
            row.partnerCenter(),
            toJson(row, value, current.json().at(row.partnerCenter()), List.of()));
      }
    }
    return operations;
  }

  /** The operations of a change of phase; status and substatus are always sent together. */
  public static void replacePhase(ArrayNode operations, Phase phase, String closingReason) {
    replace(operations, "/status", JSON.textNode(Phases.status(phase)));
    replace(operations, "/substatus", JSON.textNode(Phases.substatus(phase)));
    if (phase == Phase.LOST || phase == Phase.DECLINED) {
      replace(operations, "/statusReason", JSON.textNode(closingReason));
    }
  }

  /** Adds one replace operation. */
  public static void replace(ArrayNode operations, String path, JsonNode value) {
    operations.addObject().put("op", "replace").put("path", path).set("value", value);
  }

  private static JsonNode toJson(
      FieldRow row, FieldValue value, JsonNode current, List<String> leaders) {
    return switch (row.kind()) {
      case CONTACTS, TEAM -> peopleJson((FieldValue.Items) value, current, leaders);
      case SOLUTIONS -> solutionsJson((FieldValue.Items) value, current);
      default -> row.kind().toPartnerCenter(value.toString());
    };
  }

  /**
   * The people as Partner Center lists them: those it has keep their place and what only it knows.
   */
  private static ArrayNode peopleJson(
      FieldValue.Items people, JsonNode current, List<String> leaders) {
    var known = new TreeMap<String, JsonNode>();
    var order = new ArrayList<>(leaders);
    for (var member : current) {
      var key = People.key(People.ofPartnerCenter(member));
      known.putIfAbsent(key, member);
      order.add(key);
    }
    var list = JSON.arrayNode();
    people.byKey().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> place(order, entry.getKey())))
        .forEach(
            entry -> {
              var person = entry.getValue();
              var member =
                  known.containsKey(entry.getKey())
                      ? (ObjectNode) known.get(entry.getKey()).deepCopy()
                      : JSON.objectNode();
              person.forEach(
                  (attribute, text) ->
                      member.put(attribute.equals(People.PHONE) ? "phoneNumber" : attribute, text));
              list.add(member);
            });
    return list;
  }

  private static ArrayNode solutionsJson(FieldValue.Items solutions, JsonNode current) {
    var known = new TreeMap<String, JsonNode>();
    current.forEach(
        solution -> known.put(solution.path("id").asText().toLowerCase(Locale.ROOT), solution));
    var list = JSON.arrayNode();
    solutions
        .byKey()
        .forEach(
            (key, attributes) -> {
              var solution =
                  known.containsKey(key)
                      ? (ObjectNode) known.get(key).deepCopy()
                      : JSON.objectNode().put("type", "Name");
              Solutions.copy(attributes, Solutions.ID, solution, "id");
              Solutions.copy(attributes, Solutions.NAME, solution, "name");
              Solutions.copy(attributes, Solutions.TYPE, solution, "solutionType");
              Solutions.copy(attributes, Solutions.PUBLISHER, solution, "publisherName");
              list.add(solution);
            });
    return list;
  }

  private static int place(List<String> order, String key) {
    int place = order.indexOf(key);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  /** Sets a value deep in an object, making the objects above it. */
  static void put(ObjectNode root, String path, JsonNode value) {
    var pointer = JsonPointer.compile(path);
    var parent = root;
    for (var at = pointer; at.tail() != null && !at.tail().matches(); at = at.tail()) {
      parent = parent.withObjectProperty(at.getMatchingProperty());
    }
    parent.set(pointer.last().getMatchingProperty(), value);
  }
}
