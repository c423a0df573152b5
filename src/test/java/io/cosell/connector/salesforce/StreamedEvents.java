package io.cosell.connector.salesforce;

/** Reads streaming messages for tests outside this package. */
public final class StreamedEvents {
  private final ChangeEvents events;

  /** Of one org and channel. */
  public StreamedEvents(String orgId, SalesforceProperties settings) {
    events = new ChangeEvents(orgId, settings.channel(), settings.clientName());
  }

  /** The event in a whole message. */
  public ChangeEvent read(String message) {
    return events.read(message);
  }
}
