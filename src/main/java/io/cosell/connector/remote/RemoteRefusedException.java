package io.cosell.connector.remote;

import java.io.Serial;
import java.util.List;

/** The other side understood the call and said no; repeating it unchanged is pointless. */
public class RemoteRefusedException extends CodedException {
  @Serial private static final long serialVersionUID = 1L;
  private final int status;
  private final String theirCode;

  /**
   * A refusal.
   *
   * @param status the HTTP status, of the part that was refused when the call was a composite
   * @param theirCode the other side's stable error code, such as {@code invalidRequest} or {@code
   *     REQUIRED_FIELD_MISSING}
   * @param findings what was refused and why
   * @param where the call; no secrets
   */
  public RemoteRefusedException(
      int status, String theirCode, List<Finding> findings, String where) {
    super(findings, where, null);
    this.status = status;
    this.theirCode = theirCode;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The other side's stable error code. */
  public String theirCode() {
    return theirCode;
  }
}
