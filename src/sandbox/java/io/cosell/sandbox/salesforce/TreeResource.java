package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /composite/tree/X}: creates parents with children, all or nothing. */
final class TreeResource {
  private final Engine engine;

  TreeResource(Engine engine) {
    this.engine = engine;
  }

  private record Answers(
      List<Map<String, Object>> created,
      List<Map<String, Object>> failed,
      Set<String> types,
      int[] count) {}

  ApiResponse answer(Transaction tx, ApiRequest request) {
    var type = engine.org.visible(request.at(2)).orElseThrow(ApiException::notFound);
    var answers = new Answers(new ArrayList<>(), new ArrayList<>(), new HashSet<>(), new int[1]);
    createAll(tx, type, request.object().get("records"), null, null, 1, answers, request);
    boolean failed = !answers.failed().isEmpty();
    var body = new LinkedHashMap<String, Object>();
    body.put("hasErrors", failed);
    body.put("results", failed ? answers.failed() : answers.created());
    return ApiResponse.of(failed ? 400 : 201, body);
  }

  private void createAll(
      Transaction tx,
      ObjectType type,
      Object records,
      Field parentField,
      String parentId,
      int level,
      Answers answers,
      ApiRequest request) {
    answers.types().add(type.name);
    if (level > 5 || answers.types().size() > 5) {
      throw ApiException.badRequest(
          "INVALID_INPUT", "A tree may have at most five levels and five types");
    }
    if (!(records instanceof List<?> list)) {
      throw ApiException.parser("records is required");
    }
    for (var item : list) {
      if (++answers.count()[0] > 200) {
        throw ApiException.badRequest(
            "INVALID_INPUT", "The request contains more than 200 records");
      }
      createOne(tx, type, (Map<?, ?>) item, parentField, parentId, level, answers, request);
    }
  }

  private void createOne(
      Transaction tx,
      ObjectType type,
      Map<?, ?> item,
      Field parentField,
      String parentId,
      int level,
      Answers answers,
      ApiRequest request) {
    var body = new LinkedHashMap<String, Object>();
    var children = new LinkedHashMap<Org.Child, Object>();
    String reference = null;
    for (var entry : item.entrySet()) {
      var key = String.valueOf(entry.getKey());
      if (key.equals("attributes")) {
        reference = String.valueOf(((Map<?, ?>) entry.getValue()).get("referenceId"));
      } else if (entry.getValue() instanceof Map<?, ?> nested && nested.containsKey("records")) {
        children.put(child(type, key), nested.get("records"));
      } else {
        body.put(key, entry.getValue());
      }
    }
    if (parentField != null) {
      body.put(parentField.name, parentId);
    }
    String id;
    try {
      id = engine.dml.create(tx, type, body, request.author());
    } catch (ApiException e) {
      var failure = new LinkedHashMap<String, Object>();
      failure.put("referenceId", reference);
      failure.put("errors", List.of(e.asItemError()));
      answers.failed().add(failure);
      return;
    }
    var success = new LinkedHashMap<String, Object>();
    success.put("referenceId", reference);
    success.put("id", id);
    answers.created().add(success);
    for (var child : children.entrySet()) {
      createAll(
          tx,
          child.getKey().type(),
          child.getValue(),
          child.getKey().field(),
          id,
          level + 1,
          answers,
          request);
    }
  }

  private Org.Child child(ObjectType type, String relationship) {
    return engine.org.children(type).stream()
        .filter(it -> it.field().childRelationship.equalsIgnoreCase(relationship))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalidField(
                    "No such column '%s' on sobject of type %s"
                        .formatted(relationship, type.name)));
  }
}
