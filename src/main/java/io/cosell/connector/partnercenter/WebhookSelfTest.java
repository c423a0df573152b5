package io.cosell.connector.partnercenter;

import io.cosell.connector.partnercenter.WebhookFinding.State;
import io.cosell.connector.partnercenter.WebhookFindings.Topic;
import io.cosell.connector.partnercenter.WebhookRegistration.Attempt;
import io.cosell.connector.partnercenter.WebhookRegistration.Validation;
import io.cosell.connector.remote.Masking;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds out whether events really arrive, with Partner Center's own test event, which takes the way
 * every event takes (Partner Center webhooks, "Validation event"). Says in which time, or what to
 * check. Waits for nothing: it is asked again when there may be a result.
 *
 * <p>Failures as of {@link PartnerCenter}.
 */
@Component
public class WebhookSelfTest {
  private static final Logger log = LoggerFactory.getLogger(WebhookSelfTest.class);

  private final WebhookRegistration registration;
  private final WebhookProperties settings;
  private final TestEvents events;
  private final WebhookFindings findings;
  private final Clock clock;

  WebhookSelfTest(
      WebhookRegistration registration,
      WebhookProperties settings,
      TestEvents events,
      WebhookFindings findings,
      Clock clock) {
    this.registration = registration;
    this.settings = settings;
    this.events = events;
    this.findings = findings;
    this.clock = clock;
  }

  /**
   * Has Partner Center send a test event, unless one is under way or the registration is not ours.
   *
   * @return after which pause to {@link #conclude()}; empty when there is nothing to wait for
   */
  public Optional<Duration> begin() {
    if (isUnderWay()) {
      return conclude();
    }
    var registered = findings.last(Topic.REGISTRATION);
    if (registered.isEmpty() || registered.get().state() != State.WELL) {
      var why = registered.map(WebhookFinding::message).orElse("the registration is not known yet");
      note(State.NONE, "The webhook was not tested: " + why, null);
      return Optional.empty();
    }
    var sentAt = clock.instant();
    var id = registration.sendTestEvent();
    if (id.isEmpty()) {
      log.info("The webhook was not tested: Partner Center allows two test events a minute");
      return Optional.empty();
    }
    events.sent(id.get(), sentAt);
    return conclude();
  }

  /** True while a test event is waited for. */
  public boolean isUnderWay() {
    return events.awaited().isPresent();
  }

  /** A test event arrived; true when it is time to {@link #conclude()}. */
  public boolean arrived(String correlationId) {
    return events.arrived(correlationId);
  }

  /**
   * Notes the result of the test event that is waited for, if it has one already.
   *
   * @return after which pause to ask again; empty when there is nothing to wait for
   */
  public Optional<Duration> conclude() {
    var awaited = events.awaited();
    if (awaited.isEmpty()) {
      return Optional.empty();
    }
    var event = awaited.get();
    if (event.arrivedAt() != null) {
      var took = Duration.between(event.sentAt(), event.arrivedAt());
      note(State.WELL, "Partner Center's test event arrived after " + millis(took), took);
    } else {
      var now = clock.instant();
      var deadline = event.sentAt().plus(settings.selfTestTimeout());
      if (now.isBefore(deadline)) {
        return Optional.of(Duration.between(now, deadline));
      }
      note(State.TROUBLE, failure(registration.testResult(event.correlationId())), null);
    }
    events.forget(event);
    return Optional.empty();
  }

  /** The last result; empty before the first. */
  public Optional<WebhookFinding> last() {
    return findings.last(Topic.SELF_TEST);
  }

  private void note(State state, String message, Duration took) {
    findings.note(Topic.SELF_TEST, state, message, took);
    if (state == State.TROUBLE) {
      log.warn("{} Until then changes are found by comparing", message);
    } else {
      log.info(message);
    }
  }

  private static String millis(Duration took) {
    return took.toMillis() + " ms";
  }

  private String failure(Optional<Validation> result) {
    var attempts = result.map(Validation::attempts).orElse(java.util.List.of());
    return "Partner Center's test event did not arrive at "
        + WebhookRegistration.shown(settings.publicUrl())
        + " within "
        + settings.selfTestTimeout().toSeconds()
        + " s. "
        + (attempts.isEmpty()
            ? "Partner Center says nothing of a delivery yet: look again with POST"
                + " /api/webhook/self-test."
            : explanation(attempts.get(attempts.size() - 1)));
  }

  /** What Partner Center got, and what that suggests. */
  private static String explanation(Attempt last) {
    var code = last.responseCode().strip();
    var got = Masking.mask((code + " " + last.message()).strip());
    return "Partner Center got \"" + got + "\": " + remedy(code, last.message()) + ".";
  }

  private static String remedy(String code, String message) {
    var text = (code + " " + message).toLowerCase(Locale.ROOT);
    if (text.matches("(ok|200)\\b.*")) {
      return "something else answers at this address; check where cosell.webhook.public-url and the"
          + " proxy lead";
    }
    if (text.matches(".*(ssl|tls|certificate|handshake|pkix).*")) {
      return "check the certificate of cosell.webhook.public-url; it must lead to a public root, with"
          + " all certificates in between";
    }
    if (text.matches("(401|403|unauthorized|forbidden)\\b.*")) {
      return "check whether a proxy wants a login of its own, else the log for the refused call and"
          + " cosell.webhook.certificate-hosts and .trust-certificates";
    }
    if (text.matches("(404|405|notfound|methodnotallowed|30\\d|moved|redirect).*")) {
      return "check the path of cosell.webhook.public-url; the connector answers at"
          + " /webhooks/partner-center, and redirects are not followed";
    }
    if (text.matches("(5\\d\\d|internalservererror|badgateway|serviceunavailable|gateway).*")) {
      return "check whether the proxy reaches the connector, and the connector's log";
    }
    return "check that the host name of cosell.webhook.public-url is known in the Internet and its"
        + " port open";
  }
}
