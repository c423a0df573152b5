package io.cosell.sandbox.salesforce;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /sobjects…}: describes, single records, records by external id, replication lists. */
final class SObjectResource {
  private final Engine engine;
  private final Describe describe;

  SObjectResource(Engine engine) {
    this.engine = engine;
    this.describe = new Describe(engine.org);
  }

  ApiResponse answer(Transaction tx, ApiRequest request) {
    if (request.size() == 1) {
      return ApiResponse.ok(describe.all(request.version()));
    }
    var type = engine.org.visible(request.at(1)).orElseThrow(ApiException::notFound);
    if (request.size() == 2) {
      return request.is("POST") ? create(tx, type, request) : basic(type, request);
    }
    return switch (request.size()) {
      case 3 -> third(tx, type, request);
      case 4 -> fourth(tx, type, request);
      default -> throw ApiException.notFound();
    };
  }

  private ApiResponse basic(ObjectType type, ApiRequest request) {
    if (!request.is("GET")) {
      throw notAllowed(request);
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("objectDescribe", describe.summary(type, request.version()));
    answer.put("recentItems", List.of());
    return ApiResponse.ok(answer);
  }

  private ApiResponse third(Transaction tx, ObjectType type, ApiRequest request) {
    var third = request.at(2);
    if (third.equals("describe")) {
      return describeOrNotModified(type, request);
    }
    if (third.equals("updated") || third.equals("deleted")) {
      return ApiResponse.ok(new Replication(engine).answer(type, third, request));
    }
    if (third.equalsIgnoreCase("Id") && request.is("POST")) {
      return create(tx, type, request);
    }
    var id = Ids.normal(third).filter(it -> it.startsWith(type.keyPrefix));
    return byId(tx, type, id.orElseThrow(() -> badId(type, third)), request);
  }

  private ApiException badId(ObjectType type, String id) {
    return new ApiException(
        404,
        "NOT_FOUND",
        type.visible(id).isPresent()
            ? "The requested resource does not exist"
            : "Provided external ID field does not exist or is not accessible: " + id,
        List.of());
  }

  private ApiResponse describeOrNotModified(ObjectType type, ApiRequest request) {
    return ApiResponse.ok(describe.full(type, request.version()));
  }

  private ApiResponse fourth(Transaction tx, ObjectType type, ApiRequest request) {
    var name = request.at(2);
    var related = type.byRelationship(request.at(3));
    var id = Ids.normal(name).filter(it -> it.startsWith(type.keyPrefix));
    if (id.isPresent() && type.visible(name).isEmpty()) {
      return related(tx, type, id.get(), related.orElse(null), request);
    }
    var field =
        type.visible(name)
            .filter(it -> it.idLookup)
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "NOT_FOUND",
                        "Provided external ID field does not exist or is not accessible: " + name,
                        List.of()));
    return byExternalId(tx, type, field, request);
  }

  private ApiResponse related(
      Transaction tx, ObjectType type, String id, Field relation, ApiRequest request) {
    var row = engine.dml.existing(tx, type, id);
    if (relation != null) {
      var parent = row.text(relation.name);
      for (var name : relation.referenceTo) {
        var found = parent == null ? null : tx.find(name, parent);
        if (found != null && !found.deleted()) {
          return ApiResponse.ok(fields(found, request));
        }
      }
      throw ApiException.notFound();
    }
    for (var child : engine.org.children(type)) {
      if (child.field().childRelationship.equalsIgnoreCase(request.at(3))) {
        var records = new ArrayList<Map<String, Object>>();
        for (var dependent : tx.having(child.type().name, child.field(), id)) {
          if (!dependent.deleted()) {
            records.add(fields(dependent, request));
          }
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("totalSize", records.size());
        answer.put("done", true);
        answer.put("records", records);
        return ApiResponse.ok(answer);
      }
    }
    throw ApiException.notFound();
  }

  private ApiResponse create(Transaction tx, ObjectType type, ApiRequest request) {
    var id = engine.dml.create(tx, type, request.object(), request.author());
    return created(type, id, request, false);
  }

  private static ApiResponse created(
      ObjectType type, String id, ApiRequest request, boolean withCreated) {
    var body = new LinkedHashMap<String, Object>();
    body.put("id", id);
    body.put("success", true);
    body.put("errors", List.of());
    if (withCreated) {
      body.put("created", true);
    }
    return ApiResponse.of(201, body)
        .header(
            "Location",
            "/services/data/v" + request.version() + "/sobjects/" + type.name + "/" + id);
  }

  private ApiResponse byId(Transaction tx, ObjectType type, String id, ApiRequest request) {
    return switch (request.method()) {
      case "GET", "HEAD" -> read(engine.dml.existing(tx, type, id), type, request);
      case "PATCH", "POST" -> {
        checkUnmodified(engine.dml.existing(tx, type, id), request);
        var body = request.object();
        body.keySet()
            .forEach(
                key -> {
                  if (key.equalsIgnoreCase("Id")) {
                    throw ApiException.invalidField(
                        "The Id field should not be specified in the sobject data.");
                  }
                });
        engine.dml.update(tx, type, id, body, request.author());
        yield ApiResponse.empty(204);
      }
      case "DELETE" -> {
        engine.dml.delete(tx, type, id, request.author());
        yield ApiResponse.empty(204);
      }
      default -> throw notAllowed(request);
    };
  }

  private ApiResponse read(Row row, ObjectType type, ApiRequest request) {
    var since = httpDate(request.header("If-Modified-Since"));
    var modified = (Instant) row.get("LastModifiedDate");
    if (since != null && modified != null && !modified.isAfter(since)) {
      return ApiResponse.empty(304);
    }
    checkUnmodified(row, request);
    var answer = ApiResponse.ok(fields(row, request));
    if (!type.name.equals("Account")) {
      return answer;
    }
    var tag = tag(row);
    if (tag.equals(request.header("If-None-Match"))) {
      return ApiResponse.empty(304);
    }
    return answer.header("ETag", tag);
  }

  private static void checkUnmodified(Row row, ApiRequest request) {
    var given = request.header("If-Unmodified-Since");
    var until = httpDate(given);
    if (given != null && until == null && request.is("PATCH")) {
      throw ApiException.badRequest("INVALID_FIELD", "Invalid date in If-Unmodified-Since");
    }
    var modified = (Instant) row.get("LastModifiedDate");
    boolean changed =
        until != null
            && modified != null
            && modified.truncatedTo(ChronoUnit.SECONDS).isAfter(until);
    var match = request.header("If-Match");
    boolean otherTag = match != null && row.type().equals("Account") && !match.contains(tag(row));
    if (changed || otherTag) {
      throw new ApiException(
          412, "PRECONDITION_FAILED", "The record was modified since", List.of());
    }
  }

  private static String tag(Row row) {
    return "\"" + row.id() + Integer.toHexString(row.values().hashCode()) + "\"";
  }

  private static Instant httpDate(String text) {
    if (text == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private Map<String, Object> fields(Row row, ApiRequest request) {
    var wanted = request.query().get("fields");
    if (wanted == null) {
      return engine.record(row, request.version());
    }
    var type = engine.org.require(row.type());
    var record = new LinkedHashMap<String, Object>();
    record.put("attributes", Queries.attributes(request.version(), row.type(), row.id()));
    for (var name : wanted.split(",")) {
      var field =
          type.visible(name.strip())
              .orElseThrow(
                  () ->
                      ApiException.invalidField(
                          "No such column '%s' on sobject of type %s"
                              .formatted(name.strip(), type.name)));
      record.put(field.name, Values.json(row, field));
    }
    record.put("Id", row.id());
    return record;
  }

  private ApiResponse byExternalId(
      Transaction tx, ObjectType type, Field field, ApiRequest request) {
    var value = Values.parse(field, request.at(3));
    var matches =
        value == null
            ? List.<Row>of()
            : tx.having(type.name, field, value).stream().filter(row -> !row.deleted()).toList();
    if (matches.size() > 1) {
      return ApiResponse.of(
          300,
          matches.stream()
              .map(
                  row ->
                      "/services/data/v"
                          + request.version()
                          + "/sobjects/"
                          + type.name
                          + "/"
                          + row.id())
              .toList());
    }
    return switch (request.method()) {
      case "GET", "HEAD" -> read(one(matches), type, request);
      case "DELETE" -> {
        engine.dml.delete(tx, type, one(matches).id(), request.author());
        yield ApiResponse.empty(204);
      }
      case "PATCH", "POST" -> upsert(tx, type, field, value, matches, request);
      default -> throw notAllowed(request);
    };
  }

  private static Row one(List<Row> matches) {
    if (matches.isEmpty()) {
      throw ApiException.notFound();
    }
    return matches.get(0);
  }

  private ApiResponse upsert(
      Transaction tx,
      ObjectType type,
      Field field,
      Object value,
      List<Row> matches,
      ApiRequest request) {
    var body = new LinkedHashMap<>(request.object());
    for (var key : body.keySet()) {
      if (key.equalsIgnoreCase(field.name)) {
        throw ApiException.invalidField(
            "The %s field should not be specified in the sobject data.".formatted(field.name));
      }
    }
    if (matches.isEmpty()) {
      if (request.flag("updateOnly")) {
        throw ApiException.notFound();
      }
      if (field.type != FieldType.ID) {
        body.put(field.name, request.at(3));
      }
      var id = engine.dml.create(tx, type, body, request.author());
      return created(type, id, request, request.number() >= 46);
    }
    var id = matches.get(0).id();
    checkUnmodified(matches.get(0), request);
    engine.dml.update(tx, type, id, body, request.author());
    if (request.number() < 46) {
      return ApiResponse.empty(204);
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", id);
    answer.put("success", true);
    answer.put("errors", List.of());
    answer.put("created", false);
    return ApiResponse.ok(answer);
  }

  private static ApiException notAllowed(ApiRequest request) {
    return new ApiException(
        405,
        "METHOD_NOT_ALLOWED",
        "HTTP Method '"
            + request.method()
            + "' not allowed. Allowed are HEAD,GET,POST,PATCH,DELETE",
        List.of());
  }
}
