package io.cosell.sandbox.salesforce;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the standard objects do by themselves when a record is saved. */
final class Automation {
  private final Org org;
  private final Dml dml;

  Automation(Org org, Dml dml) {
    this.org = org;
    this.dml = dml;
  }

  /** A team member that exists already is updated by its create. */
  Row existing(View view, ObjectType type, Map<String, Object> given) {
    if (!type.name.equals("OpportunityTeamMember") || given.get("OpportunityId") == null) {
      return null;
    }
    for (var row : view.having(type.name, type.any("OpportunityId"), given.get("OpportunityId"))) {
      if (!row.deleted() && Objects.equals(row.get("UserId"), given.get("UserId"))) {
        given.remove("OpportunityId");
        given.remove("UserId");
        return row;
      }
    }
    return null;
  }

  Row beforeSave(View view, ObjectType type, Row before, Row row, Author author) {
    var ready =
        switch (type.name) {
          case "Opportunity" -> opportunity(view, before, row);
          case "OpportunityTeamMember" -> named(row, userName(view, row.text("UserId")));
          case "OpportunityLineItem" -> lineItem(row);
          case "PushTopic" -> {
            PushTopics.check(row);
            yield row;
          }
          default -> type.isCustom() && row.get("Name") == null ? named(row, row.id()) : row;
        };
    if (type.any("LastName") != null) {
      ready = named(ready, fullName(ready));
    }
    if (type.all().stream().anyMatch(field -> field.name.endsWith("CountryCode"))) {
      ready = country(type, before, ready);
    }
    return ready;
  }

  void afterSave(Transaction tx, ObjectType type, Row before, Row after, Author author) {
    switch (type.name) {
      case "Opportunity" -> primaryContact(tx, before, after, author);
      case "OpportunityContactRole" -> onePrimary(tx, after, author);
      case "OpportunityLineItem" -> sumUp(tx, after == null ? before : after, author);
      case "ContentNote" -> contentDocument(tx, before, after, author);
      default -> {
        // nothing happens by itself
      }
    }
  }

  private Row opportunity(View view, Row before, Row row) {
    var changed = new LinkedHashMap<String, Object>();
    boolean stageMoved =
        before == null || !Objects.equals(before.get("StageName"), row.get("StageName"));
    if (stageMoved) {
      byStage(view, before, row, changed);
    }
    if (before != null && before.is("HasOpportunityLineItem")) {
      changed.put("Amount", before.get("Amount"));
    }
    var next = row.with(changed);
    var amount = (BigDecimal) next.get("Amount");
    var probability = (BigDecimal) next.get("Probability");
    var expected =
        amount == null || probability == null
            ? null
            : Values.plain(
                amount
                    .multiply(probability)
                    .divide(BigDecimal.valueOf(100), 2, RoundingMode.HALF_UP));
    var more = new LinkedHashMap<String, Object>();
    more.put("ExpectedRevenue", expected);
    if (next.get("CloseDate") instanceof LocalDate date) {
      more.put("FiscalYear", date.getYear());
    }
    return next.with(more);
  }

  private void byStage(View view, Row before, Row row, Map<String, Object> changed) {
    if (!org.allowsStage(row.text("RecordTypeId"), row.text("StageName"))) {
      throw ApiException.badRequest(
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
          "Stage: bad value for restricted picklist field: " + row.text("StageName"),
          "StageName");
    }
    var stage = stage(view, row.text("StageName"));
    changed.put("IsClosed", stage.map(it -> it.is("IsClosed")).orElse(false));
    changed.put("IsWon", stage.map(it -> it.is("IsWon")).orElse(false));
    stage.ifPresent(
        it -> {
          if (unchanged(before, row, "Probability")) {
            changed.put("Probability", it.get("DefaultProbability"));
          }
          if (unchanged(before, row, "ForecastCategoryName")) {
            changed.put("ForecastCategoryName", it.get("ForecastCategoryName"));
            changed.put("ForecastCategory", it.get("ForecastCategory"));
          }
        });
    if (before == null) {
      changed.put("HasOpportunityLineItem", false);
    } else {
      changed.put("LastStageChangeDate", row.get("SystemModstamp"));
    }
  }

  private static boolean unchanged(Row before, Row row, String field) {
    return before == null
        ? row.get(field) == null
        : Objects.equals(before.get(field), row.get(field));
  }

  static Optional<Row> stage(View view, String name) {
    return view.all("OpportunityStage").stream()
        .filter(stage -> !stage.deleted() && Objects.equals(stage.get("ApiName"), name))
        .findFirst();
  }

  private void primaryContact(Transaction tx, Row before, Row after, Author author) {
    if (before == null && after != null && after.get("ContactId") != null) {
      dml.create(
          tx,
          org.require("OpportunityContactRole"),
          Map.of(
              "OpportunityId", after.id(), "ContactId", after.get("ContactId"), "IsPrimary", true),
          author);
    }
  }

  private void onePrimary(Transaction tx, Row after, Author author) {
    if (after == null || !after.is("IsPrimary")) {
      return;
    }
    var type = org.require("OpportunityContactRole");
    var siblings = tx.having(type.name, type.any("OpportunityId"), after.get("OpportunityId"));
    for (var other : siblings) {
      if (!other.deleted() && !other.id().equals(after.id()) && other.is("IsPrimary")) {
        dml.touch(tx, other, Map.of("IsPrimary", false), author);
      }
    }
  }

  private static Row lineItem(Row row) {
    var quantity = (BigDecimal) row.get("Quantity");
    var price = (BigDecimal) row.get("UnitPrice");
    return quantity == null || price == null
        ? row
        : row.with(Map.of("TotalPrice", Values.plain(quantity.multiply(price))));
  }

  private void sumUp(Transaction tx, Row item, Author author) {
    var type = org.require("OpportunityLineItem");
    var opportunity = tx.find("Opportunity", item.text("OpportunityId"));
    if (opportunity == null || opportunity.deleted()) {
      return;
    }
    var sum = BigDecimal.ZERO;
    boolean any = false;
    for (var row : tx.having(type.name, type.any("OpportunityId"), opportunity.id())) {
      if (!row.deleted()) {
        any = true;
        sum = sum.add(row.get("TotalPrice") instanceof BigDecimal price ? price : BigDecimal.ZERO);
      }
    }
    var changed = new LinkedHashMap<String, Object>();
    changed.put("HasOpportunityLineItem", any);
    if (any) {
      changed.put("Amount", Values.plain(sum));
    }
    dml.touch(tx, opportunity, changed, author);
  }

  /** Every enhanced note is a document of the same id. */
  private static void contentDocument(Transaction tx, Row before, Row after, Author author) {
    if (after == null) {
      return;
    }
    var document = new Row("ContentDocument", after.id(), after.values(), false);
    tx.put(before == null ? Change.Kind.CREATE : Change.Kind.UPDATE, document, author);
  }

  private Row country(ObjectType type, Row before, Row row) {
    var next = row;
    for (var field : type.all()) {
      if (field.name.endsWith("CountryCode")) {
        next = country(field.name.substring(0, field.name.length() - 4), before, next);
        next = state(field.name.substring(0, field.name.length() - 11), before, next);
      }
    }
    return next;
  }

  /** Keeps text and code in step; an unknown country or one that contradicts is refused. */
  private static Row country(String textField, Row before, Row row) {
    var codeField = textField + "Code";
    boolean codeMoved = moved(before, row, codeField);
    boolean textMoved = moved(before, row, textField);
    var changed = new LinkedHashMap<String, Object>();
    if (codeMoved && row.get(codeField) != null) {
      changed.put(textField, Countries.name(row.text(codeField)).orElse(null));
    } else if (textMoved && row.get(textField) != null) {
      var label = textField.replaceAll("([a-z])([A-Z])", "$1 $2");
      var code =
          Countries.code(row.text(textField))
              .orElseThrow(
                  () ->
                      ApiException.badRequest(
                          "FIELD_INTEGRITY_EXCEPTION",
                          "There's a problem with this country, even though it may appear correct."
                              + " Please select a country/territory from the list of valid"
                              + " countries.: "
                              + label,
                          textField));
      changed.put(codeField, code);
    } else if (codeMoved || textMoved) {
      changed.put(textField, null);
      changed.put(codeField, null);
    }
    return row.with(changed);
  }

  /** The same for a state, which has to be one of its country. */
  private Row state(String prefix, Row before, Row row) {
    var textField = prefix + "State";
    var codeField = prefix + "StateCode";
    var states = org.states(String.valueOf(row.get(prefix + "CountryCode")));
    boolean codeMoved = moved(before, row, codeField);
    boolean textMoved = moved(before, row, textField);
    var changed = new LinkedHashMap<String, Object>();
    if (row.get(codeField) != null && (codeMoved || !textMoved)) {
      if (!states.containsKey(row.text(codeField))) {
        throw wrongState(codeField);
      }
      changed.put(textField, states.get(row.text(codeField)));
    } else if (textMoved && row.get(textField) != null) {
      changed.put(
          codeField,
          states.entrySet().stream()
              .filter(state -> state.getValue().equalsIgnoreCase(row.text(textField)))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseThrow(() -> wrongState(textField)));
    } else if (codeMoved || textMoved) {
      changed.put(textField, null);
      changed.put(codeField, null);
    }
    return row.with(changed);
  }

  private static boolean moved(Row before, Row row, String field) {
    return before == null || !Objects.equals(before.get(field), row.get(field));
  }

  private static ApiException wrongState(String field) {
    return ApiException.badRequest(
        "FIELD_INTEGRITY_EXCEPTION",
        "There's a problem with this state, even though it may appear correct. Please select a"
            + " state from the list of valid states.: "
            + field.replace("Code", "").replaceAll("([a-z])([A-Z])", "$1 $2"),
        field);
  }

  private static Row named(Row row, String name) {
    return name == null ? row : row.with(Map.of("Name", name));
  }

  private static String userName(View view, String id) {
    var user = id == null ? null : view.find("User", id);
    return user == null ? null : user.text("Name");
  }

  private static String fullName(Row row) {
    var first = row.text("FirstName");
    return first == null ? row.text("LastName") : first + " " + row.text("LastName");
  }
}
