package io.cosell.connector.merge;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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
  private final Referee referee;
  private final Map<String, FieldValue> toPartnerCenter = new TreeMap<>();
  private final Map<String, FieldValue> toSalesforce = new TreeMap<>();
  private final Map<String, FieldValue> nextPartnerCenter = new TreeMap<>();
  private final Map<String, FieldValue> nextSalesforce = new TreeMap<>();

  private Merge(MergeInput input) {
    this.input = input;
    this.referee = new Referee(input);
  }

  /** Decides. The same input always gives the same result. */
  public static MergeResult merge(MergeInput input) {
    return new Merge(input).result();
  }

  private MergeResult result() {
    for (var rule : input.rules()) {
      if (hasItems(rule.name())) {
        mergeList(rule);
      } else {
        mergeValue(rule);
      }
    }
    return new MergeResult(
        toPartnerCenter,
        toSalesforce,
        referee.decisions(),
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
    var it =
        new Difference<>(
            input.partnerCenter().get(field).orElse(null),
            input.salesforce().get(field).orElse(null),
            input.snapshot().partnerCenter().get(field).orElse(null),
            input.snapshot().salesforce().get(field).orElse(null));
    if (it.partnerCenter() == null && it.salesforce() == null) {
      return;
    }
    var ruling = rule.phase() ? PhaseRules.decide(it) : ruling(rule, it);
    var verdict = referee.admit(rule, null, it, ruling);

    if (verdict != null && verdict.isHeld()) {
      return;
    }
    keep(nextPartnerCenter, field, it.partnerCenter());
    keep(nextSalesforce, field, it.salesforce());
    if (verdict == Verdict.TO_PARTNER_CENTER) {
      toPartnerCenter.put(field, ruling.value());
      nextPartnerCenter.put(field, ruling.value());
    } else if (verdict == Verdict.TO_SALESFORCE) {
      toSalesforce.put(field, ruling.value());
      nextSalesforce.put(field, rule.phase() ? asSalesforceSaysIt(ruling.value()) : ruling.value());
    }
  }

  private static FieldValue asSalesforceSaysIt(FieldValue phase) {
    return Phase.of(phase.toString()).agreesWith(Phase.LOST) ? Phase.LOST.value() : phase;
  }

  private static void keep(Map<String, FieldValue> next, String field, FieldValue now) {
    if (now != null) {
      next.put(field, now);
    }
  }

  private Ruling<FieldValue> ruling(FieldRule rule, Difference<FieldValue> it) {
    if (Objects.equals(it.partnerCenter(), it.salesforce())) {
      return null;
    }
    if (rule.onConflict() == OnConflict.RATCHET) {
      return ratchet(it);
    }
    boolean there = isEdit(it.partnerCenter(), it.basePartnerCenter());
    boolean here = isEdit(it.salesforce(), it.baseSalesforce());
    if (there && here) {
      return referee.conflict(rule, it.partnerCenter(), it.salesforce());
    }
    if (there) {
      return new Ruling<>(Side.SALESFORCE, it.partnerCenter(), "changed in Partner Center");
    }
    return here
        ? new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce")
        : null;
  }

  /** A field that was empty at the first look has not been emptied by anybody. */
  private static boolean isEdit(FieldValue now, FieldValue base) {
    boolean emptyFromTheStart = base == null && now != null && now.toString().isEmpty();
    return now != null && !emptyFromTheStart && !now.equals(base);
  }

  /**
   * What was once said over there stays said, even when this look did not show it. No opinion here
   * takes nothing back.
   */
  private static Ruling<FieldValue> ratchet(Difference<FieldValue> it) {
    var there = it.partnerCenter() == null ? it.basePartnerCenter() : it.partnerCenter();
    boolean changedThere = !Objects.equals(there, it.basePartnerCenter());
    boolean changedHere = it.salesforce() != null && it.changedInSalesforce();
    if (Objects.equals(there, it.salesforce()) || !(changedThere || changedHere)) {
      return null;
    }
    if (!saysNothing(there)) {
      return changedThere
          ? new Ruling<>(Side.SALESFORCE, there, "changed in Partner Center, for good")
          : new Ruling<>(Side.SALESFORCE, there, "cannot be taken back in Partner Center", true);
    }
    return saysNothing(it.salesforce()) || !changedHere
        ? null
        : new Ruling<>(Side.PARTNER_CENTER, it.salesforce(), "changed in Salesforce, for good");
  }

  private static boolean saysNothing(FieldValue value) {
    return value == null || value.toString().isEmpty() || value.toString().equals("false");
  }

  private void mergeList(FieldRule rule) {
    var field = rule.name();
    boolean readThere =
        input.partnerCenter().get(field).isPresent() || input.creatingPartnerCenter();
    boolean readHere = input.salesforce().get(field).isPresent() || input.creatingSalesforce();
    if (readThere && readHere) {
      var merged =
          new ListMerge(
              rule,
              referee,
              new Difference<>(
                  input.partnerCenter().items(field),
                  input.salesforce().items(field),
                  input.snapshot().partnerCenter().items(field),
                  input.snapshot().salesforce().items(field)));
      keep(toPartnerCenter, field, merged.toPartnerCenter());
      keep(toSalesforce, field, merged.toSalesforce());
      keep(nextPartnerCenter, field, merged.nextPartnerCenter());
      keep(nextSalesforce, field, merged.nextSalesforce());
    } else if (!readHere && input.wasLookedAt(Side.SALESFORCE)) {
      keep(nextPartnerCenter, field, input.partnerCenter().get(field).orElse(null));
    }
  }
}
