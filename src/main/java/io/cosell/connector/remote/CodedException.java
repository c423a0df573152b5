package io.cosell.connector.remote;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A failure with its place in the error catalogue; the message begins with the code. */
public abstract class CodedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;
  private final List<Finding> findings;
  private final String where;

  /**
   * A failure.
   *
   * @param findings what is wrong, at least one
   * @param where the call it happened in, for the administrator; empty for none; no secrets
   * @param cause what was thrown on the way, may be null
   */
  protected CodedException(List<Finding> findings, String where, Throwable cause) {
    super(message(findings, where), cause);
    this.findings = List.copyOf(findings);
    this.where = where;
  }

  private static String message(List<Finding> findings, String where) {
    var wrong = findings.stream().map(Finding::toString).collect(Collectors.joining("; "));
    return where.isEmpty() ? wrong : wrong + " [" + where + "]";
  }

  /** Everything that is wrong. */
  public List<Finding> findings() {
    return findings;
  }

  /** The call it happened in; empty for none. */
  public String where() {
    return where;
  }

  /** The code of the first finding. */
  public ErrorCode code() {
    return findings.get(0).code();
  }

  /** The fields that are named, each once. */
  public List<String> fields() {
    return findings.stream()
        .map(Finding::field)
        .filter(field -> !field.isEmpty())
        .distinct()
        .toList();
  }
}
