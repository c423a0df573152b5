package io.cosell.connector.flow;

/** Switches one protection of the connector off, to see whether the simulation notices. */
interface Sabotage {
  /** None. */
  Sabotage NONE = bean -> bean;

  /** The bean, or what takes its place. */
  Object applied(Object bean);
}
