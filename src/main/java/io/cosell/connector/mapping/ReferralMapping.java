package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.When;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ErrorCode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Between a referral with its Microsoft sibling and a {@link DealState}, by the mapping table. */
public class ReferralMapping {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** "No help" as Partner Center spells it. */
  private static final String NO_HELP = "Unknown";

  private static final String SHOWN_TO_MICROSOFT =
      "/consent/consentToShareReferralWithMicrosoftSellers";

  private final FieldTable table;
  private final ReferralChecks checks;
  private final LocalDate today;

  ReferralMapping(FieldTable table, ReferralChecks checks, LocalDate today) {
    this.table = table;
    this.checks = checks;
    this.today = today;
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
      if (row.isOff()) {
        continue;
      }
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
    var node = ReferralPath.of(path).read(referral.json());
    return switch (row.kind()) {
      case PHASE ->
          Phases.of(referral.status(), referral.substatus()).map(Phase::value).orElse(null);
      case CONTACTS, TEAM, SOLUTIONS -> list(row, referral, node);
      case CHOICE ->
          node.asText("").isEmpty() || node.asText().equals(NO_HELP)
              ? null
              : choice(row, node.asText());
      case COUNTRY ->
          row.kind()
              .canonical(row.salesforceLabel(), node)
              .map(Countries::code)
              .map(FieldValue::text)
              .orElse(null);
      default ->
          row.kind().canonical(row.salesforceLabel(), node).map(FieldValue::text).orElse(null);
    };
  }

  /** What never goes to Salesforce needs no name there. */
  private static FieldValue choice(FieldRow row, String text) {
    var choice = row.choice(text);
    if (choice != null) {
      return FieldValue.text(choice);
    }
    if (row.rule().toSalesforce() == When.NEVER) {
      return FieldValue.text(text);
    }
    throw new UnmappableException(ErrorCode.NOT_IN_VALUE_MAP.of(row.salesforceLabel(), text));
  }

  /**
   * The elements; null for no opinion. A closed referral may have lost its people to data
   * protection, so an empty list there does not mean that somebody removed them.
   */
  private static FieldValue list(FieldRow row, Referral referral, JsonNode elements) {
    boolean emptied = elements.isEmpty() && referral.status().equals(Phases.CLOSED);
    if (elements.isMissingNode() || emptied) {
      return null;
    }
    var found = new TreeMap<String, SortedMap<String, String>>();
    for (var element : elements) {
      boolean solution = row.kind() == Kind.SOLUTIONS;
      var attributes =
          solution ? Solutions.ofPartnerCenter(element) : People.ofPartnerCenter(element);
      var key = solution ? Solutions.key(attributes) : People.key(attributes);
      if (!key.isEmpty()) {
        found.putIfAbsent(key, attributes);
      }
    }
    return new FieldValue.Items(found);
  }

  /**
   * Checks that Partner Center can take this deal as a new referral, its own or Microsoft's.
   *
   * @param deal what the referral will say
   * @param invitesMicrosoft true when help is asked for
   * @throws UnmappableException naming every field that is missing or wrong, as the seller knows it
   */
  public void requireComplete(DealState deal, boolean invitesMicrosoft) {
    UnmappableException.throwIfAny(checks.ofNew(deal, invitesMicrosoft));
  }

  /**
   * Checks that Partner Center can take these changes of a referral.
   *
   * @param partnerCenter the deal as Partner Center has it
   * @throws UnmappableException naming every field that is wrong, as the seller knows it
   */
  public void requireAcceptable(Map<String, FieldValue> changes, DealState partnerCenter) {
    UnmappableException.throwIfAny(checks.ofChanges(changes, partnerCenter));
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
      if (row.kind() == Kind.PHASE
          || row.ofInvitation()
          || row.rule().toPartnerCenter() == When.NEVER) {
        continue;
      }
      deal.get(row.name())
          .filter(value -> !isEmptied(row, value))
          .or(() -> row.defaultValue(today).map(FieldValue::text))
          .map(value -> toJson(row, value, JSON.arrayNode(), leaders))
          .ifPresent(value -> put(referral, row.partnerCenter(), value));
    }
    referral.put("externalReferenceId", opportunityId);
    referral.put("type", invitesMicrosoft ? "Shared" : "Independent");
    var target = referral.putArray("target");
    if (invitesMicrosoft) {
      solutionIds(deal)
          .forEach(id -> target.addObject().put("type", "SolutionProfile").put("id", id));
      put(referral, SHOWN_TO_MICROSOFT, JSON.booleanNode(true));
    } else if (referral.at(SHOWN_TO_MICROSOFT).isMissingNode()) {
      put(referral, SHOWN_TO_MICROSOFT, JSON.booleanNode(false));
    }
    return referral;
  }

  /** Nothing to tell a new referral, but for notes, which may be empty. */
  private static boolean isEmptied(FieldRow row, FieldValue value) {
    boolean mayBeEmpty = row.kind() == Kind.NOTES && row.defaultText() == null;
    return value.equals(FieldValue.text("")) && !mayBeEmpty;
  }

  private List<String> solutionIds(DealState deal) {
    return table
        .row(Kind.SOLUTIONS)
        .map(row -> deal.items(row.name()).values().stream().map(it -> it.get(Solutions.ID)))
        .map(Stream::toList)
        .orElse(List.of());
  }

  /** Key of the customer's person Partner Center names first; null for none. */
  public String firstContact(Referral referral) {
    return table.row(Kind.CONTACTS).stream()
        .flatMap(
            row ->
                StreamSupport.stream(referral.json().at(row.partnerCenter()).spliterator(), false))
        .map(member -> People.key(People.ofPartnerCenter(member)))
        .filter(key -> !key.isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** Microsoft's referral, to be created in the engagement of ours. */
  public ObjectNode invitation(Referral own, String help) {
    var invitation = JSON.objectNode();
    for (var copied : List.of("name", "qualification", "customerProfile", "consent", "details")) {
      if (own.json().hasNonNull(copied)) {
        invitation.set(copied, own.json().get(copied).deepCopy());
      }
    }
    put(invitation, SHOWN_TO_MICROSOFT, JSON.booleanNode(true));
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
    var lists = new LinkedHashMap<String, JsonNode>();
    for (var row : table.rows()) {
      var value = changes.get(row.name());
      if (value == null || row.ofInvitation()) {
        continue;
      }
      if (row.kind() == Kind.PHASE) {
        replacePhase(operations, Phase.of(value.toString()), closingReason);
      } else if (row.path().selects()) {
        var path = row.path();
        var list = lists.getOrDefault(path.target(), current.json().at(path.target()));
        lists.put(path.target(), path.withElement(list, row.toPartnerCenterJson(value.toString())));
      } else {
        replace(
            operations,
            row.partnerCenter(),
            toJson(row, value, current.json().at(row.partnerCenter()), List.of()));
      }
    }
    lists.forEach((path, list) -> replace(operations, path, list));
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
      default -> row.toPartnerCenterJson(value.toString());
    };
  }

  /**
   * The people as Partner Center lists them: those it has keep their place and what only it knows.
   */
  private static ArrayNode peopleJson(
      FieldValue.Items people, JsonNode current, List<String> leaders) {
    var known = new TreeMap<String, ObjectNode>();
    var order = new ArrayList<>(leaders);
    for (var member : current) {
      var key = People.key(People.ofPartnerCenter(member));
      known.putIfAbsent(key, (ObjectNode) member);
      order.add(key);
    }
    var list = JSON.arrayNode();
    people.byKey().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> place(order, entry.getKey())))
        .forEach(
            entry -> {
              var member = known.get(entry.getKey());
              list.add(
                  member == null
                      ? with(entry.getValue(), JSON.objectNode())
                      : with(People.changeable(entry.getValue()), member.deepCopy()));
            });
    return list;
  }

  private static ObjectNode with(SortedMap<String, String> person, ObjectNode member) {
    person.forEach(
        (attribute, text) ->
            member.put(attribute.equals(People.PHONE) ? "phoneNumber" : attribute, text));
    return member;
  }

  private static ArrayNode solutionsJson(FieldValue.Items solutions, JsonNode current) {
    var known = new TreeMap<String, JsonNode>();
    current.forEach(
        solution ->
            known.putIfAbsent(Solutions.key(Solutions.ofPartnerCenter(solution)), solution));
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

  private static void put(ObjectNode referral, String path, JsonNode value) {
    ReferralPath.of(path).put(referral, value);
  }
}
