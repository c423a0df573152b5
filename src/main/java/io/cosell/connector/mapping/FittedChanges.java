package io.cosell.connector.mapping;

import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decided changes in the words of one org.
 *
 * @param values the values to write, by field name
 * @param translated those of them that are another value than was decided
 * @param notes what is not written and why, a sentence each
 */
public record FittedChanges(
    Map<String, FieldValue> values, Map<String, FieldValue> translated, List<String> notes) {

  static FittedChanges of(
      Map<String, FieldValue> changes, FieldTable table, boolean newAccount, Org org) {
    var values = new TreeMap<>(changes);
    var translated = new TreeMap<String, FieldValue>();
    var notes = new ArrayList<String>();
    for (var row : table.rowsIn(org)) {
      boolean written =
          changes.containsKey(row.name())
              && (newAccount || !row.ofAccount() || row.rule().toSalesforce() == When.ALWAYS);
      if (!written) {
        continue;
      }
      var value = changes.get(row.name()).toString();
      if (row.kind() == Kind.COUNTRY) {
        requireListed(row, value, org);
      } else if (row.kind() == Kind.CURRENCY) {
        requireActive(row, value, org);
      } else if (isStateCode(row, org)) {
        var country = country(changes, table);
        var code = stateCode(row, value, country, org);
        if (code == null) {
          values.remove(row.name());
          notes.add(
              "the account has no state: this org has no state \"%s\" of %s"
                  .formatted(value, country.isEmpty() ? "an unknown country" : country));
        } else if (!code.equals(value)) {
          values.put(row.name(), FieldValue.text(code));
          translated.put(row.name(), FieldValue.text(code));
        }
      }
    }
    return new FittedChanges(values, translated, List.copyOf(notes));
  }

  private static void requireListed(FieldRow row, String country, Org org) {
    var refused =
        org.field(row.object(), row.salesforceField())
            .filter(field -> field.restricted() && !field.values().contains(country));
    if (refused.isPresent()) {
      throw UnmappableException.of(
          row.salesforce(),
          country,
          "this country is not in the org's list; activate it in Salesforce under State and"
              + " Country/Territory Picklists");
    }
  }

  private static void requireActive(FieldRow row, String currency, Org org) {
    boolean refused =
        row.salesforce().equals("CurrencyIsoCode")
            && org.currencies().multiple()
            && !org.currencies().active().contains(currency);
    if (refused) {
      throw UnmappableException.of(
          row.salesforce(),
          currency,
          "this currency is not active in the org; activate it in Salesforce under Manage"
              + " Currencies, or let somebody change the currency in Partner Center");
    }
  }

  private static boolean isStateCode(FieldRow row, Org org) {
    return row.salesforceField().endsWith("StateCode")
        && org.has(row.object(), row.salesforceField());
  }

  private static String country(Map<String, FieldValue> changes, FieldTable table) {
    return table
        .row(Kind.COUNTRY)
        .map(row -> changes.get(row.name()))
        .map(FieldValue::toString)
        .orElse("");
  }

  /** The code of a state given by code or name; null for one the org does not have. */
  private static String stateCode(FieldRow row, String state, String country, Org org) {
    var options =
        org.field(row.object(), row.salesforceField()).map(Org.Field::options).orElse(List.of());
    return options.stream()
        .filter(option -> option.validFor().isEmpty() || option.validFor().contains(country))
        .filter(option -> is(option.value(), state) || is(option.label(), state))
        .map(Org.Option::value)
        .findFirst()
        .orElse(null);
  }

  private static boolean is(String known, String text) {
    return known.strip().equalsIgnoreCase(text.strip());
  }
}
