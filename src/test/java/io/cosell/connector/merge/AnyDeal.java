package io.cosell.connector.merge;

import static net.jqwik.api.Tuple.of;

import io.cosell.connector.merge.AnyLook.Creating;
import io.cosell.connector.merge.AnyLook.Field;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Any deal at any time. Values are few, so that by chance two sides differ, agree, and agree with
 * what they were.
 */
class AnyDeal extends DomainContextBase {
  static final String PHASE = "phase";

  private static final Arbitrary<OnConflict> SOMEONE_WINS =
      Arbitraries.of(OnConflict.NEWEST, OnConflict.PARTNER_CENTER, OnConflict.SALESFORCE);

  @Provide
  Arbitrary<AnyLook> looks() {
    var creating =
        Arbitraries.frequency(
            of(8, Creating.NOTHING), of(1, Creating.REFERRAL), of(1, Creating.OPPORTUNITY));
    return Combinators.combine(
            Combinators.combine(
                    phase(),
                    value("amount"),
                    value("notes"),
                    ratchet("help"),
                    list("contacts", false),
                    list("solutions", true))
                .as(List::of),
            creating,
            Arbitraries.of(true, false),
            gates(),
            gates(),
            Arbitraries.of("ada", "bob").set().ofMaxSize(1),
            Arbitraries.frequency(of(8, true), of(1, false)))
        .as(
            (fields, created, newer, toPartnerCenter, toSalesforce, noPlace, read) ->
                new AnyLook(
                    fields.stream().map(it -> possible(it, created, read)).toList(),
                    created,
                    newer,
                    toPartnerCenter,
                    toSalesforce,
                    noPlace))
        .withoutEdgeCases();
  }

  /**
   * What does not exist says nothing and never did; and an event may be about Microsoft's referral,
   * of which no more than the help is read.
   */
  private static Field possible(Field it, Creating created, boolean read) {
    return switch (created) {
      case REFERRAL -> new Field(it.rule(), null, it.here(), null, null);
      case OPPORTUNITY -> new Field(it.rule(), it.there(), null, null, null);
      case NOTHING ->
          read || it.isRatchet() ? it : new Field(it.rule(), null, it.here(), it.was(), it.had());
    };
  }

  private static Arbitrary<Gate> gates() {
    return Arbitraries.frequency(
        of(4, Gate.OPEN),
        of(1, Gate.held("the deal is on hold")),
        of(1, Gate.closed("the referral is closed")));
  }

  /** A side that was read has one. */
  private static Arbitrary<Field> phase() {
    var there = Arbitraries.of(Phase.class).map(Phase::value);
    var here =
        Arbitraries.of(Phase.OFFERED, Phase.ACCEPTED, Phase.WON, Phase.LOST).map(Phase::value);
    var rule = rules(PHASE, Arbitraries.just(OnConflict.NEWEST), true, false);
    return Combinators.combine(rule, there, here, there.injectNull(0.2), here.injectNull(0.2))
        .as(Field::new);
  }

  private static Arbitrary<Field> value(String name) {
    return field(rules(name, SOMEONE_WINS, false, false), texts("", "1", "2", "3"));
  }

  private static Arbitrary<Field> ratchet(String name) {
    var rules = rules(name, Arbitraries.just(OnConflict.RATCHET), false, false);
    return field(rules, texts("", "false", "true", "other"));
  }

  private static Arbitrary<Field> list(String name, boolean keysOnly) {
    return field(rules(name, SOMEONE_WINS, false, keysOnly), people());
  }

  private static Arbitrary<Field> field(Arbitrary<FieldRule> rules, Arbitrary<FieldValue> values) {
    return Combinators.combine(
            rules,
            values.injectNull(0.1),
            values.injectNull(0.1),
            values.injectNull(0.2),
            values.injectNull(0.2))
        .as(Field::new);
  }

  private static Arbitrary<FieldRule> rules(
      String name, Arbitrary<OnConflict> onConflict, boolean phase, boolean keysOnly) {
    var when = Arbitraries.frequency(of(6, When.ALWAYS), of(1, When.CREATE), of(1, When.NEVER));
    return Combinators.combine(when, when, onConflict)
        .as(
            (toSalesforce, toPartnerCenter, conflict) ->
                new FieldRule(name, toSalesforce, toPartnerCenter, conflict, phase, keysOnly));
  }

  private static Arbitrary<FieldValue> texts(String... values) {
    return Arbitraries.of(values).map(FieldValue::text);
  }

  private static Arbitrary<FieldValue> people() {
    var attributes = Arbitraries.maps(Arbitraries.of("last", "phone"), Arbitraries.of("1", "2"));
    return Arbitraries.maps(Arbitraries.of("ada", "bob"), attributes).map(FieldValue.Items::of);
  }

  /** Both sides after a look, with fields of any name and any value. */
  @Provide
  Arbitrary<Snapshot> snapshots() {
    return Combinators.combine(states(), states()).as(Snapshot::new);
  }

  private static Arbitrary<DealState> states() {
    var text = Arbitraries.strings().all().ofMaxLength(20);
    var items = Arbitraries.maps(text, Arbitraries.maps(text, text).ofMaxSize(3)).ofMaxSize(3);
    var value = Arbitraries.oneOf(text.map(FieldValue::text), items.map(FieldValue.Items::of));
    return Arbitraries.maps(text, value)
        .ofMaxSize(4)
        .map(fields -> new DealState(new TreeMap<>(fields)));
  }
}
