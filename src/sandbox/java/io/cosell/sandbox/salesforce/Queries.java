package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.salesforce.Soql.Literal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Answers parsed queries over the records of one view. */
final class Queries {
  private final Org org;
  private final Clock clock;

  Queries(Org org, Clock clock) {
    this.org = org;
    this.clock = clock;
  }

  /** The rows in order, as JSON records with attributes. */
  record Result(int total, List<Map<String, Object>> records) {}

  Result run(View view, Soql query, boolean withDeleted, String version) {
    return new Run(view, withDeleted, version).answer(query);
  }

  /** Whether this row fits the condition, as a push topic asks. */
  boolean fits(View view, Soql.Condition where, Row row) {
    return where == null
        || new Run(view, true, "").filter.test(org.require(row.type()), where).test(row);
  }

  static Map<String, Object> attributes(String version, String type, String id) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("type", type);
    attributes.put("url", "/services/data/v" + version + "/sobjects/" + type + "/" + id);
    return attributes;
  }

  @SuppressWarnings("unchecked")
  static int compare(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }

  /** One query being answered. */
  private final class Run {
    private final View view;
    private final boolean withDeleted;
    private final QueryPaths paths;
    private final QueryFilter filter;
    private final QueryColumns columns;

    Run(View view, boolean withDeleted, String version) {
      this.view = view;
      this.withDeleted = withDeleted;
      paths = new QueryPaths(org, view);
      filter = new QueryFilter(paths, clock, this::rows);
      columns = new QueryColumns(org, paths, version, this::children);
    }

    Result answer(Soql query) {
      var type = paths.type(query.from());
      guard(type, query);
      var rows = rows(type, query);
      if (query.counts()) {
        return new Result(rows.size(), List.of());
      }
      return new Result(rows.size(), columns.project(type, query, rows));
    }

    private List<Row> rows(ObjectType type, Soql query) {
      return rows(type, query, candidates(type, query.where()));
    }

    private List<Row> children(Org.Child child, Soql query, Row parent) {
      return rows(child.type(), query, view.having(child.type().name, child.field(), parent.id()));
    }

    private List<Row> rows(ObjectType type, Soql query, Collection<Row> candidates) {
      var test =
          query.where() == null ? (Predicate<Row>) row -> true : filter.test(type, query.where());
      var rows = new ArrayList<Row>();
      for (var row : candidates) {
        if ((withDeleted || !row.deleted()) && test.test(row)) {
          rows.add(row);
        }
      }
      if (!query.order().isEmpty()) {
        rows.sort(order(type, query.order()));
      }
      int from = Math.min(query.offset(), rows.size());
      int to = query.limit() < 0 ? rows.size() : Math.min(rows.size(), from + query.limit());
      return rows.subList(from, to);
    }

    /** Narrows the scan by an index where an AND-ed comparison allows it. */
    private Collection<Row> candidates(ObjectType type, Soql.Condition where) {
      var indexed = where == null ? null : indexed(type, where);
      return indexed == null ? view.all(type.name) : indexed;
    }

    private Collection<Row> indexed(ObjectType type, Soql.Condition where) {
      if (where instanceof Soql.And and) {
        var left = indexed(type, and.left());
        return left == null ? indexed(type, and.right()) : left;
      }
      if (where instanceof Soql.Compare compare && compare.operator().equals("=")) {
        return indexed(type, compare.path(), List.of(compare.value()));
      }
      if (where instanceof Soql.In in && !in.negated()) {
        return indexed(type, in.path(), in.values());
      }
      return null;
    }

    private Collection<Row> indexed(ObjectType type, Soql.Path path, List<Literal> values) {
      var field = path.names().size() == 1 ? type.any(path.names().get(0)) : null;
      if (field == null || field.hidden || !field.isIndexed()) {
        return null;
      }
      var found = new LinkedHashMap<String, Row>();
      for (var value : values) {
        if (value.kind() != Literal.Kind.TEXT) {
          return null;
        }
        var key = field.type.isId() ? Ids.normal(value.text()).orElse(value.text()) : value.text();
        if (field.type == FieldType.ID) {
          var row = view.find(type.name, key);
          if (row != null) {
            found.put(row.id(), row);
          }
        } else {
          view.having(type.name, field, key).forEach(row -> found.put(row.id(), row));
        }
      }
      return found.values();
    }

    private void guard(ObjectType type, Soql query) {
      if (type.name.equals("ContentDocumentLink")
          && !mentions(query.where(), Set.of("id", "contentdocumentid", "linkedentityid"))) {
        throw SoqlLexer.malformed(
            "Implementation restriction: ContentDocumentLink requires a filter by a single Id on"
                + " ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's"
                + " using the IN operator.");
      }
    }

    private static boolean mentions(Soql.Condition where, Set<String> fields) {
      if (where instanceof Soql.And and) {
        return mentions(and.left(), fields) || mentions(and.right(), fields);
      }
      Soql.Path path = null;
      if (where instanceof Soql.Compare compare && compare.operator().equals("=")) {
        path = compare.path();
      } else if (where instanceof Soql.In in && !in.negated()) {
        path = in.path();
      }
      return path != null && fields.contains(path.text().toLowerCase(Locale.ROOT));
    }

    private Comparator<Row> order(ObjectType type, List<Soql.Order> orders) {
      Comparator<Row> result = null;
      for (var order : orders) {
        var getter = paths.getter(type, order.path(), true);
        Comparator<Object> values = Queries::compare;
        if (order.descending()) {
          values = values.reversed();
        }
        Comparator<Object> nulls =
            order.nullsLast() ? Comparator.nullsLast(values) : Comparator.nullsFirst(values);
        Comparator<Row> next = Comparator.comparing(row -> Store.key(getter.value(row)), nulls);
        result = result == null ? next : result.thenComparing(next);
      }
      return result;
    }
  }
}
