package io.cosell.connector.merge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Merges one list, element by element. When both sides changed the same element, each attribute
 * goes to the side that did not change it, and only an attribute changed on both is a conflict.
 */
final class ListMerge {
  private static final String CHANGED_THERE = "changed in Partner Center";
  private static final String CHANGED_HERE = "changed in Salesforce";

  private final FieldRule rule;
  private final Referee referee;
  private final Difference<SortedMap<String, SortedMap<String, String>>> lists;
  private final SortedMap<String, SortedMap<String, String>> there;
  private final SortedMap<String, SortedMap<String, String>> here;
  private final SortedMap<String, SortedMap<String, String>> rememberedThere = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, String>> rememberedHere = new TreeMap<>();
  private boolean sendThere;
  private boolean sendHere;

  /** Merges these lists at once; the results are asked for afterwards. */
  ListMerge(
      FieldRule rule,
      Referee referee,
      Difference<SortedMap<String, SortedMap<String, String>>> lists) {
    this.rule = rule;
    this.referee = referee;
    this.lists = lists;
    this.there = new TreeMap<>(lists.partnerCenter());
    this.here = new TreeMap<>(lists.salesforce());
    keys().forEach(this::mergeElement);
  }

  /** The whole list to write there, null when it is to stay as it is. */
  FieldValue toPartnerCenter() {
    return sendThere ? new FieldValue.Items(there) : null;
  }

  /** The whole list to write there, null when it is to stay as it is. */
  FieldValue toSalesforce() {
    return sendHere ? new FieldValue.Items(here) : null;
  }

  /** What the snapshot is to know; without changes that are held back. */
  FieldValue nextPartnerCenter() {
    return new FieldValue.Items(rememberedThere);
  }

  /** What the snapshot is to know; without changes that are held back. */
  FieldValue nextSalesforce() {
    return new FieldValue.Items(rememberedHere);
  }

  private TreeSet<String> keys() {
    var keys = new TreeSet<>(lists.partnerCenter().keySet());
    keys.addAll(lists.salesforce().keySet());
    keys.addAll(lists.basePartnerCenter().keySet());
    keys.addAll(lists.baseSalesforce().keySet());
    return keys;
  }

  private void mergeElement(String key) {
    var element =
        new Difference<>(
            lists.partnerCenter().get(key),
            lists.salesforce().get(key),
            lists.basePartnerCenter().get(key),
            lists.baseSalesforce().get(key));
    var admitted = new LinkedHashMap<Ruling<SortedMap<String, String>>, Verdict>();
    for (var ruling : rulings(element)) {
      var verdict = referee.admit(rule, key, element, ruling);
      admitted.put(ruling, verdict);
      if (verdict == Verdict.TO_PARTNER_CENTER) {
        put(there, key, ruling.value());
        sendThere = true;
      } else if (verdict == Verdict.TO_SALESFORCE) {
        put(here, key, ruling.value());
        sendHere = true;
      }
    }
    boolean waits = admitted.values().stream().anyMatch(Verdict::isHeld);
    copy(waits ? lists.basePartnerCenter() : there, key, rememberedThere);
    copy(waits ? lists.baseSalesforce() : here, key, rememberedHere);
    if (waits) {
      admitted.forEach((ruling, verdict) -> rememberSettled(key, ruling, verdict));
    }
  }

  /** Where some attributes of an element wait, those that do not are known nevertheless. */
  private void rememberSettled(
      String key, Ruling<SortedMap<String, String>> ruling, Verdict verdict) {
    if (verdict.isHeld()) {
      return;
    }
    boolean apart = verdict == Verdict.KEPT_APART;
    if (!apart || ruling.to() == Side.SALESFORCE) {
      put(rememberedThere, key, ruling.value());
    }
    if (!apart || ruling.to() == Side.PARTNER_CENTER) {
      put(rememberedHere, key, ruling.value());
    }
  }

  private List<Ruling<SortedMap<String, String>>> rulings(
      Difference<SortedMap<String, String>> it) {
    if (alike(it.partnerCenter(), it.salesforce())) {
      return List.of();
    }
    boolean changedThere = changed(it.partnerCenter(), it.basePartnerCenter());
    boolean changedHere = changed(it.salesforce(), it.baseSalesforce());
    if (it.partnerCenter() != null && it.salesforce() != null) {
      var reason = referee.conflictReason(rule) + ", attribute by attribute";
      return attributeByAttribute(
          it, changedHere ? reason : CHANGED_THERE, changedThere ? reason : CHANGED_HERE);
    }
    if (changedThere && changedHere) {
      return List.of(referee.conflict(rule, it.partnerCenter(), it.salesforce()));
    }
    if (changedThere) {
      return List.of(new Ruling<>(Side.SALESFORCE, it.partnerCenter(), CHANGED_THERE));
    }
    return changedHere
        ? List.of(new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), CHANGED_HERE))
        : List.of();
  }

  private boolean changed(SortedMap<String, String> now, SortedMap<String, String> base) {
    return rule.keysOnly() ? (now == null) != (base == null) : !Objects.equals(now, base);
  }

  /** Alike when both are there and no attribute that both know differs. */
  private boolean alike(SortedMap<String, String> one, SortedMap<String, String> other) {
    if (one == null || other == null) {
      return one == other;
    }
    return rule.keysOnly()
        || one.entrySet().stream()
            .allMatch(
                attribute ->
                    Objects.equals(
                        attribute.getValue(),
                        other.getOrDefault(attribute.getKey(), attribute.getValue())));
  }

  /** What one side alone changed goes to the other, what both changed as the winner has it. */
  private List<Ruling<SortedMap<String, String>>> attributeByAttribute(
      Difference<SortedMap<String, String>> it, String toSalesforce, String toPartnerCenter) {
    var newsThere = news(it.partnerCenter(), it.basePartnerCenter());
    var newsHere = news(it.salesforce(), it.baseSalesforce());
    if (referee.winner(rule) == Side.SALESFORCE) {
      newsThere.keySet().removeAll(newsHere.keySet());
    } else {
      newsHere.keySet().removeAll(newsThere.keySet());
    }
    var rulings = new ArrayList<Ruling<SortedMap<String, String>>>();
    if (!alike(newsHere, it.partnerCenter())) {
      rulings.add(new Ruling<>(Side.PARTNER_CENTER, newsHere, toPartnerCenter));
    }
    if (!alike(newsThere, it.salesforce())) {
      rulings.add(new Ruling<>(Side.SALESFORCE, newsThere, toSalesforce));
    }
    return rulings;
  }

  private static SortedMap<String, String> news(
      SortedMap<String, String> now, SortedMap<String, String> base) {
    var news = new TreeMap<>(now);
    if (base != null) {
      news.entrySet().removeAll(base.entrySet());
    }
    return news;
  }

  private static void copy(
      SortedMap<String, SortedMap<String, String>> from,
      String key,
      SortedMap<String, SortedMap<String, String>> to) {
    if (from.containsKey(key)) {
      to.put(key, from.get(key));
    }
  }

  /** Adds or changes the element, keeping attributes only this side knows; removes it for null. */
  private static void put(
      SortedMap<String, SortedMap<String, String>> items,
      String key,
      SortedMap<String, String> element) {
    if (element == null) {
      items.remove(key);
      return;
    }
    var whole = new TreeMap<>(items.getOrDefault(key, new TreeMap<>()));
    whole.putAll(element);
    items.put(key, whole);
  }
}
