package io.cosell.connector.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One side of a deal as it is now: normalised value by field name. A field that is not there was
 * not read or has no opinion; it is never taken as "clear it".
 */
public record DealState(SortedMap<String, FieldValue> fields) {
  /** Knows nothing. */
  public static final DealState EMPTY = new DealState(new TreeMap<>());

  /** Copies the fields. */
  public DealState {
    fields = new TreeMap<>(fields);
  }

  /** The value of a field, empty for no opinion. */
  public Optional<FieldValue> get(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  /** The text of a field with a single value, empty for no opinion. */
  public Optional<String> text(String field) {
    return fields.get(field) instanceof FieldValue.Text value
        ? Optional.of(value.text())
        : Optional.empty();
  }

  /** The elements of a list field, none for no opinion. */
  public SortedMap<String, SortedMap<String, String>> items(String field) {
    return fields.get(field) instanceof FieldValue.Items items ? items.byKey() : new TreeMap<>();
  }

  /** True when a field known here has another value there, or none. */
  public boolean differsFrom(DealState other) {
    return fields.entrySet().stream()
        .anyMatch(field -> !field.getValue().equals(other.fields.get(field.getKey())));
  }

  /** The fields that were edited since; what is empty and was not known before is no edit. */
  public SortedSet<String> editedSince(DealState before) {
    var edited = new TreeSet<String>();
    fields.forEach(
        (field, value) -> {
          var then = before.fields.get(field);
          boolean emptyFromTheStart = then == null && value.toString().isEmpty();
          if (!value.equals(then) && !emptyFromTheStart) {
            edited.add(field);
          }
        });
    return edited;
  }

  /** The same with one field set. */
  public DealState with(String field, FieldValue value) {
    return overlaid(Map.of(field, value));
  }

  /** The same with these fields set. */
  public DealState overlaid(Map<String, FieldValue> others) {
    var merged = new TreeMap<>(fields);
    merged.putAll(others);
    return new DealState(merged);
  }

  /** The same, with these fields as they are in the other. */
  public DealState with(Set<String> names, DealState other) {
    var mixed = new TreeMap<>(fields);
    for (var name : names) {
      mixed.remove(name);
      other.get(name).ifPresent(value -> mixed.put(name, value));
    }
    return new DealState(mixed);
  }

  DealState without(String field) {
    var others = new TreeMap<>(fields);
    others.remove(field);
    return new DealState(others);
  }

  JsonNode toJson() {
    var object = JsonNodeFactory.instance.objectNode();
    fields.forEach((field, value) -> object.set(field, value.toJson()));
    return object;
  }

  static DealState fromJson(JsonNode node) {
    var fields = new TreeMap<String, FieldValue>();
    node.properties()
        .forEach(field -> fields.put(field.getKey(), FieldValue.fromJson(field.getValue())));
    return new DealState(fields);
  }
}
