package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes rows as the JSON records that a query selects. */
final class QueryColumns {
  /** Finds the rows of a subquery below one parent. */
  interface ChildRows {
    List<Row> apply(Org.Child child, Soql query, Row parent);
  }

  private final Org org;
  private final QueryPaths paths;
  private final String version;
  private final ChildRows children;

  QueryColumns(Org org, QueryPaths paths, String version, ChildRows children) {
    this.org = org;
    this.paths = paths;
    this.version = version;
    this.children = children;
  }

  List<Map<String, Object>> project(ObjectType type, Soql query, List<Row> rows) {
    var columns = columns(type, query);
    var records = new ArrayList<Map<String, Object>>(rows.size());
    for (var row : rows) {
      var record = new LinkedHashMap<String, Object>();
      record.put("attributes", Queries.attributes(version, type.name, row.id()));
      for (var column : columns) {
        column.write(row, record);
      }
      records.add(record);
    }
    return records;
  }

  private interface Column {
    void write(Row row, Map<String, Object> record);
  }

  private List<Column> columns(ObjectType type, Soql query) {
    var columns = new ArrayList<Column>();
    for (var item : query.select()) {
      columns.add(
          item instanceof Soql.Children children
              ? childColumn(type, children.query())
              : pathColumn(type, (Soql.Path) item, 0));
    }
    return columns;
  }

  private Column pathColumn(ObjectType type, Soql.Path path, int depth) {
    var name = path.names().get(depth);
    if (depth == path.names().size() - 1) {
      var field = type.visible(name).orElseThrow(() -> QueryPaths.noColumn(type, path, name));
      return (row, record) -> record.put(field.name, Values.json(row, field));
    }
    if (depth == 0 && name.equalsIgnoreCase(type.name) && type.byRelationship(name).isEmpty()) {
      return pathColumn(type, path, 1);
    }
    var reference = type.byRelationship(name).orElseThrow(() -> QueryPaths.noRelation(path, name));
    var rest = pathColumn(paths.parentType(reference), path, depth + 1);
    return (row, record) -> {
      var parent = paths.parent(reference, row);
      if (parent == null) {
        record.putIfAbsent(reference.relationship, null);
        return;
      }
      var nested = nested(record, reference.relationship, parent);
      rest.write(parent, nested);
    };
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> nested(Map<String, Object> record, String name, Row parent) {
    return (Map<String, Object>)
        record.computeIfAbsent(
            name,
            any -> {
              var fresh = new LinkedHashMap<String, Object>();
              fresh.put("attributes", Queries.attributes(version, parent.type(), parent.id()));
              return fresh;
            });
  }

  private Column childColumn(ObjectType type, Soql query) {
    var child =
        org.children(type).stream()
            .filter(it -> it.field().childRelationship.equalsIgnoreCase(query.from()))
            .filter(it -> !it.type().hidden && !it.field().hidden)
            .findFirst()
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "INVALID_TYPE",
                        ("Didn't understand relationship '%s' in FROM part of query call. If you"
                                + " are attempting to use a custom relationship, be sure to append"
                                + " the '__r' after the custom relationship name. Please reference"
                                + " your WSDL or the describe call for the appropriate names.")
                            .formatted(query.from())));
    columns(child.type(), query);
    return (row, record) -> {
      var rows = children.apply(child, query, row);
      if (rows.isEmpty()) {
        record.put(child.field().childRelationship, null);
        return;
      }
      var answer = new LinkedHashMap<String, Object>();
      answer.put("totalSize", rows.size());
      answer.put("done", true);
      answer.put("records", project(child.type(), query, rows));
      record.put(child.field().childRelationship, answer);
    };
  }
}
