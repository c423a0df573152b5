package io.cosell.connector.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides field by field what travels: nothing, to Salesforce, to Partner Center, or by the
 * conflict rule to one of them.
 *
 * <p>A side changed a field when its value differs from that side's snapshot. So an echo of our own
 * write is no change, an edit of one field never overwrites another, and two sides that agree are
 * left alone whatever the snapshot says.
 */
public final class Merge {
  private final MergeInput input;
  private final Map<String, FieldValue> toPartnerCenter = new TreeMap<>();
  private final Map<String, FieldValue> toSalesforce = new TreeMap<>();
  private final List<FieldDecision> decisions = new ArrayList<>();
  private final Map<String, FieldValue> nextPartnerCenter = new TreeMap<>();
  private final Map<String, FieldValue> nextSalesforce = new TreeMap<>();

  private Merge(MergeInput input) {
    this.input = input;
  }

  /** Decides. The same input always gives the same result. */
  public static MergeResult merge(MergeInput input) {
    return new Merge(input).result();
  }

  private MergeResult result() {
    for (var rule : input.rules()) {
      if (hasItems(rule.name())) {
        mergeItems(rule);
      } else {
        mergeValue(rule);
      }
    }
    return new MergeResult(
        toPartnerCenter,
        toSalesforce,
        List.copyOf(decisions),
        new Snapshot(
            input.snapshot().partnerCenter().overlaid(nextPartnerCenter),
            input.snapshot().salesforce().overlaid(nextSalesforce)));
  }

  private boolean hasItems(String field) {
    return input.partnerCenter().get(field).orElse(null) instanceof FieldValue.Items
        || input.salesforce().get(field).orElse(null) instanceof FieldValue.Items;
  }

  private void mergeValue(FieldRule rule) {
    var field = rule.name();
    var difference =
        new Difference<>(
            input.partnerCenter().get(field).orElse(null),
            input.salesforce().get(field).orElse(null),
            input.snapshot().partnerCenter().get(field).orElse(null),
            input.snapshot().salesforce().get(field).orElse(null));
    var ruling = rule.phase() ? phase(difference) : value(rule, difference);
    var verdict = admit(rule, field, null, difference, ruling);

    if (verdict != Verdict.HELD_FROM_SALESFORCE) {
      keep(nextPartnerCenter, field, difference.partnerCenter());
    }
    if (verdict != Verdict.HELD_FROM_PARTNER_CENTER) {
      keep(nextSalesforce, field, difference.salesforce());
    }
    if (verdict == Verdict.TO_PARTNER_CENTER) {
      toPartnerCenter.put(field, ruling.value());
      nextPartnerCenter.put(field, ruling.value());
    } else if (verdict == Verdict.TO_SALESFORCE) {
      toSalesforce.put(field, ruling.value());
      nextSalesforce.put(field, rule.phase() ? asSalesforceSaysIt(ruling.value()) : ruling.value());
    }
  }

  private static FieldValue asSalesforceSaysIt(FieldValue phase) {
    var wanted = Phase.of(phase.toString());
    return wanted.agreesWith(Phase.LOST) ? Phase.LOST.value() : phase;
  }

  private static void keep(Map<String, FieldValue> next, String field, FieldValue now) {
    if (now != null) {
      next.put(field, now);
    }
  }

  private Ruling<FieldValue> value(FieldRule rule, Difference<FieldValue> it) {
    if (it.partnerCenter() == null && it.salesforce() == null
        || Objects.equals(it.partnerCenter(), it.salesforce())) {
      return null;
    }
    if (rule.onConflict() == OnConflict.RATCHET) {
      return ratchet(it);
    }
    boolean there = it.partnerCenter() != null && it.changedInPartnerCenter();
    boolean here = it.salesforce() != null && it.changedInSalesforce();
    if (there && here) {
      return conflict(rule, it.partnerCenter(), it.salesforce());
    }
    if (there) {
      return new Ruling<>(Side.SALESFORCE, it.partnerCenter(), "changed in Partner Center");
    }
    return here
        ? new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce")
        : null;
  }

  private <T> Ruling<T> conflict(FieldRule rule, T partnerCenter, T salesforce) {
    boolean salesforceWins =
        switch (rule.onConflict()) {
          case SALESFORCE -> true;
          case NEWEST -> input.salesforceIsNewer();
          case PARTNER_CENTER, RATCHET -> false;
        };
    var reason =
        "changed on both sides, "
            + (salesforceWins ? Side.SALESFORCE : Side.PARTNER_CENTER)
            + " wins by rule "
            + rule.onConflict();
    return salesforceWins
        ? new Ruling<>(Side.PARTNER_CENTER, salesforce, reason)
        : new Ruling<>(Side.SALESFORCE, partnerCenter, reason);
  }

  /** What was once said over there stays said, even when this look did not show it. */
  private static Ruling<FieldValue> ratchet(Difference<FieldValue> it) {
    var there = it.partnerCenter() == null ? it.basePartnerCenter() : it.partnerCenter();
    if (Objects.equals(there, it.salesforce())) {
      return null;
    }
    if (saysNothing(there)) {
      return saysNothing(it.salesforce())
          ? null
          : new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce, for good");
    }
    return new Ruling<>(Side.SALESFORCE, there, "cannot be taken back in Partner Center");
  }

  private static boolean saysNothing(FieldValue value) {
    return value == null || value.toString().isEmpty() || value.toString().equals("false");
  }

  private Ruling<FieldValue> phase(Difference<FieldValue> it) {
    if (it.partnerCenter() == null && it.salesforce() == null) {
      return null;
    }
    if (it.partnerCenter() == null) {
      return new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce");
    }
    if (it.salesforce() == null) {
      return new Ruling<>(Side.SALESFORCE, it.partnerCenter(), "changed in Partner Center");
    }
    var there = Phase.of(it.partnerCenter().toString());
    var here = Phase.of(it.salesforce().toString());
    if (there.agreesWith(here)) {
      return null;
    }
    if (there.closed()) {
      return it.changedInPartnerCenter()
          ? new Ruling<>(Side.SALESFORCE, there.value(), "closed in Partner Center, for good")
          : sellersStep(it, Phase.of(it.salesforce().toString()), there);
    }
    if (it.changedInSalesforce()) {
      return sellersStep(it, here, there);
    }
    return it.changedInPartnerCenter() && there == Phase.ACCEPTED
        ? new Ruling<>(Side.SALESFORCE, there.value(), "accepted in Partner Center")
        : null;
  }

  /** What the seller's change of stage means over there. */
  private static Ruling<FieldValue> sellersStep(
      Difference<FieldValue> it, Phase here, Phase there) {
    if (!it.changedInSalesforce()) {
      return null;
    }
    if (there.closed()) {
      return new Ruling<>(null, it.salesforce(), "the referral is closed, which is final");
    }
    return switch (here) {
      case OFFERED ->
          new Ruling<>(null, it.salesforce(), "an accepted referral cannot be put on hold again");
      case LOST ->
          new Ruling<>(
              Side.PARTNER_CENTER,
              (there == Phase.OFFERED ? Phase.DECLINED : Phase.LOST).value(),
              "closed lost by the seller");
      case WON -> new Ruling<>(Side.PARTNER_CENTER, Phase.WON.value(), "closed won by the seller");
      default -> new Ruling<>(Side.PARTNER_CENTER, here.value(), "accepted by the seller");
    };
  }

  private void mergeItems(FieldRule rule) {
    var field = rule.name();
    boolean readThere =
        input.partnerCenter().get(field).isPresent() || input.creatingPartnerCenter();
    boolean readHere = input.salesforce().get(field).isPresent() || input.creatingSalesforce();
    if (!readThere || !readHere) {
      return;
    }
    var there = input.partnerCenter().items(field);
    var here = input.salesforce().items(field);
    var baseThere = input.snapshot().partnerCenter().items(field);
    var baseHere = input.snapshot().salesforce().items(field);
    var nextHere = new TreeMap<>(here);
    var nextThere = new TreeMap<>(there);
    var rememberHere = new TreeMap<String, SortedMap<String, String>>();
    var rememberThere = new TreeMap<String, SortedMap<String, String>>();
    boolean sendThere = false;
    boolean sendHere = false;

    var keys = new TreeSet<String>(there.keySet());
    keys.addAll(here.keySet());
    keys.addAll(baseThere.keySet());
    keys.addAll(baseHere.keySet());
    for (var key : keys) {
      var difference =
          new Difference<>(there.get(key), here.get(key), baseThere.get(key), baseHere.get(key));
      var ruling = element(rule, difference);
      var verdict = admit(rule, field, key, difference, ruling);
      if (verdict == Verdict.TO_PARTNER_CENTER) {
        put(nextThere, key, ruling.value());
        sendThere = true;
      } else if (verdict == Verdict.TO_SALESFORCE) {
        put(nextHere, key, ruling.value());
        sendHere = true;
      }
      replace(rememberHere, key, verdict == Verdict.HELD_FROM_PARTNER_CENTER ? baseHere : nextHere);
      replace(rememberThere, key, verdict == Verdict.HELD_FROM_SALESFORCE ? baseThere : nextThere);
    }
    if (sendThere) {
      toPartnerCenter.put(field, new FieldValue.Items(nextThere));
    }
    if (sendHere) {
      toSalesforce.put(field, new FieldValue.Items(nextHere));
    }
    nextPartnerCenter.put(field, new FieldValue.Items(rememberThere));
    nextSalesforce.put(field, new FieldValue.Items(rememberHere));
  }

  private Ruling<SortedMap<String, String>> element(
      FieldRule rule, Difference<SortedMap<String, String>> it) {
    if (alike(it.partnerCenter(), it.salesforce())) {
      return null;
    }
    if (it.changedInPartnerCenter() && it.changedInSalesforce()) {
      return conflict(rule, it.partnerCenter(), it.salesforce());
    }
    if (it.changedInPartnerCenter()) {
      return new Ruling<>(Side.SALESFORCE, it.partnerCenter(), "changed in Partner Center");
    }
    return it.changedInSalesforce()
        ? new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce")
        : null;
  }

  /** Alike when both are there and no attribute that both know differs. */
  private static boolean alike(SortedMap<String, String> one, SortedMap<String, String> other) {
    if (one == null || other == null) {
      return one == other;
    }
    return one.entrySet().stream()
        .allMatch(
            attribute ->
                Objects.equals(
                    attribute.getValue(),
                    other.getOrDefault(attribute.getKey(), attribute.getValue())));
  }

  private static void replace(
      SortedMap<String, SortedMap<String, String>> items,
      String key,
      SortedMap<String, SortedMap<String, String>> source) {
    if (source.containsKey(key)) {
      items.put(key, source.get(key));
    }
  }

  /** Adds or changes the element, keeping attributes only this side knows; removes it for null. */
  private static void put(
      SortedMap<String, SortedMap<String, String>> items,
      String key,
      SortedMap<String, String> element) {
    if (element == null) {
      items.remove(key);
    } else {
      var whole = new TreeMap<>(items.getOrDefault(key, new TreeMap<>()));
      whole.putAll(element);
      items.put(key, whole);
    }
  }

  /** Asks direction and gate whether the ruling may be carried out, and notes the decision. */
  private <T> Verdict admit(
      FieldRule rule, String field, String key, Difference<T> it, Ruling<T> ruling) {
    if (ruling == null) {
      return null;
    }
    var verdict = Verdict.KEPT_APART;
    var reason = ruling.reason();
    var side = ruling.to();
    if (side != null) {
      var gate = input.gateTo(side);
      if (!rule.to(side).allows(input.creating(side))) {
        reason += "; this field is not written to " + side;
      } else if (key != null && !input.canHold(side, field, key)) {
        reason += "; " + side + " has no place for it";
      } else if (gate.state() == Gate.State.HELD) {
        verdict =
            side == Side.PARTNER_CENTER
                ? Verdict.HELD_FROM_PARTNER_CENTER
                : Verdict.HELD_FROM_SALESFORCE;
        reason += "; held back: " + gate.reason();
      } else if (gate.state() == Gate.State.CLOSED) {
        reason += "; not sent: " + gate.reason();
      } else {
        verdict = side == Side.SALESFORCE ? Verdict.TO_SALESFORCE : Verdict.TO_PARTNER_CENTER;
      }
    }
    decisions.add(
        new FieldDecision(
            key == null ? field : field + "[" + key + "]",
            verdict,
            Objects.toString(it.partnerCenter(), ""),
            Objects.toString(it.salesforce(), ""),
            reason));
    return verdict;
  }

  /** One field or element: now on both sides, and after the last look; null for not there. */
  private record Difference<T>(
      T partnerCenter, T salesforce, T basePartnerCenter, T baseSalesforce) {
    boolean changedInPartnerCenter() {
      return !Objects.equals(partnerCenter, basePartnerCenter);
    }

    boolean changedInSalesforce() {
      return !Objects.equals(salesforce, baseSalesforce);
    }
  }

  /**
   * Where a value should go and why; to nowhere when it cannot travel. A null value removes an
   * element.
   */
  private record Ruling<T>(Side to, T value, String reason) {}
}
