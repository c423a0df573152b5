package io.cosell.connector.flow;

import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.partnercenter.WebhookFinding;
import io.cosell.connector.partnercenter.WebhookSelfTest;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/webhook/self-test}: POST has Partner Center send its test event, GET tells the last
 * result.
 */
@RestController
@RequestMapping("/api/webhook/self-test")
class SelfTestController {
  private final WebhookSelfTest selfTest;
  private final Inbox inbox;

  SelfTestController(WebhookSelfTest selfTest, Inbox inbox) {
    this.selfTest = selfTest;
    this.inbox = inbox;
  }

  /**
   * The last result.
   *
   * @param underWay whether a test event is waited for now; one asked for begins a moment later
   * @param state {@code WELL}, {@code TROUBLE} or {@code NONE}
   * @param message what arrived, or what to check
   * @param millis how long the test event was under way, null if it did not arrive
   * @param at when the result was there, null before the first
   */
  record View(
      boolean underWay, WebhookFinding.State state, String message, Long millis, Instant at) {}

  /** The result follows within {@code cosell.webhook.self-test-timeout}. */
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  View begin() {
    inbox.accept(Subjects.selfTest("asked for by the operator"));
    return last();
  }

  @GetMapping
  View last() {
    boolean underWay = selfTest.isUnderWay();
    return selfTest
        .last()
        .map(
            last ->
                new View(
                    underWay,
                    last.state(),
                    last.message(),
                    last.took() == null ? null : last.took().toMillis(),
                    last.at()))
        .orElse(new View(underWay, WebhookFinding.State.NONE, "not tested yet", null, null));
  }
}
