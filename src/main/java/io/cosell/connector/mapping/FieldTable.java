package io.cosell.connector.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The mapping table: which field goes where, how, and who wins.
 *
 * @param rows one per field
 * @param onCreateReferral values for every new referral, by path
 * @param onCreateOpportunity values for every new opportunity, by API name
 * @param onCreateAccount the same for accounts
 * @param onCreateContact the same for contacts
 * @param onCreateSolution the same for rows of the solutions object
 * @param patchable whether Partner Center takes changes of a path; empty when nothing is said
 * @param leadRows one per field of a lead
 * @param onCreateLead values for every new lead, by API name
 */
record FieldTable(
    @JsonProperty("fields") List<FieldRow> rows,
    @JsonProperty("on-create-referral") Map<String, JsonNode> onCreateReferral,
    @JsonProperty("on-create-opportunity") Map<String, JsonNode> onCreateOpportunity,
    @JsonProperty("on-create-account") Map<String, JsonNode> onCreateAccount,
    @JsonProperty("on-create-contact") Map<String, JsonNode> onCreateContact,
    @JsonProperty("on-create-solution") Map<String, JsonNode> onCreateSolution,
    Map<String, Boolean> patchable,
    @JsonProperty("lead-fields") List<FieldRow> leadRows,
    @JsonProperty("on-create-lead") Map<String, JsonNode> onCreateLead) {
  static final FieldTable EMPTY =
      new FieldTable(null, null, null, null, null, null, null, null, null);

  FieldTable {
    rows = rows == null ? List.of() : List.copyOf(rows);
    onCreateReferral = copy(onCreateReferral);
    onCreateOpportunity = copy(onCreateOpportunity);
    onCreateAccount = copy(onCreateAccount);
    onCreateContact = copy(onCreateContact);
    onCreateSolution = copy(onCreateSolution);
    patchable = copy(patchable);
    leadRows = leadRows == null ? List.of() : List.copyOf(leadRows);
    onCreateLead = copy(onCreateLead);
  }

  /** The table of leads: their rows alone. */
  FieldTable ofLeads() {
    return new FieldTable(leadRows, null, null, null, null, null, patchable, null, onCreateLead);
  }

  /** Both as one; of a value that both give the other's wins. */
  FieldTable and(FieldTable other) {
    return new FieldTable(
        Stream.concat(rows.stream(), other.rows.stream()).toList(),
        both(onCreateReferral, other.onCreateReferral),
        both(onCreateOpportunity, other.onCreateOpportunity),
        both(onCreateAccount, other.onCreateAccount),
        both(onCreateContact, other.onCreateContact),
        both(onCreateSolution, other.onCreateSolution),
        both(patchable, other.patchable),
        Stream.concat(leadRows.stream(), other.leadRows.stream()).toList(),
        both(onCreateLead, other.onCreateLead));
  }

  private static <V> Map<String, V> both(Map<String, V> one, Map<String, V> other) {
    var all = new TreeMap<>(one);
    all.putAll(other);
    return all;
  }

  /** By name, so that a list stands before its elements. */
  private static <V> Map<String, V> copy(Map<String, V> values) {
    return values == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** The rules for a merge, of all fields this org has a place for. */
  List<FieldRule> rules() {
    return rules(rows);
  }

  /** The same in this org. */
  List<FieldRule> rules(Org org) {
    return rules(rowsIn(org));
  }

  private static List<FieldRule> rules(List<FieldRow> rows) {
    return rows.stream().filter(row -> !row.isOff()).map(FieldRow::rule).toList();
  }

  /**
   * The rows as they are in this org. Where the deal's value is a formula, its currency is not
   * changed either: both together say what the deal is worth.
   */
  List<FieldRow> rowsIn(Org org) {
    var here = rows.stream().map(row -> row.in(org)).toList();
    boolean valueIsRead =
        here.stream().anyMatch(row -> row.isDealValue() && row.rule().toSalesforce() == When.NEVER);
    return valueIsRead
        ? here.stream().map(row -> row.kind() == Kind.CURRENCY ? row.onlyOnCreate() : row).toList()
        : here;
  }

  Optional<FieldRow> row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  Optional<FieldRow> row(Kind kind) {
    return rows.stream().filter(row -> row.kind() == kind).findFirst();
  }
}
