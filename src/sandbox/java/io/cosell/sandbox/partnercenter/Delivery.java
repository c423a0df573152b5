package io.cosell.sandbox.partnercenter;

import java.time.Instant;
import java.util.List;

/**
 * What became of one webhook event.
 *
 * @param event such as {@code referral-updated}
 * @param resourceId of the referral, or the correlation id of a test event
 * @param changed the event's {@code ResourceChangeUtcDate}
 * @param url where it was sent; empty when nobody was registered for it
 * @param state what became of it so far
 * @param attempts what was tried, oldest first
 */
public record Delivery(
    String event,
    String resourceId,
    Instant changed,
    String url,
    State state,
    List<Attempt> attempts) {

  /** What became of an event. */
  public enum State {
    /** Nobody was registered for it. */
    UNHEARD,
    /** A fault swallowed it. */
    LOST,
    /** More attempts will follow. */
    PENDING,
    /** The receiver answered 2xx. */
    DELIVERED,
    /** All ten attempts failed; it is never sent again. */
    OFFLINE
  }

  /**
   * One attempt.
   *
   * @param at when its answer came
   * @param status the HTTP status, 0 without answer
   * @param error why there was no answer, or empty
   */
  public record Attempt(Instant at, int status, String error) {}
}
