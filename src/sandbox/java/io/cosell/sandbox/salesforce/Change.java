package io.cosell.sandbox.salesforce;

/**
 * What one transaction did to one record; before or after is null for a record that is not there.
 */
record Change(Kind kind, Row before, Row after, Author author) {
  /** First kind of change in the transaction. */
  enum Kind {
    CREATE,
    UPDATE,
    DELETE,
    UNDELETE
  }

  Row row() {
    return after == null ? before : after;
  }

  String type() {
    return row().type();
  }

  String id() {
    return row().id();
  }
}
