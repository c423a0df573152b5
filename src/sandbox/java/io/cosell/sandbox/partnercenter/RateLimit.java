package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Answers 429 above a number of requests per minute ("API throttling guidance"). Refused requests
 * count, too. Off at first: no number is published for referrals.
 */
class RateLimit {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Clock clock;
  private Instant windowStart = Instant.MIN;
  private int requests;
  private int allowed;

  RateLimit(Clock clock) {
    this.clock = clock;
  }

  /** Allows this many requests per minute from now on; 0 for any number. */
  synchronized void allow(int perMinute) {
    allowed = perMinute;
    windowStart = clock.instant();
    requests = 0;
  }

  /** Counts one request; the seconds to wait when it is one too many, else 0. */
  synchronized long count() {
    if (allowed == 0) {
      return 0;
    }
    var now = clock.instant();
    var end = windowStart.plus(WINDOW);
    if (!now.isBefore(end)) {
      windowStart = now;
      requests = 0;
      end = now.plus(WINDOW);
    }
    requests++;
    return requests > allowed ? Math.max(1, Duration.between(now, end).toSeconds()) : 0;
  }

  static ObjectNode body(long seconds) {
    return Json.object()
        .put("statusCode", 429)
        .put("message", "Rate limit is exceeded. Try again in " + seconds + " seconds.");
  }
}
