package io.cosell.connector.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * How many of the org's daily API calls are used up, by anybody, as each answer's {@code
 * Sforce-Limit-Info} tells (REST API guide, Limit Info header).
 *
 * <p>Once our share of the day is used up, or Salesforce itself says that nothing is left, no call
 * leaves but one every five minutes, whose answer shows when there is room again: the 24 hours
 * roll, so nobody can say when that will be.
 */
@Component
public class ApiUsage {
  private static final Logger log = LoggerFactory.getLogger(ApiUsage.class);
  private static final Pattern USAGE = Pattern.compile("(?:^|[;\\s])api-usage=(\\d+)/(\\d+)");
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** How long the one call that looks may take; what is due together with it comes back then. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final int share;
  private final Clock clock;
  private volatile Reading last;
  private boolean refused;
  private Instant nextLook;
  private Instant lookedAt = Instant.EPOCH;

  /**
   * What an answer told.
   *
   * @param used calls in the last 24 hours
   * @param limit calls allowed in 24 hours
   */
  public record Reading(long used, long limit) {
    /** The used share in percent. */
    public long percent() {
      return limit == 0 ? 0 : used * 100 / limit;
    }

    @Override
    public String toString() {
      return used + " of " + limit;
    }
  }

  ApiUsage(SalesforceProperties settings, Clock clock, ObjectProvider<MeterRegistry> meters) {
    this.share = settings.dailyShare();
    this.clock = clock;
    meters.ifAvailable(
        registry -> {
          Gauge.builder("cosell.salesforce.api.used", () -> latest().map(Reading::used).orElse(0L))
              .description("Salesforce API calls of the org in the last 24 hours, by anybody")
              .register(registry);
          Gauge.builder(
                  "cosell.salesforce.api.limit", () -> latest().map(Reading::limit).orElse(0L))
              .description("Salesforce API calls the org may make in 24 hours")
              .register(registry);
        });
  }

  /** The latest reading, empty before the first answer. */
  public Optional<Reading> latest() {
    return Optional.ofNullable(last);
  }

  /** When it is looked at again whether there is room; empty while there is. */
  public synchronized Optional<Instant> waitsUntil() {
    return Optional.ofNullable(nextLook);
  }

  /** What is used up, in a clause. */
  String says() {
    var reading = last;
    return refused && (reading == null || reading.percent() < share)
        ? "Salesforce says that the org's daily calls are used up"
        : "the org's daily Salesforce calls are used up to %d %% (%s), and cosell.salesforce.daily-share is %d %%"
            .formatted(reading == null ? 0 : reading.percent(), reading, share);
  }

  synchronized void read(String header) {
    var found = header == null ? null : USAGE.matcher(header);
    if (found != null && found.find()) {
      last = new Reading(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
      waitOrGoOn();
    }
  }

  /** Salesforce refused a call because the day's are used up. */
  synchronized void refused() {
    refused = true;
    waitOrGoOn();
  }

  /** Salesforce answered a call. */
  synchronized void answered() {
    refused = false;
    waitOrGoOn();
  }

  /**
   * How long a call has to wait; empty when it may leave now, which while the share is used up is
   * one every five minutes.
   */
  synchronized Optional<Duration> pause() {
    var now = clock.instant();
    if (nextLook == null) {
      return Optional.empty();
    }
    if (now.isBefore(lookedAt.plus(LOOK))) {
      return Optional.of(LOOK);
    }
    if (now.isBefore(nextLook)) {
      return Optional.of(Duration.between(now, nextLook));
    }
    lookedAt = now;
    nextLook = now.plus(LOOK_AGAIN);
    return Optional.empty();
  }

  private void waitOrGoOn() {
    boolean spent = refused || last != null && last.percent() >= share;
    if (spent && nextLook == null) {
      nextLook = clock.instant().plus(LOOK_AGAIN);
      log.error(
          "No calls to Salesforce for now: {}. Work waits in the inbox and goes on by itself when"
              + " there is room; looked at again at {} and every five minutes. See who uses the"
              + " calls, or raise the share",
          says(),
          nextLook);
    } else if (!spent && nextLook != null) {
      nextLook = null;
      log.info("There is room for calls to Salesforce again: {} are used", last);
    }
  }
}
