package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /composite/sobjects…}: up to 200 records with one answer each. */
final class CollectionResource {
  private static final int MOST = 200;
  private final Engine engine;

  CollectionResource(Engine engine) {
    this.engine = engine;
  }

  /** Does one item and says what becomes of it. */
  private interface Work {
    Map<String, Object> apply(int index);
  }

  ApiResponse answer(Transaction tx, ApiRequest request) {
    return switch (request.method()) {
      case "GET" -> retrieve(tx, request, ids(request), request.query().get("fields"));
      case "POST" -> request.size() == 3 ? retrieve(tx, request) : create(tx, request);
      case "PATCH" -> request.size() == 4 ? upsert(tx, request) : update(tx, request);
      case "DELETE" -> delete(tx, request);
      default -> throw ApiException.notFound();
    };
  }

  private ApiResponse create(Transaction tx, ApiRequest request) {
    var records = records(request);
    return each(
        tx,
        records.size(),
        allOrNone(request),
        index -> {
          var record = records.get(index);
          return done(engine.dml.create(tx, type(record), record, request.author()));
        });
  }

  private ApiResponse update(Transaction tx, ApiRequest request) {
    var records = records(request);
    return each(
        tx,
        records.size(),
        allOrNone(request),
        index -> {
          var record = new LinkedHashMap<>(records.get(index));
          var id = takeId(record);
          engine.dml.update(tx, type(record), id, record, request.author());
          return done(id);
        });
  }

  private ApiResponse upsert(Transaction tx, ApiRequest request) {
    var type = engine.org.visible(request.at(2)).orElseThrow(ApiException::notFound);
    var field =
        type.visible(request.at(3))
            .filter(it -> it.idLookup)
            .orElseThrow(
                () ->
                    new ApiException(
                        404,
                        "NOT_FOUND",
                        "Provided external ID field does not exist or is not accessible: "
                            + request.at(3),
                        List.of()));
    var records = records(request);
    Set<Object> seen = new HashSet<>();
    return each(
        tx,
        records.size(),
        allOrNone(request),
        index ->
            upsertOne(tx, type, field, new LinkedHashMap<>(records.get(index)), seen, request));
  }

  private Map<String, Object> upsertOne(
      Transaction tx,
      ObjectType type,
      Field field,
      Map<String, Object> record,
      Set<Object> seen,
      ApiRequest request) {
    var given =
        record.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(field.name))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    var value = Values.parse(field, given);
    if (value == null && field.type != FieldType.ID) {
      throw ApiException.badRequest("MISSING_ARGUMENT", field.name + " not specified");
    }
    if (value != null && !seen.add(Store.key(value))) {
      throw ApiException.badRequest(
          "DUPLICATE_VALUE", "Duplicate external id specified: " + value, field.name);
    }
    var matches =
        value == null
            ? List.<Row>of()
            : tx.having(type.name, field, value).stream().filter(row -> !row.deleted()).toList();
    if (field.type == FieldType.ID) {
      takeId(record);
    }
    if (matches.size() > 1) {
      throw ApiException.badRequest(
          "DUPLICATE_EXTERNAL_ID",
          "%s: more than one record found for external id field: %s"
              .formatted(field.name, matches.stream().map(Row::id).toList()));
    }
    var answer = new LinkedHashMap<String, Object>();
    if (matches.isEmpty()) {
      answer.putAll(done(engine.dml.create(tx, type, record, request.author())));
      answer.put("created", true);
    } else {
      engine.dml.update(tx, type, matches.get(0).id(), record, request.author());
      answer.putAll(done(matches.get(0).id()));
      answer.put("created", false);
    }
    return answer;
  }

  private ApiResponse delete(Transaction tx, ApiRequest request) {
    var ids = ids(request);
    return each(
        tx,
        ids.size(),
        request.flag("allOrNone"),
        index -> {
          var id = normal(ids.get(index));
          engine.dml.delete(tx, typeOf(id), id, request.author());
          return done(id);
        });
  }

  private ApiResponse retrieve(Transaction tx, ApiRequest request) {
    var body = request.object();
    return retrieve(
        tx, request, strings(body.get("ids")), String.join(",", strings(body.get("fields"))));
  }

  private ApiResponse retrieve(
      Transaction tx, ApiRequest request, List<String> ids, String fields) {
    var type = engine.org.visible(request.at(2)).orElseThrow(ApiException::notFound);
    var records = new ArrayList<Map<String, Object>>();
    for (var id : ids) {
      var row = Ids.normal(id).map(it -> tx.find(type.name, it)).orElse(null);
      records.add(row == null || row.deleted() ? null : projected(type, row, fields, request));
    }
    return ApiResponse.ok(records);
  }

  private static Map<String, Object> projected(
      ObjectType type, Row row, String fields, ApiRequest request) {
    var record = new LinkedHashMap<String, Object>();
    record.put("attributes", Queries.attributes(request.version(), type.name, row.id()));
    for (var name : String.valueOf(fields).split(",")) {
      var field =
          type.visible(name.strip())
              .orElseThrow(
                  () ->
                      ApiException.invalidField(
                          "No such column '%s' on sobject of type %s"
                              .formatted(name.strip(), type.name)));
      record.put(field.name, Values.json(row, field));
    }
    return record;
  }

  private static ApiResponse each(Transaction tx, int size, boolean allOrNone, Work work) {
    var start = tx.savepoint();
    var answers = new ArrayList<Map<String, Object>>();
    boolean failed = false;
    for (int i = 0; i < size; i++) {
      var before = tx.savepoint();
      try {
        answers.add(work.apply(i));
      } catch (ApiException e) {
        tx.rollBackTo(before);
        answers.add(failure(e));
        failed = true;
      }
    }
    if (failed && allOrNone) {
      tx.rollBackTo(start);
      var rolledBack =
          ApiException.badRequest(
              "ALL_OR_NONE_OPERATION_ROLLED_BACK",
              "Record rolled back because not all records were valid and the request was using"
                  + " AllOrNone header");
      answers.replaceAll(
          answer -> Boolean.TRUE.equals(answer.get("success")) ? failure(rolledBack) : answer);
    }
    return ApiResponse.ok(answers);
  }

  private static Map<String, Object> done(String id) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("id", id);
    answer.put("success", true);
    answer.put("errors", List.of());
    return answer;
  }

  private static Map<String, Object> failure(ApiException e) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("success", false);
    answer.put("errors", List.of(e.asItemError()));
    return answer;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> records(ApiRequest request) {
    if (!(request.object().get("records") instanceof List<?> records)) {
      throw ApiException.parser("records is required");
    }
    if (records.size() > MOST) {
      throw ApiException.badRequest(
          "EXCEEDED_ID_LIMIT",
          "record limit reached. cannot submit more than 200 records into this call");
    }
    checkChunks(records);
    return (List<Map<String, Object>>) records;
  }

  private static void checkChunks(List<?> records) {
    int chunks = 0;
    String last = null;
    for (var record : records) {
      var type = record instanceof Map<?, ?> map ? typeName(map) : null;
      if (type != null && !type.equals(last)) {
        chunks++;
      }
      last = type;
    }
    if (chunks > 10) {
      throw ApiException.badRequest(
          "INVALID_FIELD",
          "Cannot have more than 10 chunks in a single operation. Please rearrange the data to"
              + " reduce chunking.");
    }
  }

  private static String typeName(Map<?, ?> record) {
    return record.get("attributes") instanceof Map<?, ?> attributes
        ? String.valueOf(attributes.get("type"))
        : null;
  }

  private ObjectType type(Map<String, Object> record) {
    var name = typeName(record);
    if (name == null) {
      throw ApiException.badRequest(
          "INVALID_FIELD", "No sobject type was specified in the attributes of the record");
    }
    return engine
        .org
        .visible(name)
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "INVALID_TYPE", "sObject type '%s' is not supported.".formatted(name)));
  }

  private ObjectType typeOf(String id) {
    return engine
        .org
        .byPrefix(id)
        .orElseThrow(() -> ApiException.badRequest("MALFORMED_ID", "malformed id " + id));
  }

  private static String takeId(Map<String, Object> record) {
    for (var key : List.copyOf(record.keySet())) {
      if (key.equalsIgnoreCase("Id")) {
        return normal(String.valueOf(record.remove(key)));
      }
    }
    throw ApiException.badRequest("MISSING_ARGUMENT", "Id not specified in an update call");
  }

  private static String normal(String id) {
    return Ids.normal(id.strip())
        .orElseThrow(() -> ApiException.badRequest("MALFORMED_ID", "malformed id " + id));
  }

  private static boolean allOrNone(ApiRequest request) {
    return Boolean.TRUE.equals(request.object().get("allOrNone"));
  }

  private static List<String> ids(ApiRequest request) {
    var ids = request.query().get("ids");
    if (ids == null) {
      throw ApiException.badRequest("MISSING_ARGUMENT", "ids is required");
    }
    return List.of(ids.split(","));
  }

  private static List<String> strings(Object list) {
    return list instanceof List<?> values
        ? values.stream().map(String::valueOf).toList()
        : List.of();
  }
}
