package io.cosell.sandbox.salesforce;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Creates, changes and deletes records by the org's rules, inside a transaction. */
final class Dml {
  private final Org org;
  private final Ids ids;
  private final Clock clock;
  private final Permissions permissions;
  private final Automation automation;

  Dml(Org org, Ids ids, Clock clock, Permissions permissions) {
    this.org = org;
    this.ids = ids;
    this.clock = clock;
    this.permissions = permissions;
    this.automation = new Automation(org, this);
  }

  /** Returns the new record's id. */
  String create(Transaction tx, ObjectType type, Map<String, Object> body, Author author) {
    if (!type.createable) {
      throw notAllowed(type, "create");
    }
    for (var key : body.keySet()) {
      if (key.equalsIgnoreCase("Id")) {
        throw ApiException.invalidField(
            "The Id field should not be specified in the sobject data.");
      }
    }
    if (org.storageIsFull()) {
      throw ApiException.badRequest("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded");
    }
    var given = read(tx, type, body, true);
    var existing = automation.existing(tx, type, given);
    if (existing != null) {
      save(tx, type, existing, given, author);
      return existing.id();
    }
    var values = new LinkedHashMap<String, Object>();
    for (var field : type.all()) {
      if (given.get(field.name) != null) {
        values.put(field.name, given.get(field.name));
      } else if (field.defaultValue != null && !given.containsKey(field.name)) {
        values.put(field.name, field.defaultValue);
      }
    }
    stampCreation(type, values, author);
    var row = new Row(type.name, ids.next(type.keyPrefix), values, false);
    requireFields(type, row);
    return insert(tx, type, row, author);
  }

  private String insert(Transaction tx, ObjectType type, Row row, Author author) {
    tx.lock(row.id());
    lockParents(tx, type, row, null);
    var ready = automation.beforeSave(tx, type, null, row, author);
    check(tx, type, null, ready, author);
    tx.put(Change.Kind.CREATE, ready, author);
    automation.afterSave(tx, type, null, ready, author);
    return row.id();
  }

  /** Changes the given fields only; null clears one. */
  void update(Transaction tx, ObjectType type, String id, Map<String, Object> body, Author author) {
    if (!type.updateable) {
      throw notAllowed(type, "update");
    }
    tx.lock(id);
    var before = existing(tx, type, id);
    checkMayEdit(id, author);
    if (before.is("IsConverted")) {
      throw ApiException.badRequest(
          "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
    }
    save(tx, type, before, read(tx, type, body, false), author);
  }

  private void save(
      Transaction tx, ObjectType type, Row before, Map<String, Object> given, Author author) {
    tx.lock(before.id());
    var current = tx.find(type.name, before.id());
    var changes = new LinkedHashMap<>(given);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    changes.put("LastModifiedDate", now);
    changes.put("LastModifiedById", author.userId());
    changes.put("SystemModstamp", now);
    changes.keySet().removeIf(name -> type.any(name) == null);
    var row = current.with(changes);
    requireFields(type, row);
    lockParents(tx, type, row, current);
    var ready = automation.beforeSave(tx, type, current, row, author);
    check(tx, type, current, ready, author);
    tx.put(Change.Kind.UPDATE, ready, author);
    automation.afterSave(tx, type, current, ready, author);
  }

  /** Changes fields the org itself keeps, with no rule but with stamps. */
  void touch(Transaction tx, Row row, Map<String, Object> changed, Author author) {
    tx.lock(row.id());
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var all = new LinkedHashMap<>(changed);
    all.put("SystemModstamp", now);
    all.put("LastModifiedDate", now);
    all.put("LastModifiedById", author.userId());
    var current = tx.find(row.type(), row.id());
    tx.put(Change.Kind.UPDATE, (current == null ? row : current).with(all), author);
  }

  /** Deletes the record and its details; both come back with {@link #undelete}. */
  void delete(Transaction tx, ObjectType type, String id, Author author) {
    if (!type.deletable) {
      throw notAllowed(type, "delete");
    }
    tx.lock(id);
    var row = existing(tx, type, id);
    checkMayEdit(id, author);
    lockParents(tx, type, row, null);
    for (var child : org.children(type)) {
      for (var dependent : tx.having(child.type().name, child.field(), id)) {
        if (!dependent.deleted()) {
          orphan(tx, child, dependent, author);
        }
      }
    }
    if (type.restorable) {
      tx.put(Change.Kind.DELETE, stamped(row, author).deleted(true), author);
    } else {
      tx.expunge(row);
    }
    automation.afterSave(tx, type, row, null, author);
  }

  private void orphan(Transaction tx, Org.Child child, Row dependent, Author author) {
    boolean goesWithParent = child.field().masterDetail || !child.field().nillable;
    if (goesWithParent) {
      delete(tx, child.type(), dependent.id(), author);
    } else if (!child.field().referenceTo.contains("Account")) {
      var cleared = new LinkedHashMap<String, Object>();
      cleared.put(child.field().name, null);
      tx.put(Change.Kind.UPDATE, stamped(dependent, author).with(cleared), author);
    } else if (List.of("Contact", "Opportunity").contains(child.type().name)) {
      delete(tx, child.type(), dependent.id(), author);
    }
  }

  /** Brings a deleted record and the details deleted with it back from the recycle bin. */
  void undelete(Transaction tx, ObjectType type, String id, Author author) {
    tx.lock(id);
    var row = tx.find(type.name, id);
    if (row == null || !row.deleted()) {
      throw ApiException.notFound();
    }
    tx.put(Change.Kind.UNDELETE, stamped(row, author).deleted(false), author);
    for (var child : org.children(type)) {
      for (var dependent : tx.having(child.type().name, child.field(), id)) {
        if (dependent.deleted() && !child.field().nillable) {
          undelete(tx, child.type(), dependent.id(), author);
        }
      }
    }
  }

  Row existing(View view, ObjectType type, String id) {
    var row = view.find(type.name, id);
    if (row == null) {
      throw new ApiException(404, "NOT_FOUND", "The requested resource does not exist", List.of());
    }
    if (row.deleted()) {
      throw new ApiException(404, "ENTITY_IS_DELETED", "entity is deleted", List.of());
    }
    return row;
  }

  private Row stamped(Row row, Author author) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return row.with(
        Map.of(
            "SystemModstamp", now, "LastModifiedDate", now, "LastModifiedById", author.userId()));
  }

  private void stampCreation(ObjectType type, Map<String, Object> values, Author author) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    for (var name : List.of("CreatedDate", "LastModifiedDate", "SystemModstamp")) {
      if (type.any(name) != null) {
        values.put(name, now);
      }
    }
    for (var name : List.of("CreatedById", "LastModifiedById")) {
      if (type.any(name) != null) {
        values.put(name, author.userId());
      }
    }
    if (type.any("OwnerId") != null) {
      values.putIfAbsent("OwnerId", author.userId());
    }
  }

  /** Turns a request's body into values by field name; refuses unknown and read-only fields. */
  private Map<String, Object> read(
      View view, ObjectType type, Map<String, Object> body, boolean creating) {
    var values = new LinkedHashMap<String, Object>();
    var refused = new ArrayList<String>();
    for (var entry : body.entrySet()) {
      if (entry.getKey().equals("attributes")) {
        continue;
      }
      var parent = type.byRelationship(entry.getKey());
      if (parent.isPresent() && (entry.getValue() == null || entry.getValue() instanceof Map)) {
        values.put(parent.get().name, parentByExternalId(view, parent.get(), entry.getValue()));
        continue;
      }
      var field =
          type.visible(entry.getKey())
              .orElseThrow(
                  () ->
                      ApiException.invalidField(
                          "No such column '%s' on sobject of type %s"
                              .formatted(entry.getKey(), type.name)));
      if (creating ? !field.createable : !field.updateable) {
        refused.add(field.name);
        continue;
      }
      values.put(field.name, Values.parse(field, entry.getValue()));
    }
    if (!refused.isEmpty()) {
      throw new ApiException(
          400,
          "INVALID_FIELD_FOR_INSERT_UPDATE",
          Values.notWritable(String.join(", ", refused)),
          refused);
    }
    return values;
  }

  private String parentByExternalId(View view, Field reference, Object given) {
    if (!(given instanceof Map<?, ?> key)) {
      return null;
    }
    for (var entry : key.entrySet()) {
      if (entry.getKey().equals("attributes")) {
        continue;
      }
      for (var target : reference.referenceTo) {
        var type = org.require(target);
        var field = type.visible(String.valueOf(entry.getKey())).filter(it -> it.idLookup);
        if (field.isEmpty()) {
          continue;
        }
        for (var row : view.having(type.name, field.get(), String.valueOf(entry.getValue()))) {
          if (!row.deleted()) {
            return row.id();
          }
        }
        throw ApiException.badRequest(
            "INVALID_FIELD",
            "Foreign key external ID: %s not found for field %s in entity %s"
                .formatted(entry.getValue(), field.get().name, type.name));
      }
    }
    throw ApiException.invalidField(
        "Multiple indices/none were found for relationship " + reference.relationship);
  }

  private static void requireFields(ObjectType type, Row row) {
    var missing = new ArrayList<String>();
    for (var field : type.all()) {
      boolean demanded = !field.nillable && (field.createable || field.updateable);
      if (demanded && !field.hidden && !field.defaultedOnCreate && row.get(field.name) == null) {
        missing.add(field.name);
      }
    }
    if (!missing.isEmpty()) {
      throw new ApiException(
          400, "REQUIRED_FIELD_MISSING", "Required fields are missing: " + missing, missing);
    }
  }

  /** Saving a child locks the account, opportunity and contact it belongs to. */
  private void lockParents(Transaction tx, ObjectType type, Row row, Row before) {
    for (var field : type.references()) {
      var parent = row.text(field.name);
      boolean heavy =
          field.referenceTo.contains("Account")
              || field.referenceTo.contains("Opportunity")
              || field.referenceTo.contains("Contact");
      if (parent != null && heavy) {
        tx.lock(parent);
      }
      if (before != null && heavy && before.text(field.name) != null) {
        tx.lock(before.text(field.name));
      }
    }
  }

  private void check(Transaction tx, ObjectType type, Row before, Row row, Author author) {
    for (var field : type.references()) {
      var target = row.text(field.name);
      if (target != null && (before == null || !target.equals(before.text(field.name)))) {
        checkReference(tx, type, field, target, author);
      }
    }
    for (var field : type.all()) {
      var value = row.get(field.name);
      if (field.unique && value != null) {
        checkUnique(tx, type, field, row, value);
      }
    }
    for (var rule : org.rules(type.name)) {
      if (rule.refuses().test(row.values())) {
        throw ApiException.badRequest(rule.code(), rule.message());
      }
    }
    for (var rule : org.duplicates(type.name)) {
      checkDuplicates(tx, type, rule, before, row, author);
    }
  }

  private void checkMayEdit(String id, Author author) {
    if (!author.person() && !permissions.mayEdit(id)) {
      throw ApiException.badRequest(
          "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
    }
  }

  private void checkReference(View view, ObjectType of, Field field, String id, Author author) {
    var type = org.byPrefix(id);
    if (type.isEmpty() || !field.referenceTo.contains(type.get().name) && !shared(field, id)) {
      throw ApiException.badRequest(
          "FIELD_INTEGRITY_EXCEPTION",
          "%s: id value of incorrect type: %s".formatted(field.label, id),
          field.name);
    }
    Row row = null;
    for (var name : field.referenceTo) {
      row = row == null ? view.find(name, id) : row;
    }
    if (row == null) {
      throw ApiException.badRequest(
          "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name);
    }
    if (row.deleted()) {
      throw ApiException.badRequest("ENTITY_IS_DELETED", "entity is deleted", field.name);
    }
    if (!field.nillable && !author.person() && !permissions.mayEdit(id)) {
      throw ApiException.badRequest(
          "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
          "insufficient access rights on cross-reference id: " + Ids.fifteen(id));
    }
    for (var filter : org.lookupFilters(of.name, field.name)) {
      if (filter.refuses().test(row.values())) {
        throw ApiException.badRequest(
            "FIELD_FILTER_VALIDATION_EXCEPTION", filter.message(), field.name);
      }
    }
    boolean inactive = row.type().equals("User") && !row.is("IsActive");
    if (inactive && field.name.equals("OwnerId")) {
      throw ApiException.badRequest(
          "INACTIVE_OWNER_OR_USER",
          "operation performed with inactive user [%s] as owner of record"
              .formatted(Ids.fifteen(id)),
          field.name);
    }
  }

  /** ContentNote and ContentDocument share a key prefix. */
  private boolean shared(Field field, String id) {
    return field.referenceTo.stream().anyMatch(name -> id.startsWith(org.require(name).keyPrefix));
  }

  private static void checkUnique(
      Transaction tx, ObjectType type, Field field, Row row, Object value) {
    tx.lockValue(field, type.name, value);
    for (var other : tx.having(type.name, field, value)) {
      if (!other.deleted() && !other.id().equals(row.id())) {
        throw ApiException.badRequest(
            "DUPLICATE_VALUE",
            "duplicate value found: %s duplicates value on record with id: %s"
                .formatted(field.name, Ids.fifteen(other.id())));
      }
    }
  }

  private void checkDuplicates(
      View view, ObjectType type, Org.DuplicateRule rule, Row before, Row row, Author author) {
    boolean relevant =
        before == null
            || rule.fields().stream()
                .anyMatch(name -> !Objects.equals(before.get(name), row.get(name)));
    if (!relevant || author.savesDuplicates() && !rule.blocks()) {
      return;
    }
    var found = new ArrayList<String>();
    for (var other : view.all(type.name)) {
      boolean same =
          !other.deleted()
              && !other.id().equals(row.id())
              && rule.fields().stream()
                  .allMatch(
                      name ->
                          row.get(name) != null
                              && other.get(name) != null
                              && Store.key(row.get(name)).equals(Store.key(other.get(name))));
      if (same) {
        found.add(other.id());
      }
    }
    if (!found.isEmpty()) {
      throw ApiException.detailed(
          "DUPLICATES_DETECTED",
          rule.message(),
          org.namesDuplicates() ? Map.of("duplicateResut", matches(rule, found)) : Map.of());
    }
  }

  /** As answers of real orgs have it. */
  private static Map<String, Object> matches(Org.DuplicateRule rule, List<String> found) {
    var records = new ArrayList<Map<String, Object>>();
    for (var id : found) {
      var record = new LinkedHashMap<String, Object>();
      record.put("attributes", Queries.attributes("62.0", rule.object(), id));
      record.put("Id", id);
      records.add(
          Map.of(
              "additionalInformation",
              List.of(),
              "fieldDiffs",
              List.of(),
              "matchConfidence",
              100.0,
              "record",
              record));
    }
    var result = new LinkedHashMap<String, Object>();
    result.put("allowSave", !rule.blocks());
    result.put("duplicateRule", rule.object() + "_Duplicates");
    result.put("duplicateRuleEntityType", rule.object());
    result.put("errorMessage", rule.message());
    result.put(
        "matchResults",
        List.of(
            Map.of(
                "entityType",
                rule.object(),
                "errors",
                List.of(),
                "matchEngine",
                "ExactMatchEngine",
                "matchRecords",
                records,
                "rule",
                rule.object() + "_Matching",
                "size",
                records.size(),
                "success",
                true)));
    return result;
  }

  private static ApiException notAllowed(ObjectType type, String what) {
    return ApiException.badRequest(
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "entity type %s does not support %s".formatted(type.name, what));
  }
}
