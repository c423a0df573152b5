package io.cosell.connector.flow;

import io.cosell.connector.link.ComparedUpTo;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How far each side has been compared, and the looking back that makes up for clocks and late
 * commits.
 */
@Component
class Comparison {
  private static final Logger log = LoggerFactory.getLogger(Comparison.class);

  private final ComparedUpTo comparedUpTo;
  private final SyncProperties settings;
  private final Clock clock;

  Comparison(ComparedUpTo comparedUpTo, SyncProperties settings, Clock clock) {
    this.comparedUpTo = comparedUpTo;
    this.settings = settings;
    this.clock = clock;
  }

  /** Looks at what changed on one side since then and files events for it. */
  interface Look {
    /** How many records were not in step. */
    int since(Instant since);
  }

  /** Compares one side; only a comparison that succeeds counts. */
  void compare(String side, Look look) {
    var begun = clock.instant();
    var since =
        comparedUpTo
            .of(side)
            .map(last -> last.minus(settings.compareOverlap()))
            .orElse(begun.minus(settings.firstLookBack()));
    int missed = look.since(since);
    comparedUpTo.move(side, begun);
    if (missed > 0) {
      log.info(
          "{} records changed in {} without being worked on yet; they are looked at now",
          missed,
          side);
    }
  }
}
