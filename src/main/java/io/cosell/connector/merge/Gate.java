package io.cosell.connector.merge;

/**
 * Whether one side may be written now.
 *
 * @param state open, or why not
 * @param reason one clause for the audit, empty when open
 */
public record Gate(State state, String reason) {
  /** Writing is allowed. */
  public static final Gate OPEN = new Gate(State.OPEN, "");

  /** What happens to a change that may not pass. */
  public enum State {
    /** It passes. */
    OPEN,
    /** It waits and passes when the gate opens. */
    HELD,
    /** It never will; it is noted once. */
    CLOSED
  }

  /** A gate that keeps changes for later. */
  public static Gate held(String reason) {
    return new Gate(State.HELD, reason);
  }

  /** A gate that refuses changes. */
  public static Gate closed(String reason) {
    return new Gate(State.CLOSED, reason);
  }
}
