package io.cosell.sandbox.salesforce;

import java.util.Collection;

/**
 * Records as one reader sees them: the committed ones, or those with a transaction's own changes.
 */
interface View {
  /** The record, deleted or not, or null. */
  Row find(String type, String id);

  /** All records of the type, deleted ones too, oldest first. */
  Collection<Row> all(String type);

  /** The records whose indexed field has this value, deleted ones too. */
  Collection<Row> having(String type, Field field, Object value);
}
