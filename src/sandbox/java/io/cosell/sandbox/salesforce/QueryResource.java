package io.cosell.sandbox.salesforce;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code /query}, {@code /queryAll} and the pages behind a locator. */
final class QueryResource {
  private static final Duration LOCATOR_LIFE = Duration.ofDays(2);

  private record Cursor(List<Map<String, Object>> records, Instant opened) {}

  private final Engine engine;
  private final Map<String, Cursor> cursors = new ConcurrentHashMap<>();

  /** Smaller than what clients ask for when set, so that they have to follow the next URL. */
  private volatile int mostRows = 2000;

  QueryResource(Engine engine) {
    this.engine = engine;
  }

  void mostRows(int rows) {
    mostRows = rows;
  }

  ApiResponse answer(View view, ApiRequest request) {
    if (!request.is("GET")) {
      throw new ApiException(
          405,
          "METHOD_NOT_ALLOWED",
          "HTTP Method '" + request.method() + "' not allowed. Allowed are GET",
          List.of());
    }
    if (request.size() == 2) {
      return ApiResponse.ok(next(request));
    }
    var soql = request.query().get("q");
    if (soql == null) {
      throw SoqlLexer.malformed("A query string has to be specified");
    }
    if (soql.length() > 100_000) {
      throw ApiException.badRequest("QUERY_TOO_COMPLICATED", "SOQL statement is too long");
    }
    return ApiResponse.ok(first(view, engine.parse(soql), request));
  }

  private Map<String, Object> first(View view, Soql soql, ApiRequest request) {
    boolean withDeleted = request.at(0).equalsIgnoreCase("queryAll");
    var result = engine.query(view, soql, withDeleted, request.version());
    int size = Math.min(mostRows, request.batchSize());
    result.records().forEach(record -> cutChildren(request, record, size));
    if (result.records().size() <= size) {
      return page(result.total(), null, result.records());
    }
    var locator = open(result.records());
    return page(result.total(), next(request, locator, size), result.records().subList(0, size));
  }

  private String open(List<Map<String, Object>> records) {
    var locator = Ids.fifteen(engine.ids.next("01g"));
    cursors.put(locator, new Cursor(records, engine.clock.instant()));
    return locator;
  }

  /** A long list of child records is cut and goes on behind a locator of its own. */
  @SuppressWarnings("unchecked")
  private void cutChildren(ApiRequest request, Map<String, Object> record, int size) {
    for (var entry : record.entrySet()) {
      if (entry.getValue() instanceof Map<?, ?> children
          && children.get("records") instanceof List<?> rows
          && rows.size() > size) {
        var all = (List<Map<String, Object>>) rows;
        var next = next(request, open(all), size);
        entry.setValue(page(all.size(), next, all.subList(0, size)));
      }
    }
  }

  private Map<String, Object> next(ApiRequest request) {
    var locator = request.at(1);
    int dash = locator.lastIndexOf('-');
    var cursor = dash < 0 ? null : cursors.get(Ids.fifteen(padded(locator.substring(0, dash))));
    if (cursor == null || cursor.opened().plus(LOCATOR_LIFE).isBefore(engine.clock.instant())) {
      throw ApiException.badRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
    }
    int from = Integer.parseInt(locator.substring(dash + 1));
    int to = Math.min(cursor.records().size(), from + Math.min(mostRows, request.batchSize()));
    boolean done = to == cursor.records().size();
    return page(
        cursor.records().size(),
        done ? null : next(request, locator.substring(0, dash), to),
        cursor.records().subList(from, to));
  }

  private static String padded(String locator) {
    return locator.length() >= 15 ? locator : " ".repeat(15);
  }

  private static String next(ApiRequest request, String locator, int from) {
    return "/services/data/v" + request.version() + "/query/" + locator + "-" + from;
  }

  private static Map<String, Object> page(
      int total, String next, List<Map<String, Object>> records) {
    var page = new LinkedHashMap<String, Object>();
    page.put("totalSize", total);
    page.put("done", next == null);
    if (next != null) {
      page.put("nextRecordsUrl", next);
    }
    page.put("records", records);
    return page;
  }
}
