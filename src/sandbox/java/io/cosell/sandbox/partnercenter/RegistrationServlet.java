package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The webhook registration API under {@code /webhooks/v1/registration}. */
class RegistrationServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private static final String AUDIENCE = "https://api.partnercenter.microsoft.com";
  private static final int TESTS_PER_MINUTE = 2;
  private static final Duration RESULTS_KEPT = Duration.ofDays(7);
  private static final List<String> EVENTS =
      List.of(
          "referral-created",
          "referral-updated",
          "related-referral-created",
          "related-referral-updated",
          "test-created",
          "subscription-updated",
          "invoice-ready",
          "usagerecords-thresholdExceeded",
          "azure-fraud-event-detected");

  private static final Map<Integer, String> STATUS_NAMES =
      Map.of(
          200, "OK",
          302, "Redirect",
          401, "Unauthorized",
          403, "Forbidden",
          404, "NotFound",
          405, "MethodNotAllowed",
          500, "InternalServerError",
          502, "BadGateway",
          503, "ServiceUnavailable",
          504, "GatewayTimeout");

  private final transient WebhookDispatcher dispatcher;
  private final transient Gate gate;
  private final transient Switches switches;
  private final transient PartnerCenterOptions options;
  private final transient Deque<Instant> tests = new ArrayDeque<>();

  RegistrationServlet(
      WebhookDispatcher dispatcher, Gate gate, Switches switches, PartnerCenterOptions options) {
    this.dispatcher = dispatcher;
    this.gate = gate;
    this.switches = switches;
    this.options = options;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("MS-RequestId", header(request, "MS-RequestId"));
    response.setHeader("MS-CorrelationId", header(request, "MS-CorrelationId"));
    try {
      gate.check(request, AUDIENCE, ReferralsServlet.ownAddress(request), true);
      var path = Objects.requireNonNullElse(request.getPathInfo(), "").replaceAll("/$", "");
      answer(response, 200, result(request, path));
    } catch (Refusal refusal) {
      if (Gate.MFA_REQUIRED.equals(refusal.innerCode())) {
        response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      }
      answer(response, refusal.status(switches), refusal.webhookBody());
    }
  }

  private JsonNode result(HttpServletRequest request, String path) throws IOException {
    if (path.startsWith("/validationEvents/") && "GET".equals(request.getMethod())) {
      return testResult(path.substring("/validationEvents/".length()));
    }
    return switch (request.getMethod() + " " + path) {
      case "GET /events" -> Json.tree(EVENTS);
      case "GET " -> shown(existing(), false);
      case "POST " -> {
        if (dispatcher.registration() != null) {
          throw refusal(409, "A registration exists already. Use PUT.");
        }
        yield register(request, UUID.randomUUID().toString());
      }
      case "PUT " -> register(request, existing().subscriberId());
      case "POST /validationEvents" -> test();
      default -> throw refusal(404, "There is no such resource.");
    };
  }

  private WebhookRegistration existing() {
    if (dispatcher.registration() == null) {
      throw refusal(404, "No registration exists.");
    }
    return dispatcher.registration();
  }

  private JsonNode register(HttpServletRequest request, String subscriberId) throws IOException {
    var body = Json.readObject(request.getInputStream().readAllBytes());
    var url = member(body, "WebhookUrl").asText();
    if (!isAddress(url)) {
      throw refusal(400, "WebhookUrl must be an absolute address.");
    }
    var events = new ArrayList<String>();
    member(body, "WebhookEvents").forEach(event -> events.add(event.asText()));
    if (events.isEmpty() || !EVENTS.containsAll(events)) {
      throw refusal(400, "WebhookEvents must be a list of known events.");
    }
    boolean own = member(body, "SignatureTokenToMsSignatureHeader").asBoolean();
    dispatcher.register(new WebhookRegistration(subscriberId, url, List.copyOf(events), own));
    return shown(dispatcher.registration(), true);
  }

  private synchronized JsonNode test() {
    if (!existing().wants("test-created")) {
      throw refusal(400, "The registration has no test-created event.");
    }
    var now = options.clock().instant();
    tests.removeIf(at -> !at.plusSeconds(60).isAfter(now));
    if (tests.size() >= TESTS_PER_MINUTE) {
      throw refusal(429, "Only 2 test events are allowed in a minute.");
    }
    tests.add(now);
    var id = UUID.randomUUID().toString();
    dispatcher.publish(List.of(new WebhookEvent("test-created", "test", id, now)));
    return Json.object().put("correlationId", id);
  }

  private JsonNode testResult(String id) {
    var oldest = options.clock().instant().minus(RESULTS_KEPT);
    var delivery =
        dispatcher.deliveries().stream()
            .filter(it -> it.resourceId().equals(id) && it.changed().isAfter(oldest))
            .findFirst()
            .orElseThrow(() -> refusal(404, "No such validation event."));
    var answer = Json.object().put("correlationId", id).put("partnerId", options.organisationId());
    answer.put("status", delivery.state() == Delivery.State.PENDING ? "pending" : "completed");
    answer.put("callbackUrl", delivery.url());
    var results = answer.putArray("results");
    for (var attempt : delivery.attempts()) {
      results
          .addObject()
          .put("responseCode", responseCode(attempt.status()))
          .put("responseMessage", attempt.error())
          .put("systemError", attempt.status() == 0)
          .put("dateTimeUtc", Stamps.withoutZone(attempt.at()));
    }
    return answer;
  }

  /** Documents show {@code OK} and nothing else. */
  private String responseCode(int status) {
    return status == 200 || switches.isOn(Switch.TEST_RESULTS_NAME_THE_STATUS)
        ? STATUS_NAMES.getOrDefault(status, String.valueOf(status))
        : String.valueOf(status);
  }

  private static JsonNode shown(WebhookRegistration registration, boolean withSubscriber) {
    var answer = Json.object();
    if (withSubscriber) {
      answer.put("SubscriberId", registration.subscriberId());
    }
    answer.put("WebhookUrl", registration.url());
    answer.set("WebhookEvents", Json.tree(registration.events()));
    return answer;
  }

  /** A member by its name without regard to case; the two public descriptions differ in that. */
  private static JsonNode member(ObjectNode body, String name) {
    return body.properties().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> Json.object().path(name));
  }

  private static boolean isAddress(String url) {
    try {
      var address = URI.create(url);
      return address.isAbsolute() && address.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Refusal refusal(int status, String message) {
    return new Refusal(status, "invalidRequest", message, "registration", "9" + status + "0");
  }

  private static String header(HttpServletRequest request, String name) {
    var sent = request.getHeader(name);
    return sent == null ? UUID.randomUUID().toString() : sent;
  }

  private static void answer(HttpServletResponse response, int status, JsonNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json; charset=utf-8");
    response.getOutputStream().write(Json.bytes(body));
  }
}
