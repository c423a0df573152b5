package io.cosell.connector.inbox;

import java.time.Instant;

/**
 * One event in the inbox.
 *
 * @param attempts how often it was claimed
 * @param timesSeen how many events it stands for
 * @param dueAt not before this instant
 * @param code what kind of trouble it is in, empty for none
 * @param cause why it is back or dead, empty otherwise
 * @param remedy what a person can do about it, empty if nothing
 */
public record Entry(
    long id,
    Event event,
    EntryState state,
    int attempts,
    int timesSeen,
    Instant acceptedAt,
    Instant dueAt,
    String code,
    String cause,
    String remedy) {

  /** The record to look at. */
  public String subject() {
    return event.subject();
  }

  /** The same about another record, to which this one has led; its outcome is that record's. */
  public Entry about(String subject) {
    return new Entry(
        id,
        new Event(subject, event.route(), event.detail()),
        state,
        attempts,
        timesSeen,
        acceptedAt,
        dueAt,
        code,
        cause,
        remedy);
  }
}
