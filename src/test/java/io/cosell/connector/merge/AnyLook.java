package io.cosell.connector.merge;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * One look at a deal with any fields. Told in sentences, for these are what a failed property
 * shows.
 *
 * @param noPlace keys of elements Salesforce cannot hold, in any list
 */
record AnyLook(
    List<Field> fields,
    Creating creating,
    boolean salesforceIsNewer,
    Gate gateToPartnerCenter,
    Gate gateToSalesforce,
    Set<String> noPlace) {

  /** Which record there is not yet. */
  enum Creating {
    NOTHING,
    REFERRAL,
    OPPORTUNITY
  }

  /**
   * One field on both sides; null for no opinion.
   *
   * @param there its value in Partner Center
   * @param here its value in Salesforce
   * @param was its value in Partner Center after the last look
   * @param had its value in Salesforce after the last look
   */
  record Field(FieldRule rule, FieldValue there, FieldValue here, FieldValue was, FieldValue had) {
    String name() {
      return rule.name();
    }

    boolean changedThere() {
      return there != null && !there.equals(was);
    }

    boolean changedHere() {
      return here != null && !here.equals(had);
    }

    boolean isRatchet() {
      return rule.onConflict() == OnConflict.RATCHET;
    }

    /** The same, as if nobody had touched it since the last look. */
    Field untouched() {
      return new Field(rule, there, here, there, here);
    }

    /** The same list with this element alone; another field as it is. */
    Field only(String key) {
      return new Field(rule, only(key, there), only(key, here), only(key, was), only(key, had));
    }

    private static FieldValue only(String key, FieldValue value) {
      if (!(value instanceof FieldValue.Items items)) {
        return value;
      }
      var one = new TreeMap<String, SortedMap<String, String>>(items.byKey());
      one.keySet().retainAll(Set.of(key));
      return new FieldValue.Items(one);
    }

    private Field mirrored() {
      var onConflict =
          switch (rule.onConflict()) {
            case SALESFORCE -> OnConflict.PARTNER_CENTER;
            case PARTNER_CENTER -> OnConflict.SALESFORCE;
            default -> rule.onConflict();
          };
      var mirror =
          new FieldRule(
              rule.name(),
              rule.toPartnerCenter(),
              rule.toSalesforce(),
              onConflict,
              rule.phase(),
              rule.keysOnly());
      return new Field(mirror, here, there, had, was);
    }

    @Override
    public String toString() {
      return "%s, %s%s%s: was %s | %s, is %s | %s"
          .formatted(
              name(),
              rule.onConflict(),
              tell(Side.PARTNER_CENTER),
              tell(Side.SALESFORCE),
              tell(was),
              tell(had),
              tell(there),
              tell(here));
    }

    private String tell(Side side) {
      return rule.to(side) == When.ALWAYS ? "" : ", to " + side + " " + rule.to(side);
    }

    private static String tell(FieldValue value) {
      if (value == null) {
        return "–";
      }
      return value instanceof FieldValue.Items items
          ? items.byKey().toString()
          : "\"" + value + "\"";
    }
  }

  MergeInput input() {
    return new MergeInput(
        fields.stream().map(Field::rule).toList(),
        new Snapshot(state(Field::was), state(Field::had)),
        state(Field::there),
        state(Field::here),
        creating == Creating.REFERRAL,
        creating == Creating.OPPORTUNITY,
        salesforceIsNewer,
        gateToPartnerCenter,
        gateToSalesforce,
        fields.stream().collect(Collectors.toMap(Field::name, any -> noPlace)));
  }

  MergeResult merge() {
    return Merge.merge(input());
  }

  private DealState state(Function<Field, FieldValue> side) {
    var state = new TreeMap<String, FieldValue>();
    for (var field : fields) {
      var value = side.apply(field);
      if (value != null) {
        state.put(field.name(), value);
      }
    }
    return new DealState(state);
  }

  /** The next look, when nobody but the connector has done anything since. */
  AnyLook next() {
    var result = merge();
    var there = state(Field::there).overlaid(result.toPartnerCenter());
    var here = state(Field::here).overlaid(asSalesforceKeeps(result.toSalesforce()));
    boolean created =
        (creating == Creating.REFERRAL && isOpen(gateToPartnerCenter))
            || (creating == Creating.OPPORTUNITY && isOpen(gateToSalesforce));
    var looked =
        fields.stream()
            .map(
                it ->
                    new Field(
                        it.rule(),
                        there.get(it.name()).orElseGet(() -> ofNew(it, Creating.REFERRAL)),
                        here.get(it.name()).orElseGet(() -> ofNew(it, Creating.OPPORTUNITY)),
                        result.next().partnerCenter().get(it.name()).orElse(null),
                        result.next().salesforce().get(it.name()).orElse(null)))
            .toList();
    return new AnyLook(
        looked,
        created ? Creating.NOTHING : creating,
        salesforceIsNewer,
        gateToPartnerCenter,
        gateToSalesforce,
        noPlace);
  }

  private static boolean isOpen(Gate gate) {
    return gate.state() == Gate.State.OPEN;
  }

  /** A new record has an empty list where nothing was written. */
  private FieldValue ofNew(Field field, Creating created) {
    boolean list =
        field.there() instanceof FieldValue.Items || field.here() instanceof FieldValue.Items;
    return list && creating == created ? new FieldValue.Items(new TreeMap<>()) : null;
  }

  /** Of endings Salesforce knows won and lost only. */
  static Map<String, FieldValue> asSalesforceKeeps(Map<String, FieldValue> written) {
    var kept = new TreeMap<>(written);
    kept.computeIfPresent(
        AnyDeal.PHASE,
        (name, phase) ->
            Phase.of(phase.toString()).agreesWith(Phase.LOST) ? Phase.LOST.value() : phase);
    return kept;
  }

  AnyLook with(Gate toPartnerCenter, Gate toSalesforce) {
    return new AnyLook(fields, creating, salesforceIsNewer, toPartnerCenter, toSalesforce, noPlace);
  }

  AnyLook with(Set<String> otherNoPlace) {
    return new AnyLook(
        fields, creating, salesforceIsNewer, gateToPartnerCenter, gateToSalesforce, otherNoPlace);
  }

  AnyLook with(UnaryOperator<Field> change) {
    return with(fields.stream().map(change).toList());
  }

  AnyLook with(List<Field> others) {
    return new AnyLook(
        others, creating, salesforceIsNewer, gateToPartnerCenter, gateToSalesforce, noPlace);
  }

  /** The same with both sides in each other's place. */
  AnyLook mirrored() {
    var created =
        switch (creating) {
          case NOTHING -> Creating.NOTHING;
          case REFERRAL -> Creating.OPPORTUNITY;
          case OPPORTUNITY -> Creating.REFERRAL;
        };
    return new AnyLook(
        fields.stream().map(Field::mirrored).toList(),
        created,
        !salesforceIsNewer,
        gateToSalesforce,
        gateToPartnerCenter,
        noPlace);
  }

  @Override
  public String toString() {
    var story = new StringBuilder();
    fields.forEach(field -> story.append("\n    ").append(field));
    story
        .append("\n    ")
        .append(salesforceIsNewer ? "Salesforce" : "Partner Center")
        .append(" newer");
    if (creating != Creating.NOTHING) {
      story.append("; there is no ").append(creating).append(" yet");
    }
    tell(story, Side.PARTNER_CENTER, gateToPartnerCenter);
    tell(story, Side.SALESFORCE, gateToSalesforce);
    if (!noPlace.isEmpty()) {
      story.append("; Salesforce has no place for ").append(noPlace);
    }
    return story.toString();
  }

  private static void tell(StringBuilder story, Side side, Gate gate) {
    if (!isOpen(gate)) {
      story.append("; to ").append(side).append(' ').append(gate.state());
    }
  }
}
