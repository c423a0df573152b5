package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.salesforce.Org;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One way to tell whether an account is the customer of a referral. */
interface CustomerRule {
  /** Short names of rows the product brings. */
  Map<String, String> ROWS = Map.of("external-id", "customerExternalId", "duns", "customerDuns");

  /** The setting that names the field of such a row. */
  Map<String, String> SETTINGS =
      Map.of(
          "external-id", "cosell.account.external-id-field",
          "duns", "cosell.account.duns-field");

  Set<Kind> TEXTS = Set.of(Kind.TEXT, Kind.DUNS);

  /** The rule of this name; empty when there is none, or this org has no field for it. */
  static Optional<CustomerRule> named(String name, FieldTable table, Org org) {
    if (name.equals(NameAndPostalCode.NAME)) {
      return Optional.of(new NameAndPostalCode(table));
    }
    return table
        .row(ROWS.getOrDefault(name, name))
        .map(row -> row.in(org))
        .filter(row -> !row.isOff() && row.ofAccount() && TEXTS.contains(row.kind()))
        .filter(row -> org.has(row.object(), row.salesforceField()))
        .map(row -> new SameId(name, row));
  }

  /** Why there is no such rule, and what to do. */
  static String trouble(String name, FieldTable table, Org org) {
    var row = table.row(ROWS.getOrDefault(name, name));
    if (row.isEmpty()) {
      return "is no rule: use external-id, duns, name-and-postal-code, or the name of a text row of"
          + " the account in the mapping table. A referral says nothing else about who the customer"
          + " is, no website for example";
    }
    if (row.get().isOff() && SETTINGS.containsKey(name)) {
      return "needs a field to compare with: set " + SETTINGS.get(name);
    }
    if (row.get().isOff() || !row.get().ofAccount() || !TEXTS.contains(row.get().kind())) {
      return "is no row of a text of the account: choose one whose salesforce begins with Account.,"
          + " of kind text or duns";
    }
    return "compares with %s, which the org does not have or the integration user does not see"
        .formatted(row.get().salesforce());
  }

  /** As the setting calls it. */
  String name();

  /** What to look for, as a condition on Account; empty when the referral does not say it. */
  Optional<String> condition(DealState referral);

  /** The fields it looks at. */
  List<String> columns();

  /** Those of the accounts that are the customer, in the same order. */
  List<JsonNode> matching(List<JsonNode> accounts, DealState referral);

  /** True for an account that says it is somebody else. */
  boolean denies(JsonNode account, DealState referral);

  /** What tells the customer from another; empty when the referral does not say it. */
  Optional<String> key(DealState referral);
}
