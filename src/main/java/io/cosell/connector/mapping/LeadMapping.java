package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.When;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.LeadProperties;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Soql;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Between a lead, the referral it stands for and a {@link DealState}, by the lead rows of the
 * mapping table.
 */
public class LeadMapping {
  static final String OBJECT = "Lead";

  /** A path into an element of a list: the list, the place, the rest. */
  private static final Pattern IN_LIST = Pattern.compile("(.+?)/(\\d+)(/.+)?");

  private final FieldTable table;
  private final LeadProperties names;
  private final ReferralMapping referrals;

  LeadMapping(FieldTable table, LeadProperties names, LocalDate today) {
    this.table = table;
    this.names = names;
    this.referrals = new ReferralMapping(table, new ReferralChecks(table, List.of(), today), today);
  }

  /**
   * Every field of the rows that the org's leads do not have; a problem as well if there are no
   * rows.
   */
  public List<Problem> check(Org org) {
    if (table.rows().isEmpty()) {
      return List.of(
          new Problem(
              "mapping table, lead-fields",
              "",
              "leads are to come to Salesforce, but the table has no rows for them; take over"
                  + " mapping/leads.yaml"));
    }
    return table.rows().stream()
        .filter(row -> !row.isOff() && !org.has(OBJECT, row.salesforce()))
        .map(
            row ->
                new Problem(
                    "mapping table, lead row " + row.name(),
                    row.salesforce(),
                    "Lead has no such field, or the connector's user may not see it; create it,"
                        + " grant access through a permission set, or change the row"))
        .toList();
  }

  /** The field of this row as a seller knows it. */
  public String label(String row) {
    return table.row(row).map(FieldRow::salesforceLabel).orElse(row);
  }

  /** How the fields travel; what this referral has no place for is not sent to it. */
  public List<FieldRule> rules(Referral referral) {
    return table.rows().stream()
        .filter(row -> !row.isOff())
        .map(row -> hasPlaceFor(row, referral) ? row.rule() : inwardOnly(row.rule()))
        .toList();
  }

  private static boolean hasPlaceFor(FieldRow row, Referral referral) {
    var place = IN_LIST.matcher(row.partnerCenter());
    return !place.matches()
        || referral.json().at(place.group(1)).has(Integer.parseInt(place.group(2)));
  }

  private static FieldRule inwardOnly(FieldRule rule) {
    return new FieldRule(
        rule.name(), rule.toSalesforce(), When.NEVER, rule.onConflict(), rule.phase());
  }

  /** The lead as Partner Center has it now. */
  public DealState state(Referral referral) {
    return referrals.state(referral, null);
  }

  /** The lead as Salesforce has it now; a field that was not read has no opinion. */
  public DealState state(JsonNode lead) {
    var fields = new TreeMap<String, FieldValue>();
    for (var row : table.rows()) {
      read(row, lead).ifPresent(value -> fields.put(row.name(), value));
    }
    return new DealState(fields);
  }

  private Optional<FieldValue> read(FieldRow row, JsonNode lead) {
    var code = lead.path(row.salesforce() + "Code"); // read where the org has address picklists
    var node = code.isMissingNode() ? lead.path(row.salesforce()) : code;
    return switch (row.kind()) {
      case PHASE -> node.isMissingNode() ? Optional.empty() : Optional.of(phase(lead).value());
      case CHOICE ->
          node.asText("").isBlank() ? Optional.empty() : Optional.of(choice(row, node.asText()));
      default -> row.kind().canonical(row.salesforceLabel(), node).map(FieldValue::text);
    };
  }

  private static FieldValue choice(FieldRow row, String text) {
    var choice = row.choice(text);
    if (choice == null) {
      throw new UnmappableException(ErrorCode.NOT_IN_VALUE_MAP.of(row.salesforceLabel(), text));
    }
    return FieldValue.text(choice);
  }

  /** Open, whatever the seller calls it, unless its status says that she declines. */
  private Phase phase(JsonNode lead) {
    if (isConverted(lead)) {
      return Phase.ACCEPTED;
    }
    var status = lead.path("Status").asText("");
    boolean declined = !status.isBlank() && status.equalsIgnoreCase(names.declinedStatus());
    return declined ? Phase.LOST : Phase.OFFERED;
  }

  /** True when the seller has made it an account, a contact and usually an opportunity. */
  public static boolean isConverted(JsonNode lead) {
    return lead.path("IsConverted").asBoolean();
  }

  /** The referral's id as the lead has it, in lower case; empty for none. */
  public String referralId(JsonNode lead) {
    return lead.path(names.referralIdentifier()).asText("").strip().toLowerCase(Locale.ROOT);
  }

  /** Why the seller declines; empty when she gave no reason. */
  public String reason(JsonNode lead) {
    return names.reasonField().isBlank() ? "" : lead.path(names.reasonField()).asText("");
  }

  /**
   * The query that reads everything the mapping needs of leads, and nothing the org does not have.
   *
   * @param condition what follows WHERE
   */
  public String query(Org org, String condition) {
    var columns =
        new LinkedHashSet<>(
            List.of(
                "Id",
                "Status",
                "IsConverted",
                "ConvertedAccountId",
                "ConvertedOpportunityId",
                "SystemModstamp",
                names.referralIdentifier()));
    for (var name : List.of(names.referralLink(), names.audit(), names.reasonField())) {
      addIfThere(columns, org, name);
    }
    table.rows().forEach(row -> addIfThere(columns, org, row.in(org, OBJECT).salesforce()));
    return "SELECT " + String.join(", ", columns) + " FROM Lead WHERE " + condition;
  }

  private static void addIfThere(LinkedHashSet<String> columns, Org org, String field) {
    if (!field.isBlank() && org.has(OBJECT, field)) {
      columns.add(field);
    }
  }

  /** The condition that finds the lead of a referral. */
  public String ofReferral(String referralId) {
    return names.referralIdentifier() + " = " + Soql.quote(referralId);
  }

  /** The condition that finds the leads of any referral that changed at or after this instant. */
  public String changedSince(Instant since) {
    return names.referralIdentifier()
        + " != null AND SystemModstamp >= "
        + since.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The JSON Patch that brings these changes to the referral; a list is sent whole, and once.
   *
   * @param closingReason why the lead is declined, sent only with that
   */
  public ArrayNode patch(Referral current, Map<String, FieldValue> changes, String closingReason) {
    var operations = JsonNodeFactory.instance.arrayNode();
    var lists = new LinkedHashMap<String, ArrayNode>();
    for (var operation : referrals.patch(current, changes, closingReason)) {
      var place = IN_LIST.matcher(operation.path("path").asText());
      if (place.matches()) {
        var list =
            lists.computeIfAbsent(
                place.group(1), path -> (ArrayNode) current.json().at(path).deepCopy());
        put(list, Integer.parseInt(place.group(2)), place.group(3), operation.get("value"));
      } else {
        operations.add(operation);
      }
    }
    lists.forEach((path, list) -> ReferralMapping.replace(operations, path, list));
    return operations;
  }

  private static void put(ArrayNode list, int place, String path, JsonNode value) {
    if (path == null) {
      list.set(place, value);
    } else {
      ReferralPath.of(path).put((ObjectNode) list.get(place), value);
    }
  }

  /** To leads. */
  public LeadWriter writer() {
    return new LeadWriter(table, names);
  }
}
