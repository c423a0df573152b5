package io.cosell.connector.mapping;

import io.cosell.connector.remote.CodedException;
import io.cosell.connector.remote.Finding;
import java.io.Serial;
import java.util.List;

/**
 * A deal that cannot be brought to the other side as it is; a person has to complete or correct the
 * fields named.
 */
public class UnmappableException extends CodedException {
  @Serial private static final long serialVersionUID = 1L;

  /** Says everything that is wrong, in words a seller understands. */
  public UnmappableException(List<Finding> findings) {
    super(findings, "", null);
  }

  UnmappableException(Finding finding) {
    this(List.of(finding));
  }

  /** Does nothing when there is nothing wrong. */
  static void throwIfAny(List<Finding> findings) {
    if (!findings.isEmpty()) {
      throw new UnmappableException(findings);
    }
  }
}
