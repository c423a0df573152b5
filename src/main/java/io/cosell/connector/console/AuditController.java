package io.cosell.connector.console;

import io.cosell.connector.audit.Audit;
import io.cosell.connector.audit.AuditEntry;
import io.cosell.connector.audit.AuditQuery;
import java.time.Instant;
import java.util.List;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code GET /api/audit?referral=…&opportunity=…&kind=…&since=…}: what happened to a deal, newest
 * first. Any of them may be left out, but not all.
 */
@RestController
class AuditController {
  private static final int MOST = 1000;

  private final Audit audit;

  AuditController(Audit audit) {
    this.audit = audit;
  }

  @GetMapping("/api/audit")
  List<AuditEntry> entries(
      @RequestParam(required = false) String referral,
      @RequestParam(required = false) String opportunity,
      @RequestParam(required = false) String kind,
      @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE_TIME)
          Instant since,
      @RequestParam(defaultValue = "100") int limit) {
    int most = Math.min(Math.max(limit, 1), MOST);
    var query = new AuditQuery(referral, opportunity, kind, since, most);
    if (query.asksForEverything()) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "name a referral, an opportunity, a kind or a time (since)");
    }
    return audit.find(query);
  }
}
