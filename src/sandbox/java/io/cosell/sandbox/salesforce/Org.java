package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What an administrator sets up: objects, fields, picklists and rules. May be changed while the org
 * runs; the next request sees it.
 */
public final class Org {
  /** A validation rule, trigger or flow; it refuses a record for which the test is true. */
  record Rule(
      String object,
      String name,
      Predicate<Map<String, Object>> refuses,
      String code,
      String message) {}

  /** A filter of a lookup; it refuses a record to be looked up for which the test is true. */
  record LookupFilter(
      String object, String field, Predicate<Map<String, Object>> refuses, String message) {}

  /** One duplicate rule over fields that must all be equal. */
  record DuplicateRule(String object, List<String> fields, boolean blocks, String message) {}

  private final Map<String, ObjectType> types = new LinkedHashMap<>();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<LookupFilter> lookupFilters = new CopyOnWriteArrayList<>();
  private final List<DuplicateRule> duplicates = new CopyOnWriteArrayList<>();
  private final Map<String, Map<String, String>> states = Countries.states();
  private final Map<String, Set<String>> salesProcesses = new ConcurrentHashMap<>();
  private volatile boolean namesDuplicates = true;
  private volatile boolean storageFull;

  Org(Collection<ObjectType> objects) {
    objects.forEach(this::put);
  }

  /** Adds a nullable field that everybody may read and write. */
  public Org addField(String object, String name, FieldType type) {
    require(object).put(Field.of(name, type));
    return this;
  }

  /** Adds a picklist; a restricted one refuses values that are not in the list. */
  public Org addPicklist(String object, String name, boolean restricted, String... values) {
    var field = Field.picklist(name, values);
    field.restricted = restricted;
    require(object).put(field);
    return this;
  }

  /** Adds a text field that must be filled in every record, as customers like to. */
  public Org addRequiredField(String object, String name) {
    require(object).put(Field.text(name, 255).required());
    return this;
  }

  /** Adds a text field that is an external id and unique. */
  public Org addExternalId(String object, String name, int length) {
    require(object).put(Field.text(name, length).externalId().unique());
    return this;
  }

  /**
   * Adds a custom object with a name and a master-detail field to its parent; its other fields
   * follow with {@link #addField}.
   */
  public Org addDetailObject(
      String name, String keyPrefix, String parent, String parentField, String relationship) {
    var label = name.replace("__c", "").replace('_', ' ');
    put(
        StandardObjects.system(name, keyPrefix, label)
            .withEvents()
            .with(
                Field.text("Name", 80).named().defaulted(),
                Field.master(parentField, relationship, require(parent).name)));
    return this;
  }

  /** Removes the field from the org; its values stay and come back with the field. */
  public Org removeField(String object, String name) {
    require(object).remove(name);
    return this;
  }

  /** Takes the field away from API users by field-level security. */
  public Org hideField(String object, String name) {
    return change(object, name, field -> field.hidden = true);
  }

  /** Gives a hidden field back. */
  public Org showField(String object, String name) {
    return change(object, name, field -> field.hidden = false);
  }

  /** Makes a field required, or optional again. */
  public Org requireField(String object, String name, boolean required) {
    return change(object, name, field -> field.nillable = !required);
  }

  /** Takes write access to the field away, or gives it back. */
  public Org makeReadOnly(String object, String name, boolean readOnly) {
    return change(
        object,
        name,
        field -> {
          field.createable = !readOnly;
          field.updateable = !readOnly;
        });
  }

  /** Replaces a picklist's values and says whether others are refused. */
  public Org restrictPicklist(String object, String name, boolean restricted, String... values) {
    return change(
        object,
        name,
        field -> {
          field.restricted = restricted;
          field.picklist = List.of(values);
        });
  }

  /** Makes a field unique, or not. */
  public Org makeUnique(String object, String name, boolean unique) {
    return change(object, name, field -> field.unique = unique);
  }

  /** Takes the whole object away, as without a permission, or gives it back. */
  public Org hideObject(String object, boolean hidden) {
    require(object).hidden = hidden;
    return this;
  }

  /**
   * Refuses each save for which the test is true with FIELD_CUSTOM_VALIDATION_EXCEPTION. The test
   * gets the record's values by field name.
   */
  public Org addValidationRule(
      String object, String name, Predicate<Map<String, Object>> refuses, String message) {
    return addRule(object, name, refuses, "FIELD_CUSTOM_VALIDATION_EXCEPTION", message);
  }

  /** The same in a trigger, with CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY. */
  public Org addTrigger(
      String object, String name, Predicate<Map<String, Object>> refuses, String message) {
    return addRule(object, name, refuses, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", message);
  }

  /** The same in a record-triggered flow, with CANNOT_EXECUTE_FLOW_TRIGGER. */
  public Org addFlow(
      String object, String name, Predicate<Map<String, Object>> refuses, String message) {
    return addRule(object, name, refuses, "CANNOT_EXECUTE_FLOW_TRIGGER", message);
  }

  private Org addRule(
      String object,
      String name,
      Predicate<Map<String, Object>> refuses,
      String code,
      String message) {
    rules.add(new Rule(require(object).name, name, refuses, code, message));
    return this;
  }

  /** Drops the validation rule of this name. */
  public Org removeValidationRule(String name) {
    return removeRule(name);
  }

  /** Drops the trigger or flow of this name. */
  public Org removeAutomation(String name) {
    return removeRule(name);
  }

  private Org removeRule(String name) {
    rules.removeIf(rule -> rule.name().equals(name));
    return this;
  }

  /**
   * Refuses to look up a record for which the test is true with FIELD_FILTER_VALIDATION_EXCEPTION.
   */
  public Org addLookupFilter(
      String object, String field, Predicate<Map<String, Object>> refuses, String message) {
    lookupFilters.add(new LookupFilter(require(object).name, field, refuses, message));
    return this;
  }

  /** Drops all filters of lookups. */
  public Org removeLookupFilters() {
    lookupFilters.clear();
    return this;
  }

  /** Uses up the org's storage, so that nothing new can be saved, or makes room again. */
  public Org fillStorage(boolean full) {
    storageFull = full;
    return this;
  }

  /**
   * A rule that refuses a new record equal to another in these fields, whatever the header says.
   */
  public Org blockDuplicates(String object, String message, String... fields) {
    duplicates.add(new DuplicateRule(require(object).name, List.of(fields), true, message));
    return this;
  }

  /** A rule that refuses such a record unless the request says {@code allowSave=true}. */
  public Org alertOnDuplicates(String object, String message, String... fields) {
    duplicates.add(new DuplicateRule(require(object).name, List.of(fields), false, message));
    return this;
  }

  /**
   * Whether the error of a duplicate rule names the records it found. The REST API guide shows such
   * errors without; answers of real orgs have been seen with them, under the key {@code
   * duplicateResut}.
   */
  public Org nameDuplicates(boolean named) {
    namesDuplicates = named;
    return this;
  }

  /** Drops all duplicate rules. */
  public Org removeDuplicateRules() {
    duplicates.clear();
    return this;
  }

  /** Adds a formula: a field nobody writes, with what the function makes of the record's values. */
  public Org addFormula(
      String object, String name, FieldType type, Function<Map<String, Object>, Object> formula) {
    require(object).put(Field.of(name, type).formula(formula));
    return this;
  }

  /** Adds a state to the list of state and country picklists. */
  public Org addState(String country, String code, String name) {
    states.computeIfAbsent(country, any -> new ConcurrentSkipListMap<>()).put(code, name);
    return this;
  }

  /** Takes a state from that list. */
  public Org removeState(String country, String code) {
    states.getOrDefault(country, new ConcurrentSkipListMap<>()).remove(code);
    return this;
  }

  /** Names of states by their codes. */
  Map<String, String> states(String country) {
    return states.getOrDefault(country, Map.of());
  }

  /** Lets opportunities of this record type have these stages only. */
  void salesProcess(String recordType, Set<String> stages) {
    salesProcesses.put(recordType, stages);
  }

  /** True unless the record type's sales process does not have the stage. */
  boolean allowsStage(String recordType, String stage) {
    return recordType == null
        || !salesProcesses.containsKey(recordType)
        || salesProcesses.get(recordType).contains(stage);
  }

  boolean namesDuplicates() {
    return namesDuplicates;
  }

  List<Rule> rules(String object) {
    return rules.stream().filter(rule -> rule.object().equals(object)).toList();
  }

  List<LookupFilter> lookupFilters(String object, String field) {
    return lookupFilters.stream()
        .filter(filter -> filter.object().equals(object) && filter.field().equals(field))
        .toList();
  }

  boolean storageIsFull() {
    return storageFull;
  }

  List<DuplicateRule> duplicates(String object) {
    return duplicates.stream().filter(rule -> rule.object().equals(object)).toList();
  }

  /** The type that API users see under this name. */
  Optional<ObjectType> visible(String name) {
    return any(name).filter(type -> !type.hidden);
  }

  synchronized Optional<ObjectType> any(String name) {
    return Optional.ofNullable(types.get(name.toLowerCase(Locale.ROOT)));
  }

  ObjectType require(String name) {
    return any(name)
        .orElseThrow(() -> new IllegalArgumentException("The org has no object " + name));
  }

  synchronized List<ObjectType> visible() {
    return types.values().stream().filter(type -> !type.hidden).toList();
  }

  synchronized List<ObjectType> all() {
    return new ArrayList<>(types.values());
  }

  Optional<ObjectType> byPrefix(String id) {
    return all().stream().filter(type -> id.startsWith(type.keyPrefix)).findFirst();
  }

  /** A reference of another object to this one. */
  record Child(ObjectType type, Field field) {}

  List<Child> children(ObjectType parent) {
    var found = new ArrayList<Child>();
    for (var type : all()) {
      for (var field : type.references()) {
        if (field.childRelationship != null && field.referenceTo.contains(parent.name)) {
          found.add(new Child(type, field));
        }
      }
    }
    return found;
  }

  synchronized void put(ObjectType type) {
    types.put(type.name.toLowerCase(Locale.ROOT), type);
  }

  private Org change(String object, String name, Consumer<Field> edit) {
    var type = require(object);
    var field = type.any(name);
    if (field == null) {
      throw new IllegalArgumentException(object + " has no field " + name);
    }
    var copy = field.copy();
    edit.accept(copy);
    type.put(copy);
    return this;
  }
}
