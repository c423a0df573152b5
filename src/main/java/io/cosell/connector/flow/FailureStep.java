package io.cosell.connector.flow;

/** What the error routes call: {@code direct:<name>}. Tells the inbox what becomes of the entry. */
interface FailureStep {

  /** The name the route files call it by. */
  String name();

  /** Settles the entry. */
  void on(Deal deal, Exception cause);
}
