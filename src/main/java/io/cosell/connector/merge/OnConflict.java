package io.cosell.connector.merge;

/** Who wins when both sides changed the same field since the last look. */
public enum OnConflict {
  /** Microsoft's side. */
  PARTNER_CENTER,
  /** The seller's side. */
  SALESFORCE,
  /** Whichever record changed last. */
  NEWEST,
  /** The value that cannot be taken back: true over false, something over nothing. */
  RATCHET
}
