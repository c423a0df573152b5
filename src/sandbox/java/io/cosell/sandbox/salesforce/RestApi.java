package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Finds the resource for a request behind {@code /services/data/vNN.0/}. */
final class RestApi {
  private final Engine engine;
  private final SObjectResource sobjects;
  private final QueryResource queries;
  private final CollectionResource collections;
  private final TreeResource trees;
  private final CompositeResource composites;
  private final LimitsResource limits;
  private final Supplier<String> url;

  RestApi(Engine engine, LimitsResource limits, Supplier<String> url) {
    this.engine = engine;
    this.limits = limits;
    this.url = url;
    sobjects = new SObjectResource(engine);
    queries = new QueryResource(engine);
    collections = new CollectionResource(engine);
    trees = new TreeResource(engine);
    composites = new CompositeResource(this);
  }

  Engine engine() {
    return engine;
  }

  QueryResource queries() {
    return queries;
  }

  /** Answers one request of its own; a refusal becomes an error answer. */
  ApiResponse answer(ApiRequest request) {
    if (request.size() > 0 && request.at(0).equals("composite") && !isCollection(request)) {
      return refusing(() -> composite(request));
    }
    return alone(request);
  }

  /** Answers a request that is a unit of work. */
  ApiResponse alone(ApiRequest request) {
    return alone(request, "");
  }

  /** The same as part of the request to another URL, where faults for that one strike too. */
  ApiResponse alone(ApiRequest request, String outer) {
    try (var tx = engine.begin(request.method(), outer + request.url())) {
      var answer = within(tx, request);
      if (!answer.failed()) {
        tx.commit();
      }
      return answer;
    }
  }

  /** Answers a request inside a larger unit of work; on failure the caller rolls back. */
  ApiResponse within(Transaction tx, ApiRequest request) {
    return refusing(() -> route(tx, request));
  }

  private static ApiResponse refusing(Supplier<ApiResponse> work) {
    try {
      return work.get();
    } catch (ApiException e) {
      return ApiResponse.error(e);
    }
  }

  private static boolean isCollection(ApiRequest request) {
    return request.size() > 1 && (request.at(1).equals("sobjects") || request.at(1).equals("tree"));
  }

  private ApiResponse composite(ApiRequest request) {
    if (request.size() == 1) {
      return request.is("GET")
          ? ApiResponse.ok(Map.of("graph", base(request) + "/composite/graph"))
          : composites.composite(request);
    }
    return switch (request.at(1)) {
      case "batch" -> composites.batch(request);
      case "graph" -> composites.graph(request);
      default -> throw ApiException.notFound();
    };
  }

  private ApiResponse route(Transaction tx, ApiRequest request) {
    if (request.size() == 0) {
      return ApiResponse.ok(resources(request));
    }
    return switch (request.at(0)) {
      case "sobjects" -> sobjects.answer(tx, request);
      case "query", "queryAll" -> queries.answer(tx, request);
      case "limits" -> ApiResponse.ok(limits.answer());
      case "recent" -> ApiResponse.ok(List.of());
      case "composite" -> nested(tx, request);
      default -> throw ApiException.notFound();
    };
  }

  private ApiResponse nested(Transaction tx, ApiRequest request) {
    if (request.size() > 1 && request.at(1).equals("sobjects")) {
      return collections.answer(tx, request);
    }
    if (request.size() > 2 && request.at(1).equals("tree")) {
      return trees.answer(tx, request);
    }
    throw ApiException.notFound();
  }

  private static String base(ApiRequest request) {
    return "/services/data/v" + request.version();
  }

  private Map<String, Object> resources(ApiRequest request) {
    var answer = new LinkedHashMap<String, Object>();
    for (var name : List.of("composite", "limits", "query", "queryAll", "recent", "sobjects")) {
      answer.put(name, base(request) + "/" + name);
    }
    var organization = engine.seeded().organization();
    answer.put("identity", url.get() + "/id/" + organization + "/" + request.userId());
    return answer;
  }
}
