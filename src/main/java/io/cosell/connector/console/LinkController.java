package io.cosell.connector.console;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.cosell.connector.link.Link;
import io.cosell.connector.link.LinkState;
import io.cosell.connector.link.Links;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code GET /api/link?referral=…|opportunity=…}: the pair a record belongs to, and both sides as
 * they were at the last look, which is what the next look compares with.
 */
@RestController
class LinkController {
  private final Links links;

  LinkController(Links links) {
    this.links = links;
  }

  record View(
      String referral,
      String microsoftReferral,
      String engagement,
      String opportunity,
      String account,
      LinkState state,
      @JsonRawValue String lastLook) {

    static View of(Link link) {
      return new View(
          link.referralId(),
          link.microsoftReferralId(),
          link.engagementId(),
          link.opportunityId(),
          link.accountId(),
          link.state(),
          link.snapshot());
    }
  }

  @GetMapping("/api/link")
  View link(
      @RequestParam(required = false) String referral,
      @RequestParam(required = false) String opportunity) {
    return find(referral, opportunity)
        .map(View::of)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, "this record is not linked; /api/audit may say why"));
  }

  private Optional<Link> find(String referral, String opportunity) {
    if (referral != null) {
      var id = referral.toLowerCase(Locale.ROOT);
      return links.ofReferral(id).or(() -> links.ofMicrosoftReferral(id));
    }
    if (opportunity != null) {
      return links.ofOpportunity(opportunity);
    }
    throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "name a referral or an opportunity");
  }
}
