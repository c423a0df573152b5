package io.cosell.connector.salesforce;

/** Is told every change event of the channel, in order. */
public interface ChangeEventListener {

  /**
   * Returns once the event is on disk; in the same transaction it has saved the position through
   * {@link ReplayPositions}. Must be quick: it runs on the thread that also keeps the connection
   * alive. When it throws, the subscription is set up again from the last saved position.
   */
  void onChange(ChangeEvent event);

  /**
   * The saved position is not known to Salesforce any more: events may have been missed, compare
   * everything.
   */
  void onGap(String reason);
}
