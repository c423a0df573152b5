package io.cosell.connector.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/**
 * Both sides as they were after the last look. Usually they agree; where a difference cannot be
 * synchronised each side keeps its own value, so that only a later change counts as one.
 */
public record Snapshot(DealState partnerCenter, DealState salesforce) {
  /** Before the first look. */
  public static final Snapshot EMPTY = new Snapshot(DealState.EMPTY, DealState.EMPTY);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same as if this field had never been looked at. */
  public Snapshot without(String field) {
    return new Snapshot(partnerCenter.without(field), salesforce.without(field));
  }

  /** The same, with these fields as they were in the other. */
  public Snapshot with(Set<String> fields, Snapshot other) {
    return new Snapshot(
        partnerCenter.with(fields, other.partnerCenter), salesforce.with(fields, other.salesforce));
  }

  /** As the link keeps it. */
  public String toJson() {
    var object = JsonNodeFactory.instance.objectNode();
    object.set("partnerCenter", partnerCenter.toJson());
    object.set("salesforce", salesforce.toJson());
    return object.toString();
  }

  /** Reads what {@link #toJson()} wrote. */
  public static Snapshot fromJson(String text) {
    try {
      var object = JSON.readTree(text);
      return new Snapshot(
          DealState.fromJson(object.path("partnerCenter")),
          DealState.fromJson(object.path("salesforce")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a link holds a broken snapshot", e);
    }
  }
}
