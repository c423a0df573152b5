package io.cosell.connector.partnercenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.cosell.connector.remote.CallRecord;
import io.cosell.connector.remote.CallRecorder;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Masking;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteAddress;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.connector.remote.RetryAfter;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes single calls through the route of this package and turns what comes back into an answer or
 * one of the three failures.
 *
 * <p>Nothing is repeated but a call whose token was refused, once, with a new token. After a 429
 * with {@code Retry-After} no call to that API leaves until the time is over, five minutes at most.
 */
@Component
class Calls {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);
  private static final String SIGN_IN = "cosell.partner-center.refresh-token";
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);
  private static final Set<Integer> BUSY = Set.of(407, 408, 423, 425, 429);

  private final PartnerCenterProperties settings;
  private final SignIn signIn;
  private final ProducerTemplate camel;
  private final CallRecorder recorder;
  private final PartnerCenterState state;
  private final Clock clock;
  private final Map<Audience, Instant> quietUntil = new ConcurrentHashMap<>();

  Calls(
      PartnerCenterProperties settings,
      SignIn signIn,
      ProducerTemplate camel,
      CallRecorder recorder,
      PartnerCenterState state,
      Clock clock) {
    this.settings = settings;
    this.signIn = signIn;
    this.camel = camel;
    this.recorder = recorder;
    this.state = state;
    this.clock = clock;
  }

  /**
   * Makes the call. Any 2xx comes back, and the other statuses only if {@code expected}; everything
   * else is thrown as one of the three failures.
   */
  Answer call(Request request, Integer... expected) {
    checkQuiet(request);
    Answer answer;
    try {
      answer = signedIn(request);
    } catch (RemoteUnavailableException e) {
      state.callFailed(request.audience(), e.getMessage());
      throw e;
    }
    boolean isExpected =
        List.of(expected).contains(answer.status()) && !answer.asksForStrongerSignIn();
    if (answer.succeeded() || isExpected) {
      state.callWorked(request.audience());
      return answer;
    }
    if (isBusy(answer.status()) && answer.retryAfter() != null) {
      var wish = answer.retryAfter();
      var pause = wish.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : wish;
      quietUntil.put(request.audience(), clock.instant().plus(pause));
    }
    var failure = failure(request, answer);
    if (failure instanceof RemoteUnavailableException && answer.status() != 429) {
      state.callFailed(request.audience(), failure.getMessage());
    } else {
      state.callWorked(request.audience());
    }
    throw failure;
  }

  /**
   * The wish concerns every deal, and a throttled API counts refused calls as well: nobody calls
   * before the time is over.
   */
  private void checkQuiet(Request request) {
    var now = clock.instant();
    var until = quietUntil.getOrDefault(request.audience(), now);
    if (until.isAfter(now)) {
      throw new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_THROTTLES,
          "Partner Center asked to be left alone; " + request.what() + " waits until " + until,
          Duration.between(now, until),
          null);
    }
  }

  private Answer signedIn(Request request) {
    var token = signIn.token(request.audience());
    var answer = send(request);
    if (answer.status() != 401) {
      return answer;
    }
    if (!answer.asksForStrongerSignIn() && signIn.replace(request.audience(), token)) {
      answer = send(request);
    }
    if (answer.status() == 401) {
      signIn.renewalWasInVain(request.audience());
    }
    return answer;
  }

  private Answer send(Request request) {
    var id = UUID.randomUUID().toString();
    long start = System.nanoTime();
    var exchange = camel.send(PartnerCenterRoute.ENTRY, it -> fill(it.getMessage(), request, id));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    var message = exchange.getMessage();
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    var requestId = firstOf(message, "request-id", "MS-RequestId", "client-request-id");
    recorder.record(new CallRecord("partner-center", request.what(), status, requestId, millis));
    log.debug(
        "{} answered {} in {} ms [request-id {}, client-request-id {}]",
        request.what(),
        status,
        millis,
        requestId,
        id);
    if (exchange.getException() != null) {
      throw failure(request, status, exchange.getException(), id);
    }
    var retryAfter = message.getHeader("Retry-After", String.class);
    return new Answer(
        status,
        json(message),
        requestId.isEmpty() ? id : requestId,
        RetryAfter.parse(retryAfter, clock).orElse(null),
        firstOf(message, "WWW-Authenticate"));
  }

  private void fill(Message message, Request request, String id) {
    message.setHeader(Exchange.HTTP_URI, base(request.audience()) + request.path());
    message.setHeader(Exchange.HTTP_METHOD, request.method());
    message.setHeader(BearerToken.AUDIENCE, request.audience().name());
    message.setHeader("Accept", "application/json");
    message.setHeader("MS-CorrelationId", id);
    message.setHeader(
        request.audience() == Audience.REFERRALS ? "client-request-id" : "MS-RequestId", id);
    request.headers().forEach(message::setHeader);
    if (request.body() != null) {
      message.setHeader(Exchange.CONTENT_TYPE, "application/json");
      message.setBody(request.body());
    }
  }

  private String base(Audience audience) {
    return audience == Audience.REFERRALS
        ? RemoteAddress.base(settings.baseUrl()) + "/v1.0/engagements"
        : RemoteAddress.base(settings.webhookBaseUrl()) + "/webhooks/v1";
  }

  private static JsonNode json(Message message) {
    if (message.getBody() instanceof JsonNode node) {
      return node;
    }
    var bytes = message.getBody(byte[].class);
    if (bytes == null || bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return PartnerCenterRoute.JSON.readTree(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  private RuntimeException failure(Request request, int status, Exception cause, String id) {
    if (cause instanceof RemoteUnavailableException unavailable) {
      return unavailable;
    }
    var where = " [client-request-id " + id + "]";
    if (cause instanceof JsonProcessingException) {
      return new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY,
          "Partner Center answered "
              + request.what()
              + " with "
              + status
              + " and something that is not JSON; is a proxy or sign-in page in between?"
              + where,
          null);
    }
    return new RemoteUnavailableException(
        ErrorCode.PARTNER_CENTER_AWAY,
        "Partner Center cannot be reached for "
            + request.what()
            + ": "
            + Reason.of(cause)
            + (request.writes() ? "; the write may or may not have happened" : "")
            + where,
        cause);
  }

  private RuntimeException failure(Request request, Answer answer) {
    int status = answer.status();
    var text =
        request.what()
            + " ("
            + status
            + (answer.code().isEmpty() ? "" : " " + Masking.mask(answer.code()))
            + answer.target().map(target -> ", " + Masking.mask(target)).orElse("")
            + "): "
            + answer.message()
            + " [request-id "
            + answer.requestId()
            + "]";
    if (status == 401 || status == 403 && answer.asksForStrongerSignIn()) {
      return refusedToken(request, answer, text);
    }
    if (answer.saysChanged()) {
      return new ChangedMeanwhileException(
          ErrorCode.CHANGED_MEANWHILE, "Partner Center has a newer version: " + text);
    }
    if (status >= 300 && status < 400) {
      return new RemoteUnavailableException(
          ErrorCode.PARTNER_CENTER_AWAY,
          "Partner Center redirects instead of answering; check the base URL. " + text,
          null);
    }
    if (isBusy(status)) {
      return new RemoteUnavailableException(
          busy(status), "Partner Center is busy or away: " + text, answer.retryAfter(), null);
    }
    if (status == 403 && !request.writes()) {
      return notAccepted(
          ErrorCode.PARTNER_CENTER_ROLE,
          request,
          new Problem(
              SIGN_IN,
              "(hidden)",
              "the user signed in with it may not use this API; give the user the role Referrals"
                  + " admin. "
                  + text));
    }
    return new RemoteRefusedException(
        status,
        answer.code().isEmpty() ? "http" + status : answer.code(),
        List.of(Refusals.finding(request, answer)),
        "Partner Center, %s, status %d %s, request-id %s"
            .formatted(request.what(), status, Masking.mask(answer.code()), answer.requestId()));
  }

  private static ErrorCode busy(int status) {
    return switch (status) {
      case 423 -> ErrorCode.PARTNER_CENTER_LOCKED;
      case 429, 509 -> ErrorCode.PARTNER_CENTER_THROTTLES;
      default -> ErrorCode.PARTNER_CENTER_AWAY;
    };
  }

  private static boolean isBusy(int status) {
    return BUSY.contains(status) || status >= 500 && status != 501;
  }

  private RuntimeException refusedToken(Request request, Answer answer, String text) {
    if (answer.asksForStrongerSignIn()) {
      return notAccepted(
          ErrorCode.PARTNER_CENTER_MFA,
          request,
          new Problem(
              SIGN_IN,
              "(hidden)",
              "Partner Center asks for multifactor authentication; sign in again with it as the"
                  + " integration user and set the new refresh token. "
                  + text));
    }
    boolean referrals = request.audience() == Audience.REFERRALS;
    return notAccepted(
        ErrorCode.PARTNER_CENTER_SIGN_IN,
        request,
        new Problem(
            "cosell.partner-center." + (referrals ? "scope" : "webhook-scope"),
            referrals ? settings.scope() : settings.webhookScope(),
            "Partner Center refuses tokens of this scope; check it, the consent of the app"
                + " registration and the user's roles. "
                + text));
  }

  private RuntimeException notAccepted(ErrorCode code, Request request, Problem problem) {
    state.alarm(request.audience(), problem);
    return new SignInRefusedException(code, problem, null);
  }

  private static String firstOf(Message message, String... names) {
    for (var name : names) {
      var value = message.getHeader(name, String.class);
      if (value != null && !value.isBlank()) {
        return Masking.mask(value);
      }
    }
    return "";
  }
}
