package io.cosell.connector.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Settles conflicts, asks direction and gate whether a ruling may be carried out, keeps minutes.
 */
final class Referee {
  private final MergeInput input;
  private final List<FieldDecision> decisions = new ArrayList<>();

  Referee(MergeInput input) {
    this.input = input;
  }

  List<FieldDecision> decisions() {
    return List.copyOf(decisions);
  }

  /** Who wins when both sides changed the same; a change that may not travel cannot win. */
  Side winner(FieldRule rule) {
    boolean toPartnerCenter = mayTravel(rule, Side.PARTNER_CENTER);
    if (toPartnerCenter != mayTravel(rule, Side.SALESFORCE)) {
      return toPartnerCenter ? Side.SALESFORCE : Side.PARTNER_CENTER;
    }
    boolean salesforce =
        rule.onConflict() == OnConflict.SALESFORCE
            || (rule.onConflict() == OnConflict.NEWEST && input.salesforceIsNewer());
    return salesforce ? Side.SALESFORCE : Side.PARTNER_CENTER;
  }

  /** The winner's value goes to the other side. */
  <T> Ruling<T> conflict(FieldRule rule, T partnerCenter, T salesforce) {
    var reason = conflictReason(rule);
    if (winner(rule) == Side.SALESFORCE) {
      return new Ruling<>(Side.PARTNER_CENTER, salesforce, reason);
    }
    var replaced = salesforce instanceof FieldValue.Text ? "; Salesforce had " + salesforce : "";
    return new Ruling<>(Side.SALESFORCE, partnerCenter, reason + replaced, true);
  }

  String conflictReason(FieldRule rule) {
    return "changed on both sides, " + winner(rule) + " wins by rule " + rule.onConflict();
  }

  /**
   * Carries out a ruling as far as it may be, and notes what became of it.
   *
   * @param key the element's, null for a single value
   * @param ruling null when there is nothing to decide
   * @return null for a null ruling
   */
  <T> Verdict admit(FieldRule rule, String key, Difference<T> it, Ruling<T> ruling) {
    if (ruling == null) {
      return null;
    }
    var admission = admission(rule, key, ruling.to());
    decisions.add(
        new FieldDecision(
            key == null ? rule.name() : rule.name() + "[" + key + "]",
            admission.verdict(),
            Objects.toString(it.partnerCenter(), ""),
            Objects.toString(it.salesforce(), ""),
            ruling.reason() + admission.reason(),
            ruling.againstSeller() || admission.againstSeller()));
    return admission.verdict();
  }

  private Admission admission(FieldRule rule, String key, Side to) {
    if (to == null) {
      return new Admission(Verdict.KEPT_APART, "");
    }
    if (!mayTravel(rule, to)) {
      return new Admission(Verdict.KEPT_APART, "; this field is not written to " + to);
    }
    if (key != null && !input.canHold(to, rule.name(), key)) {
      return new Admission(Verdict.KEPT_APART, "; " + to + " has no place for it");
    }
    var gate = gateTo(to);
    return switch (gate.state()) {
      case OPEN -> new Admission(to(to), "");
      case HELD -> new Admission(heldFrom(to), "; held back: " + gate.reason());
      case CLOSED ->
          new Admission(
              Verdict.KEPT_APART, "; not sent: " + gate.reason(), to == Side.PARTNER_CENTER);
    };
  }

  private boolean mayTravel(FieldRule rule, Side to) {
    return rule.to(to).allows(input.creating(to));
  }

  /** What was not looked at cannot be compared, so changes wait for the next look. */
  private Gate gateTo(Side side) {
    return input.wasLookedAt(side) ? input.gateTo(side) : Gate.held(side + " was not read");
  }

  private static Verdict to(Side side) {
    return side == Side.SALESFORCE ? Verdict.TO_SALESFORCE : Verdict.TO_PARTNER_CENTER;
  }

  private static Verdict heldFrom(Side side) {
    return side == Side.SALESFORCE
        ? Verdict.HELD_FROM_SALESFORCE
        : Verdict.HELD_FROM_PARTNER_CENTER;
  }

  private record Admission(Verdict verdict, String reason, boolean againstSeller) {
    Admission(Verdict verdict, String reason) {
      this(verdict, reason, false);
    }
  }
}
