package io.cosell.sandbox.salesforce;

import java.util.function.Function;

/** Finds the objects and fields that the names of a query mean, and reads them from rows. */
final class QueryPaths {
  private final Org org;
  private final View view;

  QueryPaths(Org org, View view) {
    this.org = org;
    this.view = view;
  }

  ObjectType type(String name) {
    return org.visible(name)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "INVALID_TYPE",
                    ("\nFROM %s\n     ^\nERROR at Row:1:Column:1\nsObject type '%s' is not"
                            + " supported. If you are attempting to use a custom object, be sure"
                            + " to append the '__c' after the entity name. Please reference your"
                            + " WSDL or the describe call for the appropriate names.")
                        .formatted(name, name)));
  }

  /** Reads one path from a row. */
  record Getter(Field field, Function<Row, Object> reader) {
    Object value(Row row) {
      return reader.apply(row);
    }
  }

  Getter getter(ObjectType type, Soql.Path path, boolean filtering) {
    if (path.names().size() > 6) {
      throw SoqlLexer.malformed("SOQL statements cannot query more than 5 levels of parents");
    }
    return getter(type, path, 0, filtering);
  }

  Getter getter(ObjectType type, Soql.Path path, int depth, boolean filtering) {
    var name = path.names().get(depth);
    boolean last = depth == path.names().size() - 1;
    if (!last) {
      if (depth == 0 && name.equalsIgnoreCase(type.name) && type.byRelationship(name).isEmpty()) {
        return getter(type, path, 1, filtering);
      }
      var reference = type.byRelationship(name).orElseThrow(() -> noRelation(path, name));
      var target = parentType(reference);
      var rest = getter(target, path, depth + 1, filtering);
      return new Getter(
          rest.field(),
          row -> {
            var parent = parent(reference, row);
            return parent == null ? null : rest.value(parent);
          });
    }
    var field = type.visible(name).orElseThrow(() -> noColumn(type, path, name));
    if (filtering && (field.type == FieldType.LONG_TEXT || field.type == FieldType.ADDRESS)) {
      throw ApiException.invalidField(
          "\n%s\n^\nERROR at Row:1:Column:%d\nfield '%s' can not be filtered in a query call"
              .formatted(path.text(), path.column(), name));
    }
    return new Getter(field, reader(field));
  }

  static Function<Row, Object> reader(Field field) {
    if (field.name.equals("Id")) {
      return Row::id;
    }
    if (field.name.equals("IsDeleted")) {
      return Row::deleted;
    }
    if (field.type == FieldType.BOOLEAN) {
      return row -> row.is(field.name);
    }
    return row -> row.get(field.name);
  }

  ObjectType parentType(Field reference) {
    return org.require(reference.referenceTo.get(0));
  }

  Row parent(Field reference, Row row) {
    var id = row.text(reference.name);
    if (id == null) {
      return null;
    }
    for (var name : reference.referenceTo) {
      var parent = view.find(name, id);
      if (parent != null) {
        return parent;
      }
    }
    return null;
  }

  static ApiException noRelation(Soql.Path path, String name) {
    return ApiException.invalidField(
        ("\n%s\n^\nERROR at Row:1:Column:%d\nDidn't understand relationship '%s' in field path. If"
                + " you are attempting to use a custom relationship, be sure to append the '__r'"
                + " after the custom relationship name. Please reference your WSDL or the describe"
                + " call for the appropriate names.")
            .formatted(path.text(), path.column(), name));
  }

  static ApiException noColumn(ObjectType type, Soql.Path path, String name) {
    return ApiException.invalidField(
        ("\n%s\n^\nERROR at Row:1:Column:%d\nNo such column '%s' on entity '%s'. If you are"
                + " attempting to use a custom field, be sure to append the '__c' after the custom"
                + " field name. Please reference your WSDL or the describe call for the appropriate"
                + " names.")
            .formatted(path.text(), path.column(), name, type.name));
  }
}
