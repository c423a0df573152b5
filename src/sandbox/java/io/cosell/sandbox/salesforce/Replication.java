package io.cosell.sandbox.salesforce;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /sobjects/X/updated} and {@code /deleted}. */
final class Replication {
  private final Engine engine;

  Replication(Engine engine) {
    this.engine = engine;
  }

  Map<String, Object> answer(ObjectType type, String what, ApiRequest request) {
    var start = minute(request, "start");
    var end = minute(request, "end");
    if (start.isBefore(engine.clock.instant().minus(Duration.ofDays(30)))) {
      throw ApiException.badRequest(
          "INVALID_REPLICATION_DATE", "startDate before org replication enabled date");
    }
    return what.equals("updated") ? updated(type, start, end) : deleted(type, start, end);
  }

  private Map<String, Object> updated(ObjectType type, Instant start, Instant end) {
    var ids = new ArrayList<String>();
    for (var row : engine.store.all(type.name)) {
      if (!row.deleted() && within(row, start, end)) {
        ids.add(row.id());
      }
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("ids", ids);
    answer.put("latestDateCovered", Values.json(end));
    return answer;
  }

  private Map<String, Object> deleted(ObjectType type, Instant start, Instant end) {
    var records = new ArrayList<Map<String, Object>>();
    for (var row : engine.store.all(type.name)) {
      if (row.deleted() && within(row, start, end)) {
        var record = new LinkedHashMap<String, Object>();
        record.put("id", row.id());
        record.put("deletedDate", Values.json(row.get("SystemModstamp")));
        records.add(record);
      }
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("deletedRecords", records);
    answer.put(
        "earliestDateAvailable", Values.json(engine.clock.instant().minus(Duration.ofDays(30))));
    answer.put("latestDateCovered", Values.json(end));
    return answer;
  }

  private static boolean within(Row row, Instant start, Instant end) {
    return row.get("SystemModstamp") instanceof Instant at
        && !at.isBefore(start)
        && at.isBefore(end);
  }

  private static Instant minute(ApiRequest request, String parameter) {
    var text = request.query().get(parameter);
    try {
      return Values.instant(String.valueOf(text).replace(' ', '+')).truncatedTo(ChronoUnit.MINUTES);
    } catch (DateTimeException e) {
      throw new ApiException(
          400, "INVALID_REPLICATION_DATE", "invalid " + parameter + ": " + text, List.of());
    }
  }
}
