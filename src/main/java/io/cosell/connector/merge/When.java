package io.cosell.connector.merge;

/** When a field may be written to one side. */
public enum When {
  /** On creation and later. */
  ALWAYS,
  /** Only when the record is created. */
  CREATE,
  /** Not at all. */
  NEVER;

  boolean allows(boolean creating) {
    return this == ALWAYS || (this == CREATE && creating);
  }
}
