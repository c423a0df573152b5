package io.cosell.connector.mapping;

import java.io.Serial;
import java.util.List;

/**
 * A deal that cannot be brought to the other side as it is; a person has to complete or correct the
 * fields named.
 */
public class UnmappableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private final List<String> fields;

  /** Says which fields, and what is wrong in words a seller understands. */
  public UnmappableException(List<String> fields, String message) {
    super(message);
    this.fields = List.copyOf(fields);
  }

  static UnmappableException of(String field, String value, String reason) {
    return new UnmappableException(List.of(field), field + " is \"" + value + "\": " + reason);
  }

  /** The fields, by their API names where the seller sees them. */
  public List<String> fields() {
    return fields;
  }
}
