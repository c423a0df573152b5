package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a mapping table against the org: are the fields there, and can they hold what they shall.
 */
final class OrgFit {
  private static final Set<String> TEXTS =
      Set.of(
          "string",
          "textarea",
          "url",
          "email",
          "phone",
          "picklist",
          "multipicklist",
          "combobox",
          "encryptedstring",
          "id",
          "reference");
  private static final Set<String> NUMBERS = Set.of("double", "currency", "int", "long", "percent");
  private static final Map<Kind, Set<String>> FITTING = fitting();

  private final TableReading reading;
  private final Org org;
  private final List<TableProblem> problems = new ArrayList<>();

  private OrgFit(TableReading reading, Org org) {
    this.reading = reading;
    this.org = org;
  }

  /** Everything that does not fit. */
  static List<TableProblem> problems(TableReading reading, Org org, String solutionsObject) {
    var fit = new OrgFit(reading, org);
    var table = reading.table();
    table.rowsIn(org).stream()
        .filter(row -> !row.kind().isList() && !row.isOff())
        .forEach(fit::check);
    fit.checkNew("on-create-opportunity", "Opportunity", table.onCreateOpportunity());
    fit.checkNew("on-create-account", "Account", table.onCreateAccount());
    fit.checkNew("on-create-contact", "Contact", table.onCreateContact());
    fit.checkNew("on-create-solution", solutionsObject, table.onCreateSolution());
    return List.copyOf(fit.problems);
  }

  private static Map<Kind, Set<String>> fitting() {
    var types = new EnumMap<Kind, Set<String>>(Kind.class);
    types.put(Kind.TEXT, TEXTS);
    types.put(Kind.NOTES, TEXTS);
    types.put(Kind.NAME, TEXTS);
    types.put(Kind.CHOICE, Set.of("picklist", "string", "combobox"));
    types.put(Kind.CURRENCY, TEXTS);
    types.put(Kind.COUNTRY, TEXTS);
    types.put(Kind.DUNS, TEXTS);
    types.put(Kind.PHASE, TEXTS);
    types.put(Kind.MONEY, NUMBERS);
    types.put(Kind.DECIMAL, NUMBERS);
    types.put(Kind.DATE, Set.of("date"));
    types.put(Kind.BOOLEAN, Set.of("boolean"));
    return types;
  }

  private void check(FieldRow row) {
    var object = row.ofAccount() ? "Account" : "Opportunity";
    if (!org.has(object, row.salesforceField())) {
      if (!mayBeAbsent(row)) {
        tell(
            row,
            "the org has no field "
                + row.salesforce()
                + ", or the connector's user may not see it; create it, grant access through a"
                + " permission set, or change the row",
            "salesforce");
      }
      return;
    }
    org.field(object, row.salesforceField())
        .ifPresent(
            field -> {
              checkType(row, field);
              checkDirection(row, field);
              if (row.kind() == Kind.CHOICE) {
                checkValues(row, field);
              }
            });
  }

  /** Single-currency orgs have no currency field. */
  private static boolean mayBeAbsent(FieldRow row) {
    return row.salesforce().equals("CurrencyIsoCode");
  }

  private void checkType(FieldRow row, Org.Field field) {
    boolean readAsDay =
        row.kind() == Kind.DATE
            && field.type().equals("datetime")
            && row.rule().toSalesforce() == When.NEVER;
    var types = FITTING.get(row.kind());
    if (types != null && !types.contains(field.type()) && !readAsDay) {
      tell(
          row,
          "kind %s does not fit %s, which is of type %s in the org%s"
              .formatted(row.kind().key(), row.salesforce(), field.type(), better(field)),
          "kind");
    }
  }

  private static String better(Org.Field field) {
    return switch (field.type()) {
      case "date" -> "; use date";
      case "datetime" -> "; use date with to-salesforce: never, or a date field";
      case "boolean" -> "; use boolean";
      case "picklist" -> "; use choice or text";
      default -> {
        if (NUMBERS.contains(field.type())) {
          yield "; use money or decimal";
        }
        yield TEXTS.contains(field.type()) ? "; use text" : "";
      }
    };
  }

  private void checkDirection(FieldRow row, Org.Field field) {
    var when = row.rule().toSalesforce();
    boolean refused =
        switch (when) {
          case ALWAYS -> !field.createable() || !field.updateable();
          case CREATE -> !field.createable();
          case NEVER -> false;
        };
    if (refused) {
      tell(
          row,
          "the connector's user may not write "
              + row.salesforce()
              + ", which is a formula, read-only, or closed to it by permissions; grant access"
              + " through a permission set, or write to-salesforce: never",
          row.toSalesforce() == null ? "salesforce" : "to-salesforce");
    }
  }

  /** What one side can say the other must be able to hear. */
  private void checkValues(FieldRow row, Org.Field field) {
    if (field.restricted() && row.rule().toSalesforce() != When.NEVER) {
      row.values()
          .forEach(
              (label, choice) -> {
                boolean wanted = !choice.isEmpty() && row.label(choice).equals(label);
                if (wanted && field.values().stream().noneMatch(label::equalsIgnoreCase)) {
                  tell(
                      row,
                      "the restricted picklist %s has no value \"%s\"; it has %s"
                          .formatted(row.salesforce(), label, field.values()),
                      "values",
                      label);
                }
              });
    }
    if (row.rule().toPartnerCenter() != When.NEVER) {
      for (var value : field.values()) {
        if (row.choice(value) == null) {
          tell(
              row,
              "there is no entry for \"%s\", a value of the picklist %s; add one, with \"\" for no opinion"
                  .formatted(value, row.salesforce()),
              "values");
        }
      }
    }
  }

  private void checkNew(String section, String object, Map<String, JsonNode> values) {
    values.forEach(
        (name, value) -> {
          if (!org.has(object, name)) {
            tell(
                section,
                name,
                object
                    + " has no such field, or the connector's user may not see it; create it,"
                    + " grant access through a permission set, or remove the line");
          }
          org.field(object, name)
              .filter(field -> !field.createable())
              .ifPresent(
                  field ->
                      tell(
                          section,
                          name,
                          "the connector's user may not write this field of " + object));
          org.field(object, name)
              .filter(Org.Field::restricted)
              .filter(field -> field.values().stream().noneMatch(value.asText()::equalsIgnoreCase))
              .ifPresent(
                  field ->
                      tell(
                          section,
                          name,
                          "the restricted picklist has no value \"%s\"; it has %s"
                              .formatted(value.asText(), field.values())));
        });
  }

  private void tell(FieldRow row, String what, String... steps) {
    var written = reading.table().row(row.name()).orElseThrow();
    problems.add(reading.problem(written, what, steps));
  }

  private void tell(String section, String key, String what) {
    problems.add(reading.problem(section, key, what));
  }
}
