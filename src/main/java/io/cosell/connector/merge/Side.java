package io.cosell.connector.merge;

/** One of the two clouds. */
public enum Side {
  /** Microsoft Partner Center. */
  PARTNER_CENTER("Partner Center"),
  /** Salesforce. */
  SALESFORCE("Salesforce");

  private final String label;

  Side(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
