package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.server.Faults;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The Referrals API under {@code /v1.0/engagements/referrals}. */
class ReferralsServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private static final String AUDIENCE = "https://api.partner.microsoft.com";

  private final transient PartnerCenter center;
  private final transient Gate gate;
  private final transient Rendering rendering;
  private final transient Listing listing;
  private final transient Switches switches;
  private final transient Faults faults;
  private final transient RateLimit rateLimit;

  ReferralsServlet(
      PartnerCenter center, Gate gate, Switches switches, Faults faults, RateLimit rateLimit) {
    this.center = center;
    this.gate = gate;
    this.switches = switches;
    this.faults = faults;
    this.rateLimit = rateLimit;
    rendering = new Rendering(switches);
    listing = new Listing(center, rendering, switches);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    headers(request, response);
    long wait = rateLimit.count();
    if (wait > 0) {
      response.setHeader("Retry-After", String.valueOf(wait));
      answer(response, 429, RateLimit.body(wait));
      return;
    }
    try {
      gate.check(request, AUDIENCE, ownAddress(request), false);
      var id = id(request);
      switch (request.getMethod() + (id.isEmpty() ? "" : " one")) {
        case "GET" -> answer(response, 200, listing.page(query(request), this::sees));
        case "POST" -> create(request, response);
        case "GET one" -> answer(response, 200, rendering.single(visible(id)));
        case "PATCH one" -> patch(id, request, response);
        case "PUT one" -> replace(id, request, response);
        default ->
            throw new Refusal(
                405, "invalidRequest", "The method is not supported.", "method", "90405");
      }
    } catch (Refusal refusal) {
      if (Gate.MFA_REQUIRED.equals(refusal.innerCode())) {
        response.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
      }
      answer(response, refusal.status(switches), refusal.body());
    }
  }

  static String ownAddress(HttpServletRequest request) {
    return "http://" + request.getServerName() + ":" + request.getServerPort();
  }

  private void create(HttpServletRequest request, HttpServletResponse response) throws IOException {
    needsJson(request);
    var body = Json.readObject(request.getInputStream().readAllBytes());
    var created = center.create(body, Actor.CONNECTOR);
    var shown = rendering.single(created);
    if (switches.isOn(Switch.CREATE_ANSWER_LACKS_CLOSING_DATE)
        && shown.get("details").deepCopy() instanceof ObjectNode details) {
      details.remove("closingDateTime");
      shown.set("details", details);
    }
    answer(response, switches.isOn(Switch.CREATE_ANSWERS_201) ? 201 : 200, shown);
  }

  private void patch(String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    needsJson(request);
    visible(id);
    var operations = Json.read(request.getInputStream().readAllBytes());
    var ifMatch = request.getHeader("If-Match");
    if (ifMatch != null
        && faults
            .strike(Set.of("precondition-failed"), "PATCH", request.getRequestURI())
            .isPresent()) {
      throw Refusal.changedMeanwhile();
    }
    var changed = center.patch(id, operations, ifMatch, Actor.CONNECTOR);
    if ("return=representation".equals(request.getHeader("Prefer"))) {
      answer(response, 200, rendering.single(changed));
    } else {
      response.setHeader("ETag", changed.get("eTag").asText());
      response.setStatus(204);
    }
  }

  private void replace(String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    needsJson(request);
    visible(id);
    var ifMatch = request.getHeader("If-Match");
    if (ifMatch == null) {
      throw Refusal.malformed("PUT needs If-Match.", "If-Match");
    }
    var body = Json.readObject(request.getInputStream().readAllBytes());
    answer(response, 200, rendering.single(center.replace(id, body, ifMatch)));
  }

  private ObjectNode visible(String id) {
    var referral = center.store().find(id).filter(this::sees);
    if (referral.isEmpty() && switches.isOn(Switch.FOREIGN_IDS_ANSWER_403)) {
      throw Refusal.denied("The referral is not yours.");
    }
    return referral.orElseThrow(() -> Refusal.notFound(id));
  }

  private boolean sees(ObjectNode referral) {
    return gate.sees(referral)
        || center.isMicrosofts(referral) && center.ownIn(referral).filter(gate::sees).isPresent();
  }

  private static void needsJson(HttpServletRequest request) {
    var type = request.getContentType();
    if (type == null || !type.split(";")[0].trim().equalsIgnoreCase("application/json")) {
      throw new Refusal(
          415,
          "invalidRequest",
          "The content type must be application/json.",
          "Content-Type",
          "90415");
    }
  }

  private static String id(HttpServletRequest request) {
    var path = request.getPathInfo();
    return path == null ? "" : path.replace("/", "");
  }

  private static Map<String, String> query(HttpServletRequest request) {
    return request.getParameterMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue()[0]));
  }

  private void headers(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("request-id", UUID.randomUUID().toString());
    var own = request.getHeader("client-request-id");
    response.setHeader("client-request-id", own == null ? UUID.randomUUID().toString() : own);
    response.setHeader("x-ms-ags-diagnostic", "{\"ServerInfo\":{\"DataCenter\":\"Sandbox\"}}");
    response.setHeader("timestamp", center.clock().instant().toString());
  }

  private static void answer(HttpServletResponse response, int status, ObjectNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json; charset=utf-8");
    if (body.hasNonNull("eTag")) {
      response.setHeader("ETag", body.get("eTag").asText());
    }
    response.getOutputStream().write(Json.bytes(body));
  }
}
