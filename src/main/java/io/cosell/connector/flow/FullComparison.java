package io.cosell.connector.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.flow.ComparisonReport.Difference;
import io.cosell.connector.flow.ComparisonReport.Field;
import io.cosell.connector.flow.ComparisonReport.Stage;
import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.ComparisonRuns;
import io.cosell.connector.link.ComparisonRuns.Run;
import io.cosell.connector.link.ComparisonRuns.State;
import io.cosell.connector.link.KnownDifferences;
import io.cosell.connector.remote.CallRecord;
import io.cosell.connector.remote.CallRecorder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps the full comparison going: it goes on where it was interrupted, stops when it has made as
 * many calls as it may, and puts every difference into the inbox once, so that the ordinary flows
 * repair it.
 */
@Component
class FullComparison {
  private static final Logger log = LoggerFactory.getLogger(FullComparison.class);
  private static final String CALLS = "cosell.full.comparison.calls";

  private final ComparisonRuns runs;
  private final KnownDifferences known;
  private final Inbox inbox;
  private final CallRecorder calls;
  private final SyncProperties settings;
  private final ObjectMapper json;
  private final TransactionTemplate transaction;
  private final ObjectProvider<MeterRegistry> meters;
  private final AtomicInteger different = new AtomicInteger();

  FullComparison(
      ComparisonRuns runs,
      KnownDifferences known,
      Inbox inbox,
      CallRecorder calls,
      SyncProperties settings,
      ObjectMapper json,
      TransactionTemplate transaction,
      ObjectProvider<MeterRegistry> meters) {
    this.runs = runs;
    this.known = known;
    this.inbox = inbox;
    this.calls = calls;
    this.settings = settings;
    this.json = json;
    this.transaction = transaction;
    this.meters = meters;
    meters.ifAvailable(
        registry ->
            Gauge.builder("cosell.full.comparison.different", different::get)
                .description("Deals that were not in step when the last full comparison ended")
                .register(registry));
  }

  /** One comparison at work. */
  final class Work {
    private final Run run;
    private final ComparisonReport report;
    private boolean goesOn = true;
    private boolean givenUp;

    private Work(Run run) {
      this.run = run;
      this.report = read(run.report());
    }

    long id() {
      return run.id();
    }

    Instant begunAt() {
      return run.begunAt();
    }

    ComparisonReport report() {
      return report;
    }

    /**
     * Files the event of a deal that is not in step, unless the same difference was filed before or
     * the mode holds the deal back.
     *
     * @param fingerprint all that would make it another difference
     */
    void found(Event event, Found found, String fingerprint) {
      boolean isNew =
          Boolean.TRUE.equals(
              transaction.execute(
                  status -> {
                    boolean first =
                        !inbox.isHeldBack(event.subject())
                            && known.isNew(event.subject(), fingerprint);
                    if (first) {
                      inbox.accept(event);
                    }
                    return first;
                  }));
      report.found(
          new Difference(
              found.referral(), found.opportunity(), found.what(), isNew, found.fields()));
    }

    /**
     * Saves how far this stage is; false when the comparison has to end here, because it has made
     * its calls or has been given up.
     */
    boolean upTo(String last) {
      report.lookedUpTo(last);
      count();
      boolean mayCall =
          report.stage() == Stage.END || report.callsThisTime() < settings.fullCompareCalls();
      givenUp = !save(mayCall ? State.RUNNING : State.STOPPED);
      goesOn = mayCall && !givenUp;
      return goesOn;
    }

    private boolean save(State state) {
      return runs.save(run.id(), state, write(report));
    }

    private void count() {
      for (CallRecord call : calls.drain()) {
        report.called(call.system());
        meters.ifAvailable(
            registry ->
                Counter.builder(CALLS)
                    .description("Calls made by full comparisons")
                    .tag("system", call.system())
                    .register(registry)
                    .increment());
      }
    }
  }

  /**
   * A deal that is not in step.
   *
   * @param referral null for none
   * @param opportunity null for none
   * @param what is wrong, a sentence
   */
  record Found(String referral, String opportunity, String what, List<Field> fields) {
    Found(String referral, String opportunity, String what) {
      this(referral, opportunity, what, List.of());
    }
  }

  /**
   * Does one stage, if the comparison is there.
   *
   * @param look true when it has looked at everything of this stage
   */
  void stage(Deal deal, Stage stage, Predicate<Work> look) {
    var work = open(deal);
    if (work.report.stage() != stage) {
      return;
    }
    try {
      if (look.test(work)) {
        work.report.nextStage();
        work.upTo("");
      }
    } finally {
      work.count();
      work.save(work.goesOn ? State.RUNNING : State.STOPPED);
    }
    if (work.givenUp) {
      log.info("This full comparison is given up, another one begins at the beginning");
      deal.end("another full comparison begins");
    } else if (!work.goesOn) {
      log.warn(
          "The full comparison stops at the {} calls of cosell.sync.full-compare-calls; the next one"
              + " goes on there. So far {}",
          settings.fullCompareCalls(),
          work.report);
      deal.end("the next full comparison goes on there");
    }
  }

  /** Ends a comparison that has been everywhere. */
  void end(Deal deal) {
    var work = open(deal);
    if (work.report.stage() == Stage.END && work.save(State.DONE)) {
      different.set(work.report.different());
      log.info("Everything is compared: {}", work.report);
    }
  }

  private Work open(Deal deal) {
    var unfinished = runs.unfinished();
    if (unfinished.isEmpty()) {
      var cause = deal.entry().event().detail();
      log.info("Everything is compared, {}", cause);
      return new Work(runs.begin(cause, write(new ComparisonReport())));
    }
    var work = new Work(unfinished.get());
    if (unfinished.get().state() == State.STOPPED) {
      work.report.goOn();
    }
    return work;
  }

  private ComparisonReport read(String text) {
    try {
      return json.readValue(text, ComparisonReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report of the full comparison is broken", e);
    }
  }

  private String write(ComparisonReport report) {
    try {
      return json.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report of the full comparison cannot be written", e);
    }
  }
}
