package io.cosell.connector.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What was about to be written when nobody could say any more how it ended. What did arrive is no
 * edit of the side it arrived at.
 *
 * @param before both sides when that was decided, of the fields that are written
 * @param next the same once it is written
 */
public record Pending(Snapshot before, Snapshot next) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The writes of this result.
   *
   * @param before both sides as they were read
   */
  public static Pending of(MergeResult result, Snapshot before) {
    var fields = new TreeSet<>(result.toPartnerCenter().keySet());
    fields.addAll(result.toSalesforce().keySet());
    return new Pending(
        Snapshot.EMPTY.with(fields, before), Snapshot.EMPTY.with(fields, result.next()));
  }

  /**
   * The last look, brought up to date by what did arrive.
   *
   * <p>A third value is a later edit, made by somebody who saw what had arrived, or did not; but
   * one step of a deal's life does not make up for another that has not arrived.
   *
   * @param now both sides, read whole
   * @param steps fields whose values are such steps
   */
  public Snapshot over(Snapshot base, Snapshot now, Set<String> steps) {
    var there = new TreeMap<>(base.partnerCenter().fields());
    var here = new TreeMap<>(base.salesforce().fields());
    var fields = new TreeSet<>(next.partnerCenter().fields().keySet());
    fields.addAll(next.salesforce().fields().keySet());
    for (var field : fields) {
      var cell = new Cell<>(sides(before, field), sides(next, field), sides(now, field));
      if (cell.isList()) {
        var known = elements(sides(base, field), cell);
        there.put(field, new FieldValue.Items(known.partnerCenter()));
        here.put(field, new FieldValue.Items(known.salesforce()));
      } else if (cell.hasArrived() && !(steps.contains(field) && cell.isThirdValue())) {
        put(there, field, cell.next().partnerCenter());
        put(here, field, cell.next().salesforce());
      }
    }
    return new Snapshot(new DealState(there), new DealState(here));
  }

  private static Sides<FieldValue> sides(Snapshot snapshot, String field) {
    return new Sides<>(
        snapshot.partnerCenter().fields().get(field), snapshot.salesforce().fields().get(field));
  }

  private static Sides<SortedMap<String, SortedMap<String, String>>> elements(
      Sides<FieldValue> base, Cell<FieldValue> list) {
    var there = items(base.partnerCenter());
    var here = items(base.salesforce());
    for (var key : keys(list)) {
      var element =
          new Cell<>(
              list.before().elements(key), list.next().elements(key), list.now().elements(key));
      if (element.hasArrived()) {
        put(there, key, element.next().partnerCenter());
        put(here, key, element.next().salesforce());
      }
    }
    return new Sides<>(there, here);
  }

  /** As the link keeps it. */
  public String toJson() {
    var object = JSON.createObjectNode();
    object.set("before", read(before.toJson()));
    object.set("next", read(next.toJson()));
    return object.toString();
  }

  /** Reads what {@link #toJson()} wrote. */
  public static Pending fromJson(String text) {
    var object = read(text);
    return new Pending(
        Snapshot.fromJson(object.path("before").toString()),
        Snapshot.fromJson(object.path("next").toString()));
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a link holds a broken pending write", e);
    }
  }

  private static SortedMap<String, SortedMap<String, String>> items(FieldValue value) {
    return value instanceof FieldValue.Items items ? new TreeMap<>(items.byKey()) : new TreeMap<>();
  }

  private static <T> void put(SortedMap<String, T> side, String key, T value) {
    if (value == null) {
      side.remove(key);
    } else {
      side.put(key, value);
    }
  }

  private static Set<String> keys(Cell<FieldValue> list) {
    var keys = new TreeSet<String>();
    Stream.of(list.before(), list.next())
        .flatMap(sides -> Stream.of(sides.partnerCenter(), sides.salesforce()))
        .forEach(value -> keys.addAll(items(value).keySet()));
    return keys;
  }

  private record Sides<T>(T partnerCenter, T salesforce) {
    Sides<SortedMap<String, String>> elements(String key) {
      return new Sides<>(
          items((FieldValue) partnerCenter).get(key), items((FieldValue) salesforce).get(key));
    }

    boolean anyList() {
      return partnerCenter instanceof FieldValue.Items || salesforce instanceof FieldValue.Items;
    }
  }

  private record Cell<T>(Sides<T> before, Sides<T> next, Sides<T> now) {
    boolean isList() {
      return before.anyList() || next.anyList() || now.anyList();
    }

    boolean isSentThere() {
      return !Objects.equals(before.partnerCenter(), next.partnerCenter());
    }

    boolean isSentHere() {
      return !Objects.equals(before.salesforce(), next.salesforce());
    }

    /** A side that still has what it had has not been written to. */
    boolean hasArrived() {
      boolean isMissingThere =
          isSentThere() && Objects.equals(now.partnerCenter(), before.partnerCenter());
      boolean isMissingHere = isSentHere() && Objects.equals(now.salesforce(), before.salesforce());
      return (isSentThere() || isSentHere())
          && !isMissingThere
          && !isMissingHere
          && (Objects.equals(now.partnerCenter(), next.partnerCenter())
              || Objects.equals(now.salesforce(), next.salesforce()));
    }

    boolean isThirdValue() {
      return (isSentThere() && !Objects.equals(now.partnerCenter(), next.partnerCenter()))
          || (isSentHere() && !Objects.equals(now.salesforce(), next.salesforce()));
    }
  }
}
