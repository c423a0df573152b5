package io.cosell.connector.link;

/** Whether both records of a link are there. */
public enum LinkState {
  /** Both are there, as far as we know. */
  LINKED,
  /** The opportunity was deleted, or is hidden from us; it may come back. */
  OPPORTUNITY_GONE
}
