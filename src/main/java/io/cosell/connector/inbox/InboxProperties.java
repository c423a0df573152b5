package io.cosell.connector.inbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the inbox hands out work.
 *
 * @param workers how many deals are worked on at the same time
 * @param firstPause pause before the second attempt; doubles with each further one
 * @param longestPause the pause grows no further than this
 * @param maxAttempts after so many failures of an unexpected kind an entry becomes a dead letter; a
 *     cloud that is away never makes one
 * @param claim how long a claim holds when its process dies; renewed while it lives
 * @param patience how long a worker waits for a deal or customer another worker has before it comes
 *     back later
 * @param lookEvery how often the inbox looks for work nobody announced, such as due retries
 * @param keepDone how long entries that are done are kept
 * @param retriesPerSecond how many dead letters that are retried together are offered in a second
 */
@ConfigurationProperties("cosell.inbox")
@Validated
public record InboxProperties(
    @DefaultValue("48") @Min(1) @Max(500) int workers,
    @DefaultValue("1s") Duration firstPause,
    @DefaultValue("5m") Duration longestPause,
    @DefaultValue("8") @Min(1) int maxAttempts,
    @DefaultValue("8s") Duration claim,
    @DefaultValue("20s") Duration patience,
    @DefaultValue("500ms") Duration lookEvery,
    @DefaultValue("7d") Duration keepDone,
    @DefaultValue("5") @Min(1) @Max(1000) int retriesPerSecond) {

  /** The pause after this many attempts, without jitter. */
  Duration pauseAfter(int attempts) {
    int doublings = Math.min(Math.max(attempts - 1, 0), 20);
    var pause = firstPause.multipliedBy(1L << doublings);
    return pause.compareTo(longestPause) > 0 ? longestPause : pause;
  }
}
