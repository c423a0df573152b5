package io.cosell.connector.mapping;

import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.salesforce.Salesforce;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up edits of the mapping table while the connector works. An edit with which anything is
 * wrong is refused as a whole, and the table in force stays.
 *
 * <p>The files are small, so they are read again and again; what counts is their text. It is taken
 * when two looks found the same, since an editor may write a file in several steps.
 */
@Component
class MappingWatch implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(MappingWatch.class);

  /** After so many looks the org may have been changed so that it fits. */
  private static final int LOOKS_UNTIL_THE_ORG_IS_ASKED_AGAIN = 5;

  private final Mapping mapping;
  private final Salesforce salesforce;
  private final MappingProperties settings;
  private final Clock clock;
  private TableDirectory.Content seen;
  private volatile Refusal refusal;
  private ScheduledExecutorService timer;

  /**
   * Why an edit is not in force.
   *
   * @param mayPass true when a change in the org can make it right
   * @param at the last try
   */
  record Refusal(
      TableDirectory.Content content, List<String> problems, boolean mayPass, Instant at) {}

  MappingWatch(Mapping mapping, Salesforce salesforce, MappingProperties settings, Clock clock) {
    this.mapping = mapping;
    this.salesforce = salesforce;
    this.settings = settings;
    this.clock = clock;
  }

  /** The edit that is not in force, if there is one. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Looks now. Before a first table has been found right nothing is taken here. */
  synchronized void look() {
    var content = mapping.look();
    boolean atRest = content.equals(seen);
    seen = content;
    var inForce = mapping.inForce();
    if (!atRest || inForce.isEmpty()) {
      return;
    }
    if (content.equals(inForce.get().content())) {
      if (refusal != null) {
        log.info("The edit of the mapping table was taken back");
        refusal = null;
      }
    } else if (refusal == null || !content.equals(refusal.content()) || mayPassNow(refusal)) {
      take(content);
    }
  }

  private boolean mayPassNow(Refusal refused) {
    var pause = settings.checkInterval().multipliedBy(LOOKS_UNTIL_THE_ORG_IS_ASKED_AGAIN);
    return refused.mayPass() && !clock.instant().isBefore(refused.at().plus(pause));
  }

  private void take(TableDirectory.Content content) {
    var reading = mapping.read(content);
    if (!reading.problems().isEmpty()) {
      refuse(content, texts(reading.problems()), false);
      return;
    }
    try {
      var misfits = mapping.take(reading, salesforce.orgAnew());
      if (misfits.isEmpty()) {
        refusal = null;
      } else {
        refuse(content, texts(misfits), true);
      }
    } catch (RemoteUnavailableException | RemoteRefusedException e) {
      refuse(
          content, List.of("whether it fits the org could not be asked: " + e.getMessage()), true);
    }
  }

  private static List<String> texts(List<TableProblem> problems) {
    return problems.stream().map(TableProblem::toString).toList();
  }

  private void refuse(TableDirectory.Content content, List<String> problems, boolean mayPass) {
    boolean told = refusal != null && refusal.problems().equals(problems);
    refusal = new Refusal(content, problems, mayPass, clock.instant());
    if (!told) {
      log.error(
          "Refused the edit of the mapping table; the table in force since {} stays. {}",
          mapping.inForce().map(Mapping.InForce::since).orElseThrow(),
          problems.stream().collect(Collectors.joining("; ")));
    }
  }

  @Override
  public void start() {
    timer =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var thread = new Thread(work, "mapping-files");
              thread.setDaemon(true);
              return thread;
            });
    long every = settings.checkInterval().toMillis();
    if (every > 0) {
      timer.scheduleWithFixedDelay(this::lookSafely, every, every, TimeUnit.MILLISECONDS);
    }
  }

  private void lookSafely() {
    try {
      look();
    } catch (RuntimeException e) {
      log.error("The mapping table could not be looked at; trying again", e);
    }
  }

  @Override
  public void stop() {
    timer.shutdownNow();
    timer = null;
  }

  @Override
  public boolean isRunning() {
    return timer != null;
  }

  /** After Camel, before it on the way down. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
