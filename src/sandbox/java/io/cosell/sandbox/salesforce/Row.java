package io.cosell.sandbox.salesforce;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One state of one record. Values are String, Boolean, Integer, BigDecimal, LocalDate or Instant by
 * the field's name as the schema spells it; an empty field has no entry.
 */
record Row(String type, String id, Map<String, Object> values, boolean deleted) {
  Row {
    values = Collections.unmodifiableMap(values);
  }

  Object get(String field) {
    return values.get(field);
  }

  String text(String field) {
    return values.get(field) == null ? null : String.valueOf(values.get(field));
  }

  boolean is(String field) {
    return Boolean.TRUE.equals(values.get(field));
  }

  Row with(Map<String, Object> changed) {
    var next = new LinkedHashMap<>(values);
    changed.forEach(
        (name, value) -> {
          if (value == null) {
            next.remove(name);
          } else {
            next.put(name, value);
          }
        });
    return new Row(type, id, next, deleted);
  }

  Row deleted(boolean now) {
    return new Row(type, id, values, now);
  }
}
