package io.cosell.connector.remote;

import java.io.Serial;
import java.util.List;

/** The other side understood the call and said no; repeating it unchanged is pointless. */
public class RemoteRefusedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;
  private final List<String> fields;

  /**
   * A refusal.
   *
   * @param status the HTTP status, of the part that was refused when the call was a composite
   * @param code the other side's stable error code, such as {@code invalidRequest} or {@code
   *     REQUIRED_FIELD_MISSING}
   * @param fields the fields it named, possibly none
   * @param message what was refused, for which record, and the other side's reason; no secrets
   */
  public RemoteRefusedException(int status, String code, List<String> fields, String message) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = List.copyOf(fields);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The other side's stable error code. */
  public String code() {
    return code;
  }

  /** The fields the other side named. */
  public List<String> fields() {
    return fields;
  }
}
