package io.cosell.connector.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * How many of the org's daily API calls are used up, by anybody, as each answer's {@code
 * Sforce-Limit-Info} tells (REST API guide, Limit Info header).
 */
@Component
public class ApiUsage {
  private static final Pattern USAGE = Pattern.compile("(?:^|[;\\s])api-usage=(\\d+)/(\\d+)");
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final int budget;
  private final Clock clock;
  private volatile Reading last;
  private volatile Instant nextLook = Instant.EPOCH;

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
  }

  ApiUsage(SalesforceProperties settings, Clock clock, ObjectProvider<MeterRegistry> meters) {
    this.budget = settings.callBudget();
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

  void read(String header) {
    if (header == null) {
      return;
    }
    var found = USAGE.matcher(header);
    if (found.find()) {
      last = new Reading(Long.parseLong(found.group(1)), Long.parseLong(found.group(2)));
    }
  }

  /** True when the budget is spent; once a minute it lets one call through to look again. */
  synchronized boolean spent() {
    var reading = last;
    if (reading == null || reading.percent() < budget) {
      return false;
    }
    var now = clock.instant();
    if (now.isBefore(nextLook)) {
      return true;
    }
    nextLook = now.plus(LOOK_AGAIN);
    return false;
  }
}
