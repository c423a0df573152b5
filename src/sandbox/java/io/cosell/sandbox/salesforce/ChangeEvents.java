package io.cosell.sandbox.salesforce;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the payloads of change events from a committed transaction. */
final class ChangeEvents {
  private static final int DIFF_FROM = 1000;
  private final Engine engine;
  private final AtomicLong commits = new AtomicLong(1_725_357_365_187_780_000L);

  ChangeEvents(Engine engine) {
    this.engine = engine;
  }

  /** One event of one object. */
  record Event(ObjectType type, Map<String, Object> payload) {
    @SuppressWarnings("unchecked")
    Map<String, Object> header() {
      return (Map<String, Object>) payload.get("ChangeEventHeader");
    }
  }

  List<Event> of(List<Change> transaction, boolean merging, boolean diffs) {
    var events = new ArrayList<Event>();
    var key = UUID.randomUUID().toString();
    long commit = commits.addAndGet(17);
    int sequence = 0;
    for (var change : transaction) {
      var type = engine.org.require(change.type());
      if (!type.hasEvents || vanished(change)) {
        continue;
      }
      var header = header(type, change, key, ++sequence, commit);
      var payload = new LinkedHashMap<String, Object>();
      payload.put("ChangeEventHeader", header);
      fill(payload, header, type, change, diffs);
      var event = new Event(type, payload);
      if (!merging || !merged(events, event)) {
        events.add(event);
      } else {
        sequence--;
      }
    }
    return events;
  }

  /** A gap event: something happened to these records, look yourself. */
  Event gap(ObjectType type, String kind, List<String> ids, String userId) {
    var header = new LinkedHashMap<String, Object>();
    header.put("entityName", type.name);
    header.put("recordIds", ids);
    header.put("changeType", kind);
    header.put("changeOrigin", "");
    header.put("transactionKey", UUID.randomUUID().toString());
    header.put("sequenceNumber", 1);
    header.put("commitTimestamp", engine.clock.millis());
    header.put("commitNumber", commits.addAndGet(17));
    header.put("commitUser", userId);
    header.put("changedFields", List.of());
    return new Event(type, new LinkedHashMap<>(Map.of("ChangeEventHeader", header)));
  }

  private static boolean vanished(Change change) {
    return change.before() == null && change.after() != null && change.after().deleted();
  }

  private Map<String, Object> header(
      ObjectType type, Change change, String key, int sequence, long commit) {
    var header = new LinkedHashMap<String, Object>();
    header.put("entityName", type.name);
    header.put("recordIds", List.of(change.id()));
    header.put("changeType", change.kind().name());
    header.put("changeOrigin", change.author().origin());
    header.put("transactionKey", key);
    header.put("sequenceNumber", sequence);
    header.put("commitTimestamp", engine.clock.millis());
    header.put("commitNumber", commit);
    header.put("commitUser", change.author().userId());
    return header;
  }

  private void fill(
      Map<String, Object> payload,
      Map<String, Object> header,
      ObjectType type,
      Change change,
      boolean diffs) {
    var changed = new ArrayList<String>();
    if (change.kind() != Change.Kind.DELETE) {
      boolean whole = change.kind() != Change.Kind.UPDATE;
      for (var field : type.visible()) {
        var before = whole || change.before() == null ? null : change.before().get(field.name);
        var after = change.after().get(field.name);
        boolean told =
            whole ? after != null : !Objects.equals(before, after) || always(field, change);
        if (field.inEvents
            && told
            && field.type != FieldType.ADDRESS
            && !isCompoundName(field, type)) {
          changed.add(put(payload, type, field, before, after, diffs));
        }
      }
    }
    header.put(
        "changedFields", change.kind() == Change.Kind.UPDATE ? List.copyOf(changed) : List.of());
  }

  private static boolean always(Field field, Change change) {
    return field.name.equals("LastModifiedDate") && change.kind() == Change.Kind.UPDATE;
  }

  private static boolean isCompoundName(Field field, ObjectType type) {
    return field.name.equals("Name") && type.any("LastName") != null;
  }

  private static String put(
      Map<String, Object> payload,
      ObjectType type,
      Field field,
      Object before,
      Object after,
      boolean diffs) {
    if (field.compound == null) {
      payload.put(field.name, diffs ? diff(field, before, after) : Values.event(after));
      return field.name;
    }
    var part =
        field.compound.endsWith("Address")
            ? field.name.substring(field.compound.length() - "Address".length())
            : field.name;
    compound(payload, field.compound).put(part, Values.event(after));
    return field.compound + "." + part;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> compound(Map<String, Object> payload, String name) {
    return (Map<String, Object>)
        payload.computeIfAbsent(name, any -> new LinkedHashMap<String, Object>());
  }

  /** A long text is told as a unified diff when that is shorter. */
  private static Object diff(Field field, Object before, Object after) {
    boolean isLong =
        field.type == FieldType.LONG_TEXT
            && before instanceof String old
            && after instanceof String now
            && now.length() >= DIFF_FROM
            && now.length() > old.length() / 2;
    if (!isLong) {
      return Values.event(after);
    }
    var old = List.of(((String) before).split("\n", -1));
    var now = List.of(((String) after).split("\n", -1));
    int head = 0;
    while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), now.size()) - head
        && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    var text = new StringBuilder("--- \n+++ ").append(sha256((String) after)).append('\n');
    text.append(
        "@@ -%d,%d +%d,%d @@\n"
            .formatted(head + 1, old.size() - head - tail, head + 1, now.size() - head - tail));
    old.subList(head, old.size() - tail)
        .forEach(line -> text.append('-').append(line).append('\n'));
    now.subList(head, now.size() - tail)
        .forEach(line -> text.append('+').append(line).append('\n'));
    return text.length() < ((String) after).length()
        ? Map.of("diff", text.toString())
        : Values.event(after);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Joins an event to an earlier one that tells the same change of another record. */
  private static boolean merged(List<Event> events, Event event) {
    for (var earlier : events) {
      if (earlier.type() == event.type() && told(earlier).equals(told(event))) {
        var ids = new ArrayList<Object>((List<?>) earlier.header().get("recordIds"));
        ids.addAll((List<?>) event.header().get("recordIds"));
        earlier.header().put("recordIds", List.copyOf(ids));
        return true;
      }
    }
    return false;
  }

  private static Map<String, Object> told(Event event) {
    var told = new LinkedHashMap<>(event.payload());
    var header = new LinkedHashMap<>(event.header());
    header.remove("recordIds");
    header.remove("sequenceNumber");
    told.put("ChangeEventHeader", header);
    return told;
  }
}
