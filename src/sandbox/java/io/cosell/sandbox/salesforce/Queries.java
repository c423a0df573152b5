package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.salesforce.Soql.Literal;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
    return where == null || new Run(view, true, "").test(org.require(row.type()), where).test(row);
  }

  static Map<String, Object> attributes(String version, String type, String id) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("type", type);
    attributes.put("url", "/services/data/v" + version + "/sobjects/" + type + "/" + id);
    return attributes;
  }

  /** One query being answered. */
  private final class Run {
    private final View view;
    private final boolean withDeleted;
    private final String version;

    Run(View view, boolean withDeleted, String version) {
      this.view = view;
      this.withDeleted = withDeleted;
      this.version = version;
    }

    Result answer(Soql query) {
      var type = type(query.from());
      guard(type, query);
      var rows = rows(type, query, candidates(type, query.where()));
      if (query.counts()) {
        return new Result(rows.size(), List.of());
      }
      return new Result(rows.size(), project(type, query, rows));
    }

    private ObjectType type(String name) {
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

    private List<Row> rows(ObjectType type, Soql query, Collection<Row> candidates) {
      var test = query.where() == null ? (Predicate<Row>) row -> true : test(type, query.where());
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

    // ---- conditions

    private Predicate<Row> test(ObjectType type, Soql.Condition where) {
      if (where instanceof Soql.And and) {
        return test(type, and.left()).and(test(type, and.right()));
      }
      if (where instanceof Soql.Or or) {
        return test(type, or.left()).or(test(type, or.right()));
      }
      if (where instanceof Soql.Not not) {
        return test(type, not.inner()).negate();
      }
      if (where instanceof Soql.In in) {
        return in(type, in);
      }
      if (where instanceof Soql.SemiJoin join) {
        return semiJoin(type, join);
      }
      return compare(type, (Soql.Compare) where);
    }

    private Predicate<Row> in(ObjectType type, Soql.In in) {
      var getter = getter(type, in.path(), true);
      var wanted = new HashSet<>();
      for (var literal : in.values()) {
        wanted.add(literal(getter.field(), literal, in.path()));
      }
      return row -> wanted.contains(Store.key(getter.value(row))) != in.negated();
    }

    private Predicate<Row> semiJoin(ObjectType type, Soql.SemiJoin join) {
      var getter = getter(type, join.path(), true);
      var inner = type(join.query().from());
      var path = (Soql.Path) join.query().select().get(0);
      var selected = getter(inner, path, false);
      var wanted = new HashSet<>();
      for (var row : rows(inner, join.query(), candidates(inner, join.query().where()))) {
        var value = selected.value(row);
        if (value != null) {
          wanted.add(Store.key(value));
        }
      }
      return row -> wanted.contains(Store.key(getter.value(row))) != join.negated();
    }

    private Predicate<Row> compare(ObjectType type, Soql.Compare compare) {
      var getter = getter(type, compare.path(), true);
      var literal = compare.value();
      if (compare.operator().equals("LIKE")) {
        var pattern = like(literal.text());
        return row -> getter.value(row) instanceof String text && pattern.matcher(text).matches();
      }
      if (literal.kind() == Literal.Kind.NAMED) {
        return span(getter, compare.operator(), DateLiterals.span(literal.text(), clock));
      }
      var wanted = literal(getter.field(), literal, compare.path());
      return switch (compare.operator()) {
        case "=" -> row -> Objects.equals(Store.key(getter.value(row)), wanted);
        case "!=" -> row -> !Objects.equals(Store.key(getter.value(row)), wanted);
        default -> row -> ordered(Store.key(getter.value(row)), compare.operator(), wanted);
      };
    }

    private static boolean ordered(Object value, String operator, Object wanted) {
      if (value == null || wanted == null) {
        return false;
      }
      int order = compareValues(value, wanted);
      return switch (operator) {
        case "<" -> order < 0;
        case ">" -> order > 0;
        case "<=" -> order <= 0;
        default -> order >= 0;
      };
    }

    private static Predicate<Row> span(Getter getter, String operator, DateLiterals.Span span) {
      return row -> {
        var value = getter.value(row);
        if (value == null) {
          return operator.equals("!=");
        }
        var day =
            value instanceof Instant instant
                ? instant.atZone(ZoneOffset.UTC).toLocalDate()
                : (LocalDate) value;
        boolean inside = !day.isBefore(span.from()) && day.isBefore(span.until());
        return switch (operator) {
          case "=" -> inside;
          case "!=" -> !inside;
          case "<" -> day.isBefore(span.from());
          case "<=" -> day.isBefore(span.until());
          case ">" -> !day.isBefore(span.until());
          default -> !day.isBefore(span.from());
        };
      };
    }

    private Object literal(Field field, Literal literal, Soql.Path path) {
      if (literal.kind() == Literal.Kind.NULL) {
        return field.type == FieldType.BOOLEAN ? (Object) false : null;
      }
      boolean fits =
          switch (field.type) {
            case BOOLEAN -> literal.kind() == Literal.Kind.BOOLEAN;
            case INT, DOUBLE, CURRENCY, PERCENT -> literal.kind() == Literal.Kind.NUMBER;
            case DATE -> literal.kind() == Literal.Kind.DATE;
            case DATE_TIME -> literal.kind() == Literal.Kind.DATE_TIME;
            default -> literal.kind() == Literal.Kind.TEXT;
          };
      if (!fits) {
        throw ApiException.invalidField(
            "\n%s = %s\n^\nERROR at Row:1:Column:%d\nvalue of filter criterion for field '%s' must be of type %s%s"
                .formatted(
                    path.text(),
                    literal.text(),
                    path.column(),
                    path.text(),
                    field.type.apiName,
                    field.type.isText() || field.type.isId()
                        ? " and should be enclosed in quotes"
                        : field.type.isNumber() || field.type == FieldType.BOOLEAN
                            ? ""
                            : " and should not be enclosed in quotes"));
      }
      return switch (field.type) {
        case BOOLEAN -> Boolean.valueOf(literal.text());
        case INT -> new BigDecimal(literal.text()).intValue();
        case DOUBLE, CURRENCY, PERCENT -> Values.plain(new BigDecimal(literal.text()));
        case DATE -> LocalDate.parse(literal.text());
        case DATE_TIME -> Values.instant(literal.text());
        case ID, REFERENCE -> Store.key(id(literal.text()));
        default -> Store.key(literal.text());
      };
    }

    private static String id(String text) {
      return Ids.normal(text)
          .orElseThrow(
              () ->
                  ApiException.badRequest(
                      "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: " + text));
    }

    private static Pattern like(String pattern) {
      var regex = new StringBuilder();
      for (int i = 0; i < pattern.length(); i++) {
        char c = pattern.charAt(i);
        if (c == '\\' && i + 1 < pattern.length()) {
          regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
        } else if (c == '%') {
          regex.append(".*");
        } else if (c == '_') {
          regex.append('.');
        } else {
          regex.append(Pattern.quote(String.valueOf(c)));
        }
      }
      return Pattern.compile(
          regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    private Comparator<Row> order(ObjectType type, List<Soql.Order> orders) {
      Comparator<Row> result = null;
      for (var order : orders) {
        var getter = getter(type, order.path(), true);
        Comparator<Object> values = Run::compareValues;
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

    @SuppressWarnings("unchecked")
    private static int compareValues(Object left, Object right) {
      return ((Comparable<Object>) left).compareTo(right);
    }

    // ---- fields

    /** Reads one path from a row. */
    private record Getter(Field field, java.util.function.Function<Row, Object> reader) {
      Object value(Row row) {
        return reader.apply(row);
      }
    }

    private Getter getter(ObjectType type, Soql.Path path, boolean filtering) {
      if (path.names().size() > 6) {
        throw SoqlLexer.malformed("SOQL statements cannot query more than 5 levels of parents");
      }
      return getter(type, path, 0, filtering);
    }

    private Getter getter(ObjectType type, Soql.Path path, int depth, boolean filtering) {
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

    private static java.util.function.Function<Row, Object> reader(Field field) {
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

    private ObjectType parentType(Field reference) {
      return org.require(reference.referenceTo.get(0));
    }

    private Row parent(Field reference, Row row) {
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

    private static ApiException noRelation(Soql.Path path, String name) {
      return ApiException.invalidField(
          ("\n%s\n^\nERROR at Row:1:Column:%d\nDidn't understand relationship '%s' in field path. If"
                  + " you are attempting to use a custom relationship, be sure to append the '__r'"
                  + " after the custom relationship name. Please reference your WSDL or the describe"
                  + " call for the appropriate names.")
              .formatted(path.text(), path.column(), name));
    }

    private static ApiException noColumn(ObjectType type, Soql.Path path, String name) {
      return ApiException.invalidField(
          ("\n%s\n^\nERROR at Row:1:Column:%d\nNo such column '%s' on entity '%s'. If you are"
                  + " attempting to use a custom field, be sure to append the '__c' after the custom"
                  + " field name. Please reference your WSDL or the describe call for the appropriate"
                  + " names.")
              .formatted(path.text(), path.column(), name, type.name));
    }

    // ---- results

    private List<Map<String, Object>> project(ObjectType type, Soql query, List<Row> rows) {
      var columns = columns(type, query);
      var records = new ArrayList<Map<String, Object>>(rows.size());
      for (var row : rows) {
        var record = new LinkedHashMap<String, Object>();
        record.put("attributes", attributes(version, type.name, row.id()));
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
        var field = type.visible(name).orElseThrow(() -> noColumn(type, path, name));
        return (row, record) -> record.put(field.name, Values.json(row, field));
      }
      if (depth == 0 && name.equalsIgnoreCase(type.name) && type.byRelationship(name).isEmpty()) {
        return pathColumn(type, path, 1);
      }
      var reference = type.byRelationship(name).orElseThrow(() -> noRelation(path, name));
      var rest = pathColumn(parentType(reference), path, depth + 1);
      return (row, record) -> {
        var parent = parent(reference, row);
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
                fresh.put("attributes", attributes(version, parent.type(), parent.id()));
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
        var rows =
            rows(child.type(), query, view.having(child.type().name, child.field(), row.id()));
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
}
