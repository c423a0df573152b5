package io.cosell.sandbox.salesforce;

import java.util.List;

/**
 * A parsed query.
 *
 * @param select what is asked for; empty for {@code COUNT()}
 * @param from the object, or the child relationship inside a subquery
 * @param where null for all
 * @param limit negative for none
 */
record Soql(
    List<Item> select, String from, Condition where, List<Order> order, int limit, int offset) {

  boolean counts() {
    return select.isEmpty();
  }

  /** One thing in the select list. */
  sealed interface Item {}

  /** A field, maybe behind parents: {@code Account.Owner.Name}. */
  record Path(List<String> names, int column) implements Item {
    String text() {
      return String.join(".", names);
    }
  }

  /** A query over child records. */
  record Children(Soql query) implements Item {}

  /** {@code ORDER BY path ASC|DESC NULLS FIRST|LAST}. */
  record Order(Path path, boolean descending, boolean nullsLast) {}

  /** A test of one record. */
  sealed interface Condition {}

  record And(Condition left, Condition right) implements Condition {}

  record Or(Condition left, Condition right) implements Condition {}

  record Not(Condition inner) implements Condition {}

  /** The operator is one of {@code = != < > <= >= LIKE}. */
  record Compare(Path path, String operator, Literal value) implements Condition {}

  record In(Path path, boolean negated, List<Literal> values) implements Condition {}

  record SemiJoin(Path path, boolean negated, Soql query) implements Condition {}

  /** A literal as written, with its kind. */
  record Literal(Kind kind, String text) {
    enum Kind {
      TEXT,
      NUMBER,
      BOOLEAN,
      NULL,
      DATE,
      DATE_TIME,
      NAMED
    }
  }
}
