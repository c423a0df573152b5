package io.cosell.connector.flow;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.ComparisonRuns;
import io.cosell.connector.link.ComparisonRuns.Run;
import io.cosell.connector.link.ComparisonRuns.State;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/comparison}: asks for a full comparison, and says how far it is and what the last one
 * found. Asking is filing; a worker does it.
 */
@RestController
class ComparisonController {
  private final ComparisonRuns runs;
  private final Inbox inbox;
  private final TransactionTemplate transaction;

  ComparisonController(ComparisonRuns runs, Inbox inbox, TransactionTemplate transaction) {
    this.runs = runs;
    this.inbox = inbox;
    this.transaction = transaction;
  }

  /**
   * One full comparison.
   *
   * @param report how far it is, what it has found, how many calls it has made
   */
  record View(
      long id,
      State state,
      String cause,
      Instant begunAt,
      Instant changedAt,
      @JsonRawValue String report) {

    static View of(Run run) {
      return new View(
          run.id(), run.state(), run.cause(), run.begunAt(), run.changedAt(), run.report());
    }
  }

  /**
   * All there is to say.
   *
   * @param entry what the inbox has of it: whether it waits, for what and until when; null for
   *     nothing
   * @param unfinished the one that is worked on or has stopped at its calls; null for none
   * @param last the last one that was everywhere or has stopped; null for none
   */
  record Answer(Entry entry, View unfinished, View last) {}

  /**
   * Asks for one. An unfinished one goes on.
   *
   * @param anew begins at the beginning even so
   */
  @PostMapping("/api/comparison")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Answer ask(@RequestParam(defaultValue = "false") boolean anew) {
    transaction.executeWithoutResult(
        status -> {
          if (anew) {
            runs.startOver();
          }
          inbox.accept(Subjects.fullComparison("asked for by an operator"));
        });
    return answer();
  }

  @GetMapping("/api/comparison")
  Answer answer() {
    return new Answer(
        inbox.open(Subjects.FULL_COMPARISON).orElse(null),
        view(runs.unfinished()),
        view(runs.lastEnded()));
  }

  private static View view(Optional<Run> run) {
    return run.map(View::of).orElse(null);
  }
}
