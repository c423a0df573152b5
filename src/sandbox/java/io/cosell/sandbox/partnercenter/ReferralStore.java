package io.cosell.sandbox.partnercenter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All referrals, by id, by engagement, and by the time of the last change. A referral in here is
 * never altered, only replaced, so readers need no lock; writers take turns outside. During a write
 * a referral may stand under two times, never under none.
 */
class ReferralStore {
  private final Map<String, ObjectNode> byId = new ConcurrentHashMap<>();
  private final Map<String, List<String>> byEngagement = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Instant, String> byUpdate = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Instant, List<String>> byExpiry =
      new ConcurrentSkipListMap<>();

  void clear() {
    byId.clear();
    byEngagement.clear();
    byUpdate.clear();
    byExpiry.clear();
  }

  Optional<ObjectNode> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<ObjectNode> all() {
    return byUpdate.values().stream().distinct().map(byId::get).toList();
  }

  /** Those changed at this time or later, oldest change first. */
  List<ObjectNode> updatedSince(Instant since) {
    return byUpdate.tailMap(since).values().stream().distinct().map(byId::get).toList();
  }

  List<ObjectNode> engagement(String engagementId) {
    return byEngagement.getOrDefault(engagementId, List.of()).stream().map(byId::get).toList();
  }

  /** Whether somebody's time to answer is over. */
  boolean hasOverdue(Instant now) {
    var first = byExpiry.firstEntry();
    return first != null && !first.getKey().isAfter(now);
  }

  /** The ids of those whose time to answer is over; each is given once. */
  List<String> takeOverdue(Instant now) {
    var due = byExpiry.headMap(now, true);
    var ids = due.values().stream().flatMap(List::stream).toList();
    due.clear();
    return ids;
  }

  void put(ObjectNode referral) {
    var id = referral.get("id").asText();
    var updated = Instant.parse(referral.get("updatedDateTime").asText());
    var before = byId.put(id, referral);
    byUpdate.put(updated, id);
    if (before == null) {
      byEngagement
          .computeIfAbsent(referral.get("engagementId").asText(), e -> new CopyOnWriteArrayList<>())
          .add(id);
      if (referral.path("expirationDateTime").isTextual()) {
        byExpiry
            .computeIfAbsent(
                Instant.parse(referral.get("expirationDateTime").asText()),
                e -> new CopyOnWriteArrayList<>())
            .add(id);
      }
    } else {
      var previous = Instant.parse(before.get("updatedDateTime").asText());
      if (!previous.equals(updated)) {
        byUpdate.remove(previous, id);
      }
    }
  }
}
