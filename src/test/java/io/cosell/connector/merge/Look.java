package io.cosell.connector.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One look at a deal with one field, told the way a person would: what both sides said before, what
 * they say now. Null is no opinion. Partner Center comes first.
 */
final class Look {
  private final List<FieldRule> rules = new ArrayList<>();
  private final Map<String, Set<String>> noPlaceInSalesforce = new HashMap<>();
  private Snapshot before = Snapshot.EMPTY;
  private DealState partnerCenter = DealState.EMPTY;
  private DealState salesforce = DealState.EMPTY;
  private boolean creatingPartnerCenter;
  private boolean creatingSalesforce;
  private boolean salesforceIsNewer;
  private Gate gateToPartnerCenter = Gate.OPEN;
  private Gate gateToSalesforce = Gate.OPEN;

  static Look at(FieldRule rule) {
    var look = new Look();
    look.rules.add(rule);
    return look;
  }

  static FieldRule rule(OnConflict onConflict) {
    return new FieldRule("field", When.ALWAYS, When.ALWAYS, onConflict, false);
  }

  static FieldRule phaseRule() {
    return new FieldRule("phase", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, true);
  }

  Look before(String there, String here) {
    return before(text(there), text(here));
  }

  Look before(FieldValue there, FieldValue here) {
    return before(new Snapshot(state(there), state(here)));
  }

  Look before(Snapshot snapshot) {
    before = snapshot;
    return this;
  }

  Look now(String there, String here) {
    return now(text(there), text(here));
  }

  Look now(FieldValue there, FieldValue here) {
    partnerCenter = state(there);
    salesforce = state(here);
    return this;
  }

  Look creatingPartnerCenter() {
    creatingPartnerCenter = true;
    return this;
  }

  Look creatingSalesforce() {
    creatingSalesforce = true;
    return this;
  }

  Look salesforceIsNewer(boolean newer) {
    salesforceIsNewer = newer;
    return this;
  }

  Look gateToPartnerCenter(Gate gate) {
    gateToPartnerCenter = gate;
    return this;
  }

  Look gateToSalesforce(Gate gate) {
    gateToSalesforce = gate;
    return this;
  }

  Look noPlaceInSalesforceFor(String key) {
    noPlaceInSalesforce.put(rules.get(0).name(), Set.of(key));
    return this;
  }

  /** Another field, the same on both sides as ever; a deal that was read always has a phase. */
  Look inPhase(Phase phase) {
    rules.add(phaseRule());
    before =
        new Snapshot(
            before.partnerCenter().with("phase", phase.value()),
            before.salesforce().with("phase", phase.value()));
    partnerCenter = partnerCenter.with("phase", phase.value());
    salesforce = salesforce.with("phase", phase.value());
    return this;
  }

  /** The event was about Microsoft's referral: of the partner's own nothing was read. */
  Look partnerCenterNotRead() {
    partnerCenter = DealState.EMPTY;
    return this;
  }

  MergeResult merge() {
    return Merge.merge(
        new MergeInput(
            rules,
            before,
            partnerCenter,
            salesforce,
            creatingPartnerCenter,
            creatingSalesforce,
            salesforceIsNewer,
            gateToPartnerCenter,
            gateToSalesforce,
            noPlaceInSalesforce));
  }

  private DealState state(FieldValue value) {
    return value == null ? DealState.EMPTY : DealState.EMPTY.with(rules.get(0).name(), value);
  }

  private static FieldValue text(String text) {
    return text == null ? null : FieldValue.text(text);
  }

  /** A list of people, each written {@code "key attribute=value attribute=value"}. */
  static FieldValue list(String... elements) {
    var items = new TreeMap<String, Map<String, String>>();
    for (var element : elements) {
      var words = element.split(" ");
      var attributes = new TreeMap<String, String>();
      for (int i = 1; i < words.length; i++) {
        var pair = words[i].split("=");
        attributes.put(pair[0], pair[1]);
      }
      items.put(words[0], attributes);
    }
    return FieldValue.Items.of(items);
  }
}
