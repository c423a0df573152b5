package io.cosell.sandbox.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Faults;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /sandbox/*}: edits as a seller, faults, counts of calls and a feed of changes, in JSON.
 *
 * <ul>
 *   <li>{@code GET records/{object}[/{id}]}, {@code POST records/{object}}, {@code PATCH} and
 *       {@code DELETE records/{object}/{id}}, as the user named by the header or parameter {@code
 *       user}
 *   <li>{@code GET}, {@code POST} and {@code DELETE faults} and {@code streaming-faults}: one fault
 *       as {@code {"name","method","path","times","skip","details":{}}}
 *   <li>{@code GET} and {@code DELETE calls}: counts by method and kind of path
 *   <li>{@code GET changes}: server-sent events, one for each committed change
 *   <li>{@code GET users}, {@code POST reset}
 * </ul>
 */
final class AdminServlet extends HttpServlet {
  @Serial private static final long serialVersionUID = 1L;
  private final transient SalesforceSandbox sandbox;
  private final transient Engine engine;
  private final transient ChangeFeed feed;

  AdminServlet(SalesforceSandbox sandbox, Engine engine, ChangeFeed feed) {
    this.sandbox = sandbox;
    this.engine = engine;
    this.feed = feed;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
    response.setHeader("Access-Control-Allow-Headers", "Content-Type, user");
    if (request.getMethod().equals("OPTIONS")) {
      response.setStatus(204);
      return;
    }
    var path = RequestReader.segments(String.valueOf(request.getPathInfo()));
    var resource = path.isEmpty() ? "" : path.get(0);
    try {
      switch (resource) {
        case "records" -> records(request, response, path.toArray(String[]::new));
        case "faults" -> faults(sandbox.faults(), request, response);
        case "streaming-faults" -> faults(sandbox.streamingFaults(), request, response);
        case "calls" -> calls(request, response);
        case "changes" -> feed.watch(request, response);
        case "users" -> OAuthServlet.json(response, 200, sandbox.records("User"));
        case "reset" -> {
          sandbox.reset();
          response.setStatus(204);
        }
        default -> response.sendError(404);
      }
    } catch (IllegalStateException | IllegalArgumentException e) {
      OAuthServlet.json(response, 400, Map.of("error", String.valueOf(e.getMessage())));
    }
  }

  private void records(HttpServletRequest request, HttpServletResponse response, String[] path)
      throws IOException {
    boolean one = request.getMethod().equals("PATCH") || request.getMethod().equals("DELETE");
    if (path.length < (one ? 3 : 2)) {
      response.sendError(404);
      return;
    }
    var object = path[1];
    var seller = seller(request);
    switch (request.getMethod()) {
      case "GET" -> read(response, object, path);
      case "POST" -> {
        var id = seller.create(object, body(request));
        OAuthServlet.json(response, 201, sandbox.record(object, id));
      }
      case "PATCH" -> {
        seller.update(object, path[2], body(request));
        OAuthServlet.json(response, 200, sandbox.record(object, path[2]));
      }
      case "DELETE" -> {
        seller.delete(object, path[2]);
        response.setStatus(204);
      }
      default -> response.sendError(405);
    }
  }

  private void read(HttpServletResponse response, String object, String[] path) throws IOException {
    if (path.length == 2) {
      OAuthServlet.json(response, 200, sandbox.records(object));
      return;
    }
    var record = sandbox.record(object, path[2]);
    if (record == null) {
      response.sendError(404);
    } else {
      OAuthServlet.json(response, 200, record);
    }
  }

  private Seller seller(HttpServletRequest request) {
    var query = request.getQueryString();
    var named = query == null ? null : RequestReader.parameters(query).get("user");
    var user = named == null ? request.getHeader("user") : named;
    return user == null ? sandbox.asSeller() : sandbox.asSeller(user);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> body(HttpServletRequest request) throws IOException {
    return RequestReader.JSON.readValue(request.getInputStream(), Map.class);
  }

  private static void faults(
      Faults faults, HttpServletRequest request, HttpServletResponse response) throws IOException {
    switch (request.getMethod()) {
      case "POST" -> {
        faults.inject(fault(RequestReader.JSON.readTree(request.getInputStream())));
        response.setStatus(204);
      }
      case "DELETE" -> {
        faults.clear();
        response.setStatus(204);
      }
      default -> OAuthServlet.json(response, 200, faults.waiting());
    }
  }

  private static Fault fault(JsonNode json) {
    var details = new TreeMap<String, String>();
    json.path("details")
        .properties()
        .forEach(it -> details.put(it.getKey(), it.getValue().asText()));
    return new Fault(
        json.path("name").asText(),
        json.path("method").asText(""),
        json.path("path").asText(""),
        json.path("times").asInt(1),
        json.path("skip").asInt(0),
        details);
  }

  private void calls(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getMethod().equals("DELETE")) {
      sandbox.server().journal().clear();
      sandbox.resetApiCalls();
      response.setStatus(204);
      return;
    }
    var counts = new TreeMap<String, Integer>();
    var all = sandbox.server().journal().all();
    for (var call : all) {
      counts.merge(call.method() + " " + kind(call.path()), 1, Integer::sum);
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("total", all.size());
    answer.put("apiUsage", sandbox.apiCalls());
    answer.put("delivered", sandbox.streaming().delivered());
    answer.put("counts", counts);
    OAuthServlet.json(response, 200, answer);
  }

  /** The path without version, ids, values and query. */
  private String kind(String path) {
    int mark = path.indexOf('?');
    var segments = RequestReader.segments(mark < 0 ? path : path.substring(0, mark));
    var kind = new StringBuilder();
    int sobjects = segments.indexOf("sobjects");
    for (int i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (!segment.matches("v\\d+\\.\\d")) {
        boolean value = sobjects >= 0 && i > sobjects + 2;
        boolean name = segment.matches("[a-zA-Z_]+") || engine.org.any(segment).isPresent();
        boolean known = name || segment.startsWith("oauth");
        kind.append('/').append(known && !value ? segment : "{id}");
      }
    }
    return kind.toString();
  }
}
