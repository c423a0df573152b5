package io.cosell.connector.flow;

import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Finds what the seller has to read in the Audit field: how Partner Center ended the deal, and what
 * of hers was undone or not sent.
 */
@Component
class SellerNotes {
  private static final String PHASE = "phase";

  private final Mapping mapping;

  SellerNotes(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * Adds the notes.
   *
   * @param closed fields her opportunity does not take now, with the reason
   */
  void add(Deal deal, Map<String, String> closed) {
    addEnding(deal);
    addWhatWasAgainstHer(deal);
    addWhatIsNotTaken(deal, closed);
  }

  private void addWhatIsNotTaken(Deal deal, Map<String, String> closed) {
    for (var decision : deal.result().orElseThrow().decisions()) {
      var field = decision.field();
      var there = deal.partnerCenter().get(field);
      boolean news = !there.equals(deal.base().partnerCenter().get(field));
      if (closed.containsKey(field) && decision.verdict() == Verdict.KEPT_APART && news) {
        deal.tellSeller(
            "%s: the value %s of Partner Center is not taken over, %s"
                .formatted(mapping.label(field), decision.partnerCenter(), closed.get(field)));
      }
    }
  }

  private void addEnding(Deal deal) {
    var phase = deal.result().orElseThrow().toSalesforce().get(PHASE);
    if (phase == null || !Phase.of(phase.toString()).closed()) {
      return;
    }
    var reason = deal.referral().map(it -> it.json().path("statusReason").asText("")).orElse("");
    deal.note(
        (phase.equals(Phase.ERROR.value()) ? "closed as an error" : phase.toString())
            + " in Partner Center"
            + (reason.isBlank() ? "" : ": " + reason));
  }

  private void addWhatWasAgainstHer(Deal deal) {
    var fieldsByReason = new LinkedHashMap<String, TreeSet<String>>();
    for (var decision : deal.result().orElseThrow().decisions()) {
      if (decision.againstSeller()) {
        fieldsByReason
            .computeIfAbsent(decision.reason(), any -> new TreeSet<>())
            .add(label(deal, decision.field()));
      }
    }
    fieldsByReason.forEach(
        (reason, fields) -> deal.tellSeller(String.join(", ", fields) + ": " + reason));
  }

  /** As the seller knows the field; {@code field[key]} is an element of a list. */
  private String label(Deal deal, String field) {
    if (deal.isUnacceptedLead()) {
      return mapping.leads().label(field);
    }
    int bracket = field.indexOf('[');
    return bracket < 0
        ? mapping.label(field)
        : mapping.label(field.substring(0, bracket)) + " " + field.substring(bracket);
  }
}
