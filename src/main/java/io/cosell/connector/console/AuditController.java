package io.cosell.connector.console;

import io.cosell.connector.audit.Audit;
import io.cosell.connector.audit.AuditEntry;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code GET /api/audit?referral=…|opportunity=…}: what happened to a deal, newest first. */
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
      @RequestParam(defaultValue = "100") int limit) {
    int most = Math.min(Math.max(limit, 1), MOST);
    if (referral != null) {
      return audit.ofReferral(referral.toLowerCase(Locale.ROOT), most);
    }
    if (opportunity != null) {
      return audit.ofOpportunity(opportunity, most);
    }
    throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "name a referral or an opportunity");
  }
}
