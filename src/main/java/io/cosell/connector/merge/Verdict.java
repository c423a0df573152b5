package io.cosell.connector.merge;

/** What became of one field. */
public enum Verdict {
  /** Goes to Salesforce. */
  TO_SALESFORCE,
  /** Goes to Partner Center. */
  TO_PARTNER_CENTER,
  /** Waits until Partner Center may be written. */
  HELD_FROM_PARTNER_CENTER,
  /** Waits until Salesforce may be written. */
  HELD_FROM_SALESFORCE,
  /** Cannot travel; both sides keep what they have. */
  KEPT_APART;

  /** True when it is decided anew at the next look; until then nothing is remembered of it. */
  boolean isHeld() {
    return this == HELD_FROM_PARTNER_CENTER || this == HELD_FROM_SALESFORCE;
  }
}
