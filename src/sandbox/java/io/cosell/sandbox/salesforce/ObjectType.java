package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An object of the org with its fields; names are found whatever their case. */
final class ObjectType {
  final String name;
  final String keyPrefix;
  final String label;
  boolean createable = true;
  boolean updateable = true;
  boolean deletable = true;
  boolean restorable = true;
  boolean hasEvents;
  boolean hidden;
  private volatile Map<String, Field> fields = new LinkedHashMap<>();

  ObjectType(String name, String keyPrefix, String label) {
    this.name = name;
    this.keyPrefix = keyPrefix;
    this.label = label;
  }

  ObjectType with(Field... more) {
    for (var field : more) {
      put(field);
    }
    return this;
  }

  ObjectType withEvents() {
    hasEvents = true;
    return this;
  }

  ObjectType readOnly() {
    createable = false;
    updateable = false;
    deletable = false;
    return this;
  }

  boolean isCustom() {
    return name.endsWith("__c");
  }

  /** {@code OpportunityChangeEvent}, {@code Microsoft_Solution__ChangeEvent}. */
  String eventName() {
    return isCustom() ? name.substring(0, name.length() - 1) + "ChangeEvent" : name + "ChangeEvent";
  }

  synchronized void put(Field field) {
    var next = new LinkedHashMap<>(fields);
    next.put(key(field.name), field);
    fields = next;
  }

  synchronized void remove(String fieldName) {
    var next = new LinkedHashMap<>(fields);
    next.remove(key(fieldName));
    fields = next;
  }

  /** The field, hidden or not. */
  Field any(String fieldName) {
    return fields.get(key(fieldName));
  }

  /** The field as an API client sees it: a hidden one does not exist. */
  Optional<Field> visible(String fieldName) {
    return Optional.ofNullable(any(fieldName)).filter(field -> !field.hidden);
  }

  Collection<Field> all() {
    return fields.values();
  }

  List<Field> visible() {
    return fields.values().stream().filter(field -> !field.hidden).toList();
  }

  Optional<Field> byRelationship(String relationship) {
    return fields.values().stream()
        .filter(field -> !field.hidden && relationship.equalsIgnoreCase(field.relationship))
        .findFirst();
  }

  List<Field> references() {
    var found = new ArrayList<Field>();
    for (var field : fields.values()) {
      if (field.type == FieldType.REFERENCE) {
        found.add(field);
      }
    }
    return found;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
