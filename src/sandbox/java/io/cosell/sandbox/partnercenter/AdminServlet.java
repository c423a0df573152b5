package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Faults;
import io.cosell.sandbox.server.SandboxServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The sandbox's own interface under {@code /sandbox/}, for what runs in another process.
 *
 * <ul>
 *   <li>{@code GET referrals}, {@code GET referrals/{id}}
 *   <li>{@code POST referrals} {@code {"role": "portal"|"microsoft", "deal": {…}, "help": code}}:
 *       what the deal lacks is filled in; {@code help} asks Microsoft for help, {@code "lead":
 *       true} makes what Microsoft sends a lead
 *   <li>{@code POST referrals/bulk} {@code [{…}, …]}: the same, all events at once
 *   <li>{@code PATCH referrals/{id}} {@code {"role": …, "changes": {"/details/dealValue": 1}}}
 *   <li>{@code POST referrals/{id}/accept|decline|win|lose|expire} {@code {"role": …, "reason":
 *       …}}, {@code POST referrals/{id}/help} {@code {"code": …, "notes": …}}
 *   <li>{@code GET|POST|DELETE faults}: {@code {"server": "api"|"identity"|"webhook", "name": …,
 *       "method": …, "path": …, "times": 1, "skip": 0, "details": {}}}
 *   <li>{@code GET|DELETE calls}, {@code GET|DELETE deliveries}, {@code GET registration}
 *   <li>{@code PUT rate-limit/{requests per minute}}; 0 for no limit
 *   <li>{@code PUT|DELETE switches/{name}}, {@code GET switches}
 *   <li>{@code GET changes}: server-sent events; {@code GET changes/all}
 *   <li>{@code GET trust-certificates}: PEM; {@code GET about}: addresses
 * </ul>
 */
class AdminServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;

  private final transient PartnerCenterSandbox sandbox;
  private final transient PartnerCenter center;
  private final transient AdminReferrals referrals;

  AdminServlet(PartnerCenterSandbox sandbox, PartnerCenter center) {
    this.sandbox = sandbox;
    this.center = center;
    referrals = new AdminReferrals(sandbox, center);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type");
    var method = request.getMethod();
    if ("OPTIONS".equals(method)) {
      response.setStatus(204);
      return;
    }
    var path = Objects.requireNonNullElse(request.getPathInfo(), "/").substring(1).split("/");
    var text = request.getInputStream().readAllBytes();
    try {
      if ("trust-certificates".equals(path[0])) {
        response.setContentType("application/x-pem-file");
        response
            .getOutputStream()
            .write(sandbox.trustCertificatesPem().getBytes(StandardCharsets.US_ASCII));
        return;
      }
      answer(response, 200, result(method, path, text));
    } catch (Refusal refusal) {
      answer(response, refusal.status(sandbox.switches()), refusal.body());
    } catch (IllegalArgumentException e) {
      answer(response, 400, Refusal.malformed(e.getMessage(), "sandbox").body());
    }
  }

  private JsonNode result(String method, String[] path, byte[] text) {
    return switch (path[0]) {
      case "referrals" -> referrals.result(method, path, text);
      case "faults" -> faults(method, text);
      case "switches" -> switches(method, path);
      case "calls" -> calls(method);
      case "rate-limit" -> {
        sandbox.limitsRequestsPerMinute(path.length == 2 ? Integer.parseInt(path[1]) : 0);
        yield Json.object();
      }
      case "deliveries" -> deliveries(method);
      case "registration" -> Json.tree(sandbox.registration());
      case "changes" -> {
        var all = Json.array();
        sandbox.changes().forEach(change -> all.add(ChangeFeed.json(change)));
        yield all;
      }
      case "about" ->
          Json.object()
              .put("api", sandbox.apiUrl())
              .put("authority", sandbox.authority())
              .put("certificateHost", sandbox.certificateHost())
              .put("clientId", sandbox.options().clientId())
              .put("time", center.clock().instant().toString());
      default -> throw nothing();
    };
  }

  private JsonNode faults(String method, byte[] text) {
    var all =
        Map.of(
            "api", sandbox.api().faults(),
            "identity", sandbox.identity().faults(),
            "webhook", sandbox.webhookFaults());
    switch (method) {
      case "POST" -> {
        var order = Json.readObject(text);
        var fault = Fault.named(order.path("name").asText());
        fault = fault.on(order.path("method").asText(""), order.path("path").asText(""));
        fault = fault.times(order.path("times").asInt(1)).after(order.path("skip").asInt(0));
        for (var detail : order.path("details").properties()) {
          fault = fault.with(detail.getKey(), detail.getValue().asText());
        }
        var server = all.get(order.path("server").asText("api"));
        if (server == null) {
          throw nothing();
        }
        server.inject(fault);
      }
      case "DELETE" -> all.values().forEach(Faults::clear);
      default -> {}
    }
    var answer = Json.object();
    all.forEach((name, faults) -> answer.set(name, Json.tree(faults.waiting())));
    return answer;
  }

  private JsonNode switches(String method, String[] path) {
    if (path.length == 2) {
      var it = Switch.valueOf(path[1].toUpperCase(Locale.ROOT).replace('-', '_'));
      switch (method) {
        case "PUT" -> sandbox.switches().turnOn(it);
        case "DELETE" -> sandbox.switches().turnOff(it);
        default -> throw nothing();
      }
    }
    var answer = Json.object();
    for (var it : Switch.values()) {
      answer.put(it.name(), sandbox.switches().isOn(it));
    }
    return answer;
  }

  private JsonNode calls(String method) {
    var answer = Json.object();
    for (var server : Map.of("api", sandbox.api(), "identity", sandbox.identity()).entrySet()) {
      answer.set(server.getKey(), calls(server.getValue(), "DELETE".equals(method)));
    }
    return answer;
  }

  private static JsonNode calls(SandboxServer server, boolean forget) {
    if (forget) {
      server.journal().clear();
    }
    var calls = Json.array();
    for (var call : server.journal().all()) {
      calls
          .addObject()
          .put("at", call.at().toString())
          .put("method", call.method())
          .put("path", call.path())
          .put("body", call.body())
          .put("status", call.status());
    }
    return calls;
  }

  private JsonNode deliveries(String method) {
    if ("DELETE".equals(method)) {
      sandbox.forgetDeliveries();
    }
    var all = Json.array();
    for (var delivery : sandbox.deliveries()) {
      var one = all.addObject().put("event", delivery.event());
      one.put("resourceId", delivery.resourceId()).put("url", delivery.url());
      one.put("changed", Stamps.zulu(delivery.changed()));
      one.put("state", delivery.state().name().toLowerCase(Locale.ROOT));
      var attempts = one.putArray("attempts");
      for (var attempt : delivery.attempts()) {
        attempts
            .addObject()
            .put("at", attempt.at().toString())
            .put("status", attempt.status())
            .put("error", attempt.error());
      }
    }
    return all;
  }

  static Refusal nothing() {
    return new Refusal(404, "itemNotFound", "The sandbox has no such thing.", "path", "90404");
  }

  private static void answer(HttpServletResponse response, int status, JsonNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json; charset=utf-8");
    response.getOutputStream().write(Json.bytes(body));
  }
}
