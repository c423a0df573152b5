package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Puts parts into one call and takes its answer apart (REST API guide, Composite; Composite Graph).
 */
@Component
class Composite {
  private static final JsonNodeFactory json = JsonNodeFactory.instance;
  private static final int MOST_PARTS = 25;
  private static final int MOST_NODES = 500;

  private final Rest rest;
  private final SalesforceProperties settings;

  Composite(Rest rest, SalesforceProperties settings) {
    this.rest = rest;
    this.settings = settings;
  }

  /** Independent reads, at most 25, of them at most 5 queries. */
  Map<String, JsonNode> read(List<Subrequest> parts) {
    if (parts.size() > MOST_PARTS) {
      throw new IllegalArgumentException("One call takes 25 parts, these are " + parts.size());
    }
    return send(parts, false);
  }

  /**
   * One part's answer.
   *
   * @param status its HTTP status
   */
  record Part(int status, JsonNode body) {}

  /** Independent reads as {@link #read}, of which any may fail. */
  Map<String, Part> attempt(List<Subrequest> parts) {
    var answer = rest.call("POST", rest.path("composite"), request(parts, false));
    var byReference = new LinkedHashMap<String, Part>();
    for (var part : answer.path("compositeResponse")) {
      byReference.put(
          part.path("referenceId").asText(),
          new Part(part.path("httpStatusCode").asInt(), part.path("body")));
    }
    return byReference;
  }

  /** Writes, all or nothing. */
  Map<String, JsonNode> write(List<Subrequest> parts) {
    if (parts.size() <= MOST_PARTS) {
      return send(parts, true);
    }
    if (parts.size() > MOST_NODES) {
      throw new IllegalArgumentException("One call takes 500 parts, these are " + parts.size());
    }
    var request = json.objectNode();
    var graph = request.putArray("graphs").addObject().put("graphId", "1");
    graph.set("compositeRequest", requests(parts, true));
    var answer = rest.call("POST", rest.path("composite/graph"), request);
    var response = answer.path("graphs").path(0).path("graphResponse").path("compositeResponse");
    return bodies(parts, response);
  }

  private Map<String, JsonNode> send(List<Subrequest> parts, boolean writing) {
    if (parts.isEmpty()) {
      return Map.of();
    }
    var answer = rest.call("POST", rest.path("composite"), request(parts, writing));
    return bodies(parts, answer.path("compositeResponse"));
  }

  private ObjectNode request(List<Subrequest> parts, boolean writing) {
    var request = json.objectNode().put("allOrNone", writing);
    request.set("compositeRequest", requests(parts, writing));
    return request;
  }

  private JsonNode requests(List<Subrequest> parts, boolean writing) {
    var requests = json.arrayNode();
    for (var part : parts) {
      ObjectNode request =
          requests
              .addObject()
              .put("method", part.method())
              .put("url", rest.path(part.path()))
              .put("referenceId", part.referenceId());
      if (writing) {
        var headers = request.putObject("httpHeaders");
        headers.put("Sforce-Call-Options", "client=" + settings.clientName());
        if (settings.saveDuplicates()) {
          headers.put("Sforce-Duplicate-Rule-Header", "allowSave=true");
        }
        part.headers().forEach(headers::put);
      }
      if (part.body() != null) {
        request.set("body", part.body());
      }
    }
    return requests;
  }

  private static Map<String, JsonNode> bodies(List<Subrequest> parts, JsonNode answers) {
    var byReference = new LinkedHashMap<String, JsonNode>();
    answers.forEach(answer -> byReference.put(answer.path("referenceId").asText(), answer));
    failUnlessAllWell(parts, byReference);
    byReference.replaceAll((reference, answer) -> answer.path("body"));
    return byReference;
  }

  private static void failUnlessAllWell(List<Subrequest> parts, Map<String, JsonNode> answers) {
    RuntimeException consequence = null;
    for (var part : parts) {
      var answer = answers.get(part.referenceId());
      int status = answer == null ? 0 : answer.path("httpStatusCode").asInt();
      if (status >= 200 && status < 300) {
        continue;
      }
      var body = answer == null ? MissingNode.getInstance() : answer.path("body");
      var errors = ApiError.in(body);
      var failure = Failures.of(Attempt.of(part), status, errors, null);
      if (!Failures.halted(errors)) {
        throw DuplicateFoundException.orSame(failure, part, body);
      }
      consequence = failure;
    }
    if (consequence != null) {
      throw consequence;
    }
  }
}
