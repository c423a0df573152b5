package io.cosell.connector.merge;

/**
 * How one field travels.
 *
 * @param name the field's name in the mapping table
 * @param toSalesforce when it may be written there
 * @param toPartnerCenter when it may be written there
 * @param onConflict who wins when both changed it
 * @param phase true for the one field that holds a {@link Phase}
 * @param keysOnly true for a list that is compared by its keys alone: what an element says beside
 *     its key is each side's own
 */
public record FieldRule(
    String name,
    When toSalesforce,
    When toPartnerCenter,
    OnConflict onConflict,
    boolean phase,
    boolean keysOnly) {

  /** A field whose elements, if it has any, travel with all they say. */
  public FieldRule(
      String name, When toSalesforce, When toPartnerCenter, OnConflict onConflict, boolean phase) {
    this(name, toSalesforce, toPartnerCenter, onConflict, phase, false);
  }

  /** The same field where Salesforce does not take it. */
  public FieldRule closedToSalesforce() {
    return new FieldRule(name, When.NEVER, toPartnerCenter, onConflict, phase, keysOnly);
  }

  When to(Side side) {
    return side == Side.SALESFORCE ? toSalesforce : toPartnerCenter;
  }
}
