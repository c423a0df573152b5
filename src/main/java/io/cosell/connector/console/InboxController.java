package io.cosell.connector.console;

import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.inbox.Inbox.Batch;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/inbox}: what waits, what is dead, and what to do with dead letters, one by one or all
 * of one code ({@code /dead-letters/…?code=E104&kind=opportunity}).
 */
@RestController
class InboxController {
  private static final int MOST = 1000;

  private final Inbox inbox;

  InboxController(Inbox inbox) {
    this.inbox = inbox;
  }

  @GetMapping("/api/inbox")
  List<Entry> entries(@RequestParam(defaultValue = "dead") String state) {
    return inbox.entries(stateOf(state), MOST);
  }

  @PostMapping("/api/inbox/{id}/retry")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void retry(@PathVariable long id) {
    require(inbox.retry(id));
  }

  @PostMapping("/api/inbox/{id}/skip")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void skip(@PathVariable long id) {
    require(inbox.skip(id));
  }

  @PostMapping("/api/inbox/dead-letters/retry")
  Batch retryAll(@RequestParam String code, @RequestParam(defaultValue = "") String kind) {
    return inbox.retryAll(code, checked(kind));
  }

  @PostMapping("/api/inbox/dead-letters/skip")
  Batch skipAll(@RequestParam String code, @RequestParam(defaultValue = "") String kind) {
    return inbox.skipAll(code, checked(kind));
  }

  private static String checked(String kind) {
    if (!kind.matches("[a-z-]*")) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "kind is what a subject begins with, such as opportunity");
    }
    return kind;
  }

  private static EntryState stateOf(String text) {
    try {
      return EntryState.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "state is one of waiting, running, done, held-back, dead, skipped",
          e);
    }
  }

  private static void require(boolean found) {
    if (!found) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no such dead letter");
    }
  }
}
