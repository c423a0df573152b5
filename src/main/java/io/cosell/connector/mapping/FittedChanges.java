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

  /** Of an opportunity with its account, which is left alone unless it is new. */
  static FittedChanges of(
      Map<String, FieldValue> changes, FieldTable table, boolean newAccount, Org org) {
    var fitting = new Fitting(changes, table, org, newAccount);
    for (var row : table.rowsIn(org)) {
      if (newAccount || !row.ofAccount() || row.rule().toSalesforce() == When.ALWAYS) {
        fitting.fit(row, row.object());
      }
    }
    return fitting.result();
  }

  /** Of a lead. */
  static FittedChanges ofLead(
      Map<String, FieldValue> changes, FieldTable table, boolean newLead, Org org) {
    var fitting = new Fitting(changes, table, org, newLead);
    table.rows().forEach(row -> fitting.fit(row.in(org, LeadMapping.OBJECT), LeadMapping.OBJECT));
    return fitting.result();
  }

  private static final class Fitting {
    private final Map<String, FieldValue> changes;
    private final Org org;
    private final String country;
    private final Map<String, FieldValue> values;
    private final Map<String, FieldValue> translated = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    Fitting(Map<String, FieldValue> changes, FieldTable table, Org org, boolean newAddress) {
      this.changes = changes;
      this.org = org;
      this.values = new TreeMap<>(changes);
      var named = table.row(Kind.COUNTRY).map(row -> changes.get(row.name()));
      this.country = named.map(FieldValue::toString).orElse(newAddress ? "" : null);
    }

    FittedChanges result() {
      return new FittedChanges(values, translated, List.copyOf(notes));
    }

    void fit(FieldRow row, String object) {
      if (row.isOff() || !(changes.get(row.name()) instanceof FieldValue.Text value)) {
        return;
      }
      var field = row.salesforceField();
      if (field.endsWith("StateCode") && org.has(object, field)) {
        fitState(row, object, value.text());
      }
    }

    private void fitState(FieldRow row, String object, String state) {
      var code = stateCode(object, row.salesforceField(), state);
      if (code == null) {
        values.remove(row.name());
        notes.add(
            "%s \"%s\" is not written: the org has no such state of %s"
                .formatted(row.salesforce(), state, countryInWords()));
      } else if (!code.equals(state)) {
        values.put(row.name(), FieldValue.text(code));
        translated.put(row.name(), FieldValue.text(code));
      }
    }

    private String countryInWords() {
      return country == null || country.isEmpty() ? "its country" : country;
    }

    /** The code of a state given by code or name; null for one the country does not have. */
    private String stateCode(String object, String field, String state) {
      var options = org.field(object, field).map(Org.Field::options).orElse(List.of());
      return options.stream()
          .filter(option -> country == null || goesWith(option, country))
          .filter(option -> is(option.value(), state) || is(option.label(), state))
          .map(Org.Option::value)
          .findFirst()
          .orElse(null);
    }

    private static boolean goesWith(Org.Option option, String country) {
      return option.validFor().isEmpty() || option.validFor().contains(country);
    }

    private static boolean is(String known, String text) {
      return known.strip().equalsIgnoreCase(text.strip());
    }
  }
}
