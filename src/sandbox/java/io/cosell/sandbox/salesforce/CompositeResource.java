package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /composite}, {@code /composite/batch} and {@code /composite/graph}. */
final class CompositeResource {
  private static final String ROLLED_BACK =
      "The transaction was rolled back since another operation in the same transaction failed.";
  private final RestApi api;

  CompositeResource(RestApi api) {
    this.api = api;
  }

  // ---- composite

  ApiResponse composite(ApiRequest outer) {
    var parts = parts(outer.object(), "compositeRequest");
    if (parts.isEmpty() || parts.size() > 25) {
      throw ApiException.badRequest(
          "LIMIT_EXCEEDED", "The composite request must have between 1 and 25 subrequests");
    }
    checkReferenceIds(parts, outer.number() >= 52);
    checkHeavyParts(parts);
    boolean allOrNone = Boolean.TRUE.equals(outer.object().get("allOrNone"));
    var answers = allOrNone ? together(outer, parts) : oneByOne(outer, parts);
    return ApiResponse.ok(Map.of("compositeResponse", described(parts, answers)));
  }

  private List<ApiResponse> oneByOne(ApiRequest outer, List<Map<String, Object>> parts) {
    var references = new References();
    var answers = new ArrayList<ApiResponse>();
    for (var part : parts) {
      ApiResponse answer;
      try {
        answer = api.alone(request(outer, part, references), outer.url());
      } catch (ApiException e) {
        answer = ApiResponse.error(e);
      }
      references.remember(String.valueOf(part.get("referenceId")), answer);
      answers.add(answer);
    }
    return answers;
  }

  private List<ApiResponse> together(ApiRequest outer, List<Map<String, Object>> parts) {
    var references = new References();
    var answers = new ArrayList<ApiResponse>();
    int failedAt = -1;
    try (var tx = api.engine().begin(outer.method(), outer.url())) {
      for (var part : parts) {
        if (failedAt >= 0) {
          break;
        }
        ApiResponse answer;
        try {
          answer = api.within(tx, request(outer, part, references));
        } catch (ApiException e) {
          answer = ApiResponse.error(e);
        }
        references.remember(String.valueOf(part.get("referenceId")), answer);
        answers.add(answer);
        if (answer.failed()) {
          failedAt = answers.size() - 1;
        }
      }
      if (failedAt < 0) {
        tx.commit();
      }
    }
    return failedAt < 0 ? answers : rolledBack(answers.get(failedAt), failedAt, parts.size());
  }

  private static List<ApiResponse> rolledBack(ApiResponse cause, int at, int size) {
    var halted = ApiResponse.error(ApiException.badRequest("PROCESSING_HALTED", ROLLED_BACK));
    var answers = new ArrayList<ApiResponse>();
    for (int i = 0; i < size; i++) {
      answers.add(i == at ? cause : halted);
    }
    return answers;
  }

  private static void checkReferenceIds(List<Map<String, Object>> parts, boolean strict) {
    var seen = new HashSet<Object>();
    for (var part : parts) {
      var reference = part.get("referenceId");
      boolean legal =
          reference instanceof String text && (!strict || text.matches("[A-Za-z0-9][A-Za-z0-9_]*"));
      if (!legal || !seen.add(reference)) {
        throw ApiException.badRequest(
            "INVALID_INPUT", "Provided referenceId ('%s') is not legal".formatted(reference));
      }
    }
  }

  private static void checkHeavyParts(List<Map<String, Object>> parts) {
    long heavy =
        parts.stream()
            .map(part -> String.valueOf(part.get("url")))
            .filter(url -> url.contains("/query") || url.contains("/composite/sobjects"))
            .count();
    if (heavy > 5) {
      throw ApiException.badRequest(
          "LIMIT_EXCEEDED",
          "No more than 5 query, queryAll, or sObject Collections subrequests are allowed");
    }
  }

  private static List<Map<String, Object>> described(
      List<Map<String, Object>> parts, List<ApiResponse> answers) {
    var described = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < parts.size(); i++) {
      var answer = answers.get(i);
      var entry = new LinkedHashMap<String, Object>();
      entry.put("body", answer.body());
      entry.put("httpHeaders", answer.headers());
      entry.put("httpStatusCode", answer.status());
      entry.put("referenceId", parts.get(i).get("referenceId"));
      described.add(entry);
    }
    return described;
  }

  // ---- graph

  ApiResponse graph(ApiRequest outer) {
    var graphs = parts(outer.object(), "graphs");
    int nodes = graphs.stream().mapToInt(it -> parts(it, "compositeRequest").size()).sum();
    if (graphs.size() > 75 || nodes > 500) {
      throw ApiException.badRequest(
          "LIMIT_EXCEEDED", "A request may have at most 75 graphs and 500 nodes");
    }
    var answers = new ArrayList<Map<String, Object>>();
    int failed = 0;
    for (var graph : graphs) {
      var parts = parts(graph, "compositeRequest");
      List<ApiResponse> responses;
      if (failed >= 14) {
        var halted =
            ApiResponse.error(
                ApiException.badRequest(
                    "PROCESSING_HALTED", "Too many graphs of the request have failed"));
        responses = parts.stream().map(part -> halted).toList();
      } else {
        checkReferenceIds(parts, true);
        checkNodes(parts);
        responses = together(outer, parts);
      }
      boolean successful = responses.stream().noneMatch(ApiResponse::failed);
      failed += successful ? 0 : 1;
      var answer = new LinkedHashMap<String, Object>();
      answer.put("graphId", graph.get("graphId"));
      answer.put("graphResponse", Map.of("compositeResponse", described(parts, responses)));
      answer.put("isSuccessful", successful);
      answers.add(answer);
    }
    return ApiResponse.ok(Map.of("graphs", answers));
  }

  private static void checkNodes(List<Map<String, Object>> parts) {
    var kinds = new HashSet<String>();
    for (var part : parts) {
      var url = String.valueOf(part.get("url"));
      if (!url.contains("/sobjects/") || url.contains("/composite/")) {
        throw ApiException.badRequest(
            "INVALID_INPUT", "Only sobjects resources are allowed in a graph: " + url);
      }
      var segments = url.split("/");
      kinds.add(part.get("method") + " " + segments[Math.min(5, segments.length - 1)]);
    }
    if (kinds.size() > 15) {
      throw ApiException.badRequest(
          "LIMIT_EXCEEDED", "A graph may have at most 15 different nodes");
    }
  }

  // ---- batch

  ApiResponse batch(ApiRequest outer) {
    var parts = parts(outer.object(), "batchRequests");
    if (parts.size() > 25) {
      throw ApiException.badRequest(
          "LIMIT_EXCEEDED", "The batch request may have at most 25 subrequests");
    }
    boolean haltOnError = Boolean.TRUE.equals(outer.object().get("haltOnError"));
    var results = new ArrayList<Map<String, Object>>();
    boolean failed = false;
    for (var part : parts) {
      ApiResponse answer;
      if (failed && haltOnError) {
        answer =
            ApiResponse.error(
                new ApiException(
                    412,
                    "BATCH_PROCESSING_HALTED",
                    "Batch processing was halted and this request was not processed.",
                    List.of()));
      } else {
        answer = batchPart(outer, part);
      }
      failed |= answer.failed();
      var result = new LinkedHashMap<String, Object>();
      result.put("statusCode", answer.status());
      result.put("result", answer.body());
      results.add(result);
    }
    var body = new LinkedHashMap<String, Object>();
    body.put("hasErrors", failed);
    body.put("results", results);
    return ApiResponse.ok(body);
  }

  private ApiResponse batchPart(ApiRequest outer, Map<String, Object> part) {
    var url = String.valueOf(part.get("url"));
    var full = url.startsWith("/services/") ? url : "/services/data/" + url;
    try {
      return api.alone(
          RequestReader.part(
              String.valueOf(part.get("method")),
              full,
              outer.headers(),
              part.get("richInput"),
              outer.userId()));
    } catch (ApiException e) {
      return ApiResponse.error(e);
    }
  }

  // ---- parts

  private static void inherit(String name, ApiRequest outer, Map<String, String> headers) {
    if (outer.headers().containsKey(name)) {
      headers.put(name, outer.headers().get(name));
    }
  }

  /** A part gets the call options of its own headers only, unless the org is told otherwise. */
  private ApiRequest request(ApiRequest outer, Map<String, Object> part, References references) {
    var headers = new LinkedHashMap<String, String>();
    inherit("sforce-duplicate-rule-header", outer, headers);
    if (api.engine().outerCallOptions()) {
      inherit("sforce-call-options", outer, headers);
    }
    if (part.get("httpHeaders") instanceof Map<?, ?> own) {
      own.forEach(
          (name, value) ->
              headers.put(String.valueOf(name).toLowerCase(Locale.ROOT), String.valueOf(value)));
    }
    return RequestReader.part(
        String.valueOf(part.get("method")),
        references.inText(String.valueOf(part.get("url"))),
        headers,
        references.in(part.get("body")),
        outer.userId());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> parts(Map<String, Object> body, String key) {
    if (!(body.get(key) instanceof List<?> list)) {
      throw ApiException.parser(key + " is required");
    }
    return (List<Map<String, Object>>) list;
  }
}
