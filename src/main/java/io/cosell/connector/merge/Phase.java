package io.cosell.connector.merge;

import java.util.Locale;

/** Where a deal stands: status with substatus there, stage here, one word for both. */
public enum Phase {
  /** Offered to the partner, who has not answered; on hold in Salesforce. */
  OFFERED,
  /** Being worked on. */
  ACCEPTED,
  /** Closed: won. */
  WON,
  /** Closed: lost. Salesforce has this one word for all that follow, too. */
  LOST,
  /** Closed: the partner said no. */
  DECLINED,
  /** Closed: nobody answered in time. */
  EXPIRED,
  /** Closed: was a mistake. */
  ERROR;

  /** True when nothing can be changed any more. */
  public boolean closed() {
    return this != OFFERED && this != ACCEPTED;
  }

  /** True when Salesforce, which only knows won and lost, can say no more than this about it. */
  boolean agreesWith(Phase salesforce) {
    return this == salesforce || (salesforce == LOST && closed() && this != WON);
  }

  /** As a field value holds it. */
  public FieldValue value() {
    return FieldValue.text(name().toLowerCase(Locale.ROOT));
  }

  /** Reads what {@link #value()} made. */
  public static Phase of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
