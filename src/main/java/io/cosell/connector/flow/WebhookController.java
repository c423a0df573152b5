package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Event;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Links;
import io.cosell.connector.partnercenter.WebhookEvent;
import io.cosell.connector.partnercenter.WebhookProperties;
import io.cosell.connector.partnercenter.WebhookSelfTest;
import io.cosell.connector.partnercenter.WebhookSignature;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Partner Center calls. Answers 200 only after the event is in the inbox, and 503 at once
 * while the database refuses; what is too large, unsigned or malformed leaves no trace but a log
 * line.
 */
@RestController
class WebhookController {
  private static final Logger log = LoggerFactory.getLogger(WebhookController.class);

  /**
   * Microsoft's new referral is looked at a little later, when the partner's own has its
   * opportunity.
   */
  private static final Duration OWN_REFERRAL_FIRST = Duration.ofSeconds(1);

  private final WebhookSignature signature;
  private final WebhookProperties settings;
  private final Inbox inbox;
  private final Links links;
  private final WebhookSelfTest selfTest;
  private final DatabaseWatch database;

  WebhookController(
      WebhookSignature signature,
      WebhookProperties settings,
      Inbox inbox,
      Links links,
      WebhookSelfTest selfTest,
      DatabaseWatch database) {
    this.selfTest = selfTest;
    this.database = database;
    this.signature = signature;
    this.settings = settings;
    this.inbox = inbox;
    this.links = links;
  }

  @PostMapping("/webhooks/partner-center")
  ResponseEntity<String> receive(HttpServletRequest request) throws IOException {
    int limit = Math.toIntExact(settings.maxBodySize().toBytes());
    var body = request.getInputStream().readNBytes(limit + 1);
    if (body.length > limit) {
      return refuse(HttpStatus.PAYLOAD_TOO_LARGE, "the event is larger than " + limit + " bytes");
    }
    var verdict = signature.verify(body, request::getHeader);
    if (!verdict.accepted()) {
      return refuse(HttpStatus.valueOf(verdict.outcome().status()), verdict.reason());
    }
    WebhookEvent event;
    try {
      event = WebhookEvent.parse(body);
    } catch (IllegalArgumentException e) {
      return refuse(HttpStatus.BAD_REQUEST, e.getMessage());
    }
    if (event.concernsReferral()) {
      store(event);
    } else if (event.name().equals(WebhookEvent.TEST)) {
      take(event);
    } else {
      log.info("Partner Center sent {}, which needs no work", event.name());
    }
    return ResponseEntity.ok("stored");
  }

  private void take(WebhookEvent test) {
    log.info("Partner Center sent {} {}", test.name(), test.resourceId());
    if (selfTest.arrived(test.resourceId())) {
      inbox.accept(Subjects.selfTestResult("the test event arrived"));
    }
  }

  /** Returns only after the event is on disk. */
  void store(WebhookEvent event) {
    database.requireWorking();
    var detail = "Partner Center " + event.name();
    if (!event.name().startsWith("related-")) {
      inbox.accept(Subjects.referral(event.resourceId(), detail));
      return;
    }
    Event related = Subjects.relatedReferral(event.resourceId(), detail);
    if (links.ofMicrosoftReferral(event.resourceId()).isPresent()) {
      inbox.accept(related);
    } else {
      inbox.acceptLater(related, OWN_REFERRAL_FIRST);
    }
  }

  private static ResponseEntity<String> refuse(HttpStatus status, String reason) {
    log.warn("A call to the webhook is refused with {}: {}", status.value(), reason);
    return ResponseEntity.status(status).body(reason);
  }
}
