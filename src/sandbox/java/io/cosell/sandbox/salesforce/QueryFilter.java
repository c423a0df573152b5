package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.salesforce.Soql.Literal;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Makes a test of rows from the conditions of a query. */
final class QueryFilter {
  private final QueryPaths paths;
  private final Clock clock;
  private final BiFunction<ObjectType, Soql, Collection<Row>> joined;

  /** The function finds the rows of a semi-join's own query. */
  QueryFilter(QueryPaths paths, Clock clock, BiFunction<ObjectType, Soql, Collection<Row>> joined) {
    this.paths = paths;
    this.clock = clock;
    this.joined = joined;
  }

  Predicate<Row> test(ObjectType type, Soql.Condition where) {
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
    var getter = paths.getter(type, in.path(), true);
    var wanted = new HashSet<>();
    for (var literal : in.values()) {
      wanted.add(literal(getter.field(), literal, in.path()));
    }
    return row -> wanted.contains(Store.key(getter.value(row))) != in.negated();
  }

  private Predicate<Row> semiJoin(ObjectType type, Soql.SemiJoin join) {
    var getter = paths.getter(type, join.path(), true);
    var inner = paths.type(join.query().from());
    var path = (Soql.Path) join.query().select().get(0);
    var selected = paths.getter(inner, path, false);
    var wanted = new HashSet<>();
    for (var row : joined.apply(inner, join.query())) {
      var value = selected.value(row);
      if (value != null) {
        wanted.add(Store.key(value));
      }
    }
    return row -> wanted.contains(Store.key(getter.value(row))) != join.negated();
  }

  private Predicate<Row> compare(ObjectType type, Soql.Compare compare) {
    var getter = paths.getter(type, compare.path(), true);
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
    int order = Queries.compare(value, wanted);
    return switch (operator) {
      case "<" -> order < 0;
      case ">" -> order > 0;
      case "<=" -> order <= 0;
      default -> order >= 0;
    };
  }

  private static Predicate<Row> span(
      QueryPaths.Getter getter, String operator, DateLiterals.Span span) {
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
}
