package io.cosell.connector.inbox;

/**
 * The life of an entry: WAITING → RUNNING → DONE, back to WAITING after a failure, or on to DEAD.
 */
public enum EntryState {
  /** Waits for its time and a worker. */
  WAITING,
  /** A worker has it, for as long as it renews its claim. */
  RUNNING,
  /** Dealt with. */
  DONE,
  /** A dead letter: cannot succeed until somebody puts the cause right. */
  DEAD,
  /** Looked at, but the settings do not let it be written now; offered again when they do. */
  HELD_BACK,
  /** A dead letter an operator decided to leave. */
  SKIPPED
}
