package io.cosell.connector.merge;

/**
 * How one field travels.
 *
 * @param name the field's name in the mapping table
 * @param toSalesforce when it may be written there
 * @param toPartnerCenter when it may be written there
 * @param onConflict who wins when both changed it
 * @param phase true for the one field that holds a {@link Phase}
 */
public record FieldRule(
    String name, When toSalesforce, When toPartnerCenter, OnConflict onConflict, boolean phase) {

  When to(Side side) {
    return side == Side.SALESFORCE ? toSalesforce : toPartnerCenter;
  }
}
