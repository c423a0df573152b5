package io.cosell.connector.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was about to be written when nobody could say any more how it ended. What did arrive is no
 * edit of the side it arrived at.
 *
 * @param next both sides once it is written, of the fields that are
 * @param toPartnerCenter fields that go there
 * @param toSalesforce fields that go there
 */
public record Pending(
    Snapshot next, SortedSet<String> toPartnerCenter, SortedSet<String> toSalesforce) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The writes of this result. */
  public static Pending of(MergeResult result) {
    var there = new TreeSet<>(result.toPartnerCenter().keySet());
    var here = new TreeSet<>(result.toSalesforce().keySet());
    var both = new TreeSet<>(there);
    both.addAll(here);
    return new Pending(Snapshot.EMPTY.with(both, result.next()), there, here);
  }

  /**
   * The last look, brought up to date by what did arrive.
   *
   * <p>A third value is a later edit, made by somebody who saw what had arrived, or did not; but
   * one step of a deal's life does not make up for another that has not arrived.
   *
   * @param partnerCenter that side now, read whole
   * @param salesforce that side now, read whole
   * @param steps fields whose values are such steps
   */
  public Snapshot over(
      Snapshot base, DealState partnerCenter, DealState salesforce, Set<String> steps) {
    var there = new TreeMap<>(base.partnerCenter().fields());
    var here = new TreeMap<>(base.salesforce().fields());
    var fields = new TreeSet<>(toPartnerCenter);
    fields.addAll(toSalesforce);
    for (var field : fields) {
      var cell =
          new Cell<FieldValue>(
              new Sides<>(there.get(field), here.get(field)),
              new Sides<>(
                  next.partnerCenter().fields().get(field), next.salesforce().fields().get(field)),
              new Sides<>(partnerCenter.fields().get(field), salesforce.fields().get(field)));
      if (cell.isList()) {
        var known = elements(field, cell);
        there.put(field, new FieldValue.Items(known.partnerCenter()));
        here.put(field, new FieldValue.Items(known.salesforce()));
      } else if (hasArrived(field, cell) && !(steps.contains(field) && isThirdValue(field, cell))) {
        put(there, field, cell.next().partnerCenter());
        put(here, field, cell.next().salesforce());
      }
    }
    return new Snapshot(new DealState(there), new DealState(here));
  }

  private Sides<SortedMap<String, SortedMap<String, String>>> elements(
      String field, Cell<FieldValue> list) {
    var there = items(list.base().partnerCenter());
    var here = items(list.base().salesforce());
    var keys = new TreeSet<>(items(list.next().partnerCenter()).keySet());
    keys.addAll(items(list.next().salesforce()).keySet());
    keys.addAll(there.keySet());
    keys.addAll(here.keySet());
    for (var key : keys) {
      var element =
          new Cell<SortedMap<String, String>>(
              new Sides<>(there.get(key), here.get(key)),
              list.next().elements(key),
              list.now().elements(key));
      if (hasArrived(field, element)) {
        put(there, key, element.next().partnerCenter());
        put(here, key, element.next().salesforce());
      }
    }
    return new Sides<>(there, here);
  }

  /** A side that still has what it had has not been written to. */
  private boolean hasArrived(String field, Cell<?> it) {
    boolean sentThere =
        toPartnerCenter.contains(field)
            && !Objects.equals(it.base().partnerCenter(), it.next().partnerCenter());
    boolean sentHere =
        toSalesforce.contains(field)
            && !Objects.equals(it.base().salesforce(), it.next().salesforce());
    boolean isMissingThere =
        sentThere && Objects.equals(it.now().partnerCenter(), it.base().partnerCenter());
    boolean isMissingHere =
        sentHere && Objects.equals(it.now().salesforce(), it.base().salesforce());
    return (sentThere || sentHere)
        && !isMissingThere
        && !isMissingHere
        && (Objects.equals(it.now().partnerCenter(), it.next().partnerCenter())
            || Objects.equals(it.now().salesforce(), it.next().salesforce()));
  }

  private boolean isThirdValue(String field, Cell<?> it) {
    return (toPartnerCenter.contains(field)
            && !Objects.equals(it.now().partnerCenter(), it.next().partnerCenter()))
        || (toSalesforce.contains(field)
            && !Objects.equals(it.now().salesforce(), it.next().salesforce()));
  }

  /** As the link keeps it. */
  public String toJson() {
    var object = (ObjectNode) read(next.toJson());
    object.set("toPartnerCenter", JSON.valueToTree(toPartnerCenter));
    object.set("toSalesforce", JSON.valueToTree(toSalesforce));
    return object.toString();
  }

  /** Reads what {@link #toJson()} wrote. */
  public static Pending fromJson(String text) {
    var object = read(text);
    return new Pending(
        Snapshot.fromJson(text), names(object, "toPartnerCenter"), names(object, "toSalesforce"));
  }

  private static SortedSet<String> names(JsonNode object, String field) {
    var names = new TreeSet<String>();
    object.path(field).forEach(name -> names.add(name.textValue()));
    return names;
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

  private record Sides<T>(T partnerCenter, T salesforce) {
    Sides<SortedMap<String, String>> elements(String key) {
      return new Sides<>(
          items((FieldValue) partnerCenter).get(key), items((FieldValue) salesforce).get(key));
    }

    boolean anyList() {
      return partnerCenter instanceof FieldValue.Items || salesforce instanceof FieldValue.Items;
    }
  }

  private record Cell<T>(Sides<T> base, Sides<T> next, Sides<T> now) {
    boolean isList() {
      return base.anyList() || next.anyList() || now.anyList();
    }
  }
}
