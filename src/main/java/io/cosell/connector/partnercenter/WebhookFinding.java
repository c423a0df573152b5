package io.cosell.connector.partnercenter;

import java.time.Duration;
import java.time.Instant;

/**
 * What was last found out about the webhook.
 *
 * @param state how it is
 * @param message the same in a sentence, with what to do if something is to do; no secrets
 * @param took how long the test event was under way, null for anything else
 * @param at when it was found out
 */
public record WebhookFinding(State state, String message, Duration took, Instant at) {

  /** How it is. */
  public enum State {
    /** As it must be. */
    WELL,
    /** Events do not arrive; changes are found by comparing. */
    TROUBLE,
    /** Nobody wants a webhook, or nobody could look. */
    NONE
  }
}
