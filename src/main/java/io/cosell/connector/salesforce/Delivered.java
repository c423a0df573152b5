package io.cosell.connector.salesforce;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells events that came already from new ones. Enriched events are split, one per record, and then
 * share a replay id; an org that was moved may count anew from a lower id (Change Data Capture
 * guide; Streaming API guide, message durability). Not thread-safe.
 */
class Delivered {
  private long lastId;
  private Instant lastCommit = Instant.MAX;
  private final Set<List<String>> atLastId = new HashSet<>();

  /** Everything up to this id was delivered before; -1 for nothing. */
  Delivered(long upTo) {
    lastId = upTo;
  }

  /** True when the listener has had this event. */
  boolean contains(ChangeEvent event) {
    long id = event.position().replayId();
    if (id == lastId) {
      return atLastId.contains(records(event));
    }
    return id < lastId && !event.committedAt().isAfter(lastCommit);
  }

  /** Remembers that the listener took the event. */
  void add(ChangeEvent event) {
    if (event.position().replayId() != lastId) {
      lastId = event.position().replayId();
      atLastId.clear();
    }
    lastCommit = event.committedAt();
    atLastId.add(records(event));
  }

  private static List<String> records(ChangeEvent event) {
    var records = new java.util.ArrayList<>(event.recordIds());
    records.add(event.entity());
    return List.copyOf(records);
  }
}
