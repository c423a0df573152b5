package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.merge.AnyLook.Creating;
import io.cosell.connector.merge.AnyLook.Field;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;

/**
 * What holds for every look at every deal; the examples that explain it are in {@link MergeTest}.
 */
@Domain(AnyDeal.class)
class MergePropertyTest {
  private static final String CONTACTS = "contacts";
  private static final SortedMap<String, String> NO_ATTRIBUTES = new TreeMap<>();

  @Property
  void givesTheSameAnswerToTheSameQuestion(@ForAll AnyLook look) {
    assertThat(look.merge()).isEqualTo(look.merge());
  }

  @Property
  void findsNothingToDoAfterItsOwnWritesButWhatWaits(@ForAll AnyLook look) {
    var again = look.next().merge();

    assertThat(again.toPartnerCenter()).isEmpty();
    assertThat(again.toSalesforce()).isEmpty();
    assertThat(again.decisions()).allMatch(FieldDecision::isHeld);
  }

  @Property
  void doesTheSameWithBothSidesInEachOthersPlace(@ForAll AnyLook look) {
    var symmetric =
        look.with(look.fields().stream().filter(MergePropertyTest::isSymmetric).toList())
            .with(Set.of());

    var result = symmetric.merge();
    var mirrored = symmetric.mirrored().merge();

    assertThat(mirrored.toSalesforce()).isEqualTo(result.toPartnerCenter());
    assertThat(mirrored.toPartnerCenter()).isEqualTo(result.toSalesforce());
    assertThat(mirrored.next().salesforce()).isEqualTo(result.next().partnerCenter());
    assertThat(mirrored.next().partnerCenter()).isEqualTo(result.next().salesforce());
  }

  /** Closing and what cannot be taken back have an owner; a list may be missing here only. */
  private static boolean isSymmetric(Field field) {
    boolean missing = field.there() == null || field.here() == null;
    return !field.rule().phase() && !field.isRatchet() && !missing;
  }

  @Property
  void neverWritesWhatNobodyChanged(@ForAll AnyLook look) {
    var result = look.merge();

    for (var field : look.fields()) {
      boolean back = field.isRatchet() && field.changedHere();
      if (!field.changedHere()) {
        assertThat(result.toPartnerCenter()).doesNotContainKey(field.name());
      }
      if (!field.changedThere() && !back) {
        assertThat(result.toSalesforce()).doesNotContainKey(field.name());
      }
    }
  }

  @Property
  void writesNoOtherFieldThanTheOneThatWasChanged(@ForAll AnyLook look) {
    for (var changed : look.fields()) {
      var result = look.with(it -> it == changed ? it : it.untouched()).merge();

      assertThat(result.toPartnerCenter().keySet()).isSubsetOf(changed.name());
      assertThat(result.toSalesforce().keySet()).isSubsetOf(changed.name());
    }
  }

  @Property
  void decidesEachFieldAsIfItWereTheOnlyOne(@ForAll AnyLook look) {
    var toPartnerCenter = new TreeMap<String, FieldValue>();
    var toSalesforce = new TreeMap<String, FieldValue>();
    var decisions = new ArrayList<FieldDecision>();
    for (var field : look.fields()) {
      var withPhase =
          look.fields().stream().filter(it -> it == field || it.rule().phase()).toList();
      var alone = look.with(withPhase).merge();
      copy(alone.toPartnerCenter(), field.name(), toPartnerCenter);
      copy(alone.toSalesforce(), field.name(), toSalesforce);
      alone.decisions().stream()
          .filter(it -> fieldOf(it).equals(field.name()))
          .forEach(decisions::add);
    }

    var together = look.merge();

    assertThat(together.toPartnerCenter()).isEqualTo(toPartnerCenter);
    assertThat(together.toSalesforce()).isEqualTo(toSalesforce);
    assertThat(together.decisions()).isEqualTo(decisions);
  }

  @Property
  void decidesEachElementAsIfItWereTheOnlyOne(@ForAll AnyLook look, @ForAll("keys") String key) {
    var ofWhole = look.next().with(it -> it.only(key));
    var alone = look.with(it -> it.only(key)).next();

    assertThat(ofWhole).isEqualTo(alone);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of("ada", "bob");
  }

  @Property
  void writesNoAttributeThatNobodyChanged(@ForAll AnyLook look, @ForAll("keys") String key) {
    var input = look.input();
    var result = look.merge();

    var written = attributes(result.toPartnerCenter().get(CONTACTS), key);
    var there = input.partnerCenter().items(CONTACTS).get(key);
    var here = input.salesforce().items(CONTACTS).get(key);
    var had = input.snapshot().salesforce().items(CONTACTS).getOrDefault(key, NO_ATTRIBUTES);
    if (there != null && here != null) {
      written.entrySet().removeAll(there.entrySet());
      here.entrySet().removeAll(had.entrySet());
      assertThat(here.entrySet()).containsAll(written.entrySet());
    }
  }

  private static SortedMap<String, String> attributes(FieldValue list, String key) {
    return list instanceof FieldValue.Items items
        ? new TreeMap<>(items.byKey().getOrDefault(key, NO_ATTRIBUTES))
        : new TreeMap<>();
  }

  @Property
  void writesNothingBehindAGate(@ForAll AnyLook look) {
    var result = look.merge();

    if (look.gateToPartnerCenter() != Gate.OPEN) {
      assertThat(result.toPartnerCenter()).isEmpty();
    }
    if (look.gateToSalesforce() != Gate.OPEN) {
      assertThat(result.toSalesforce()).isEmpty();
    }
  }

  @Property
  void endsTheSameWhetherAGateHeldThingsBackForAWhileOrNot(@ForAll AnyLook look) {
    var held = look.with(held(look.gateToPartnerCenter()), held(look.gateToSalesforce()));

    var atOnce = look.with(Gate.OPEN, Gate.OPEN).next();
    var later = held.next().with(Gate.OPEN, Gate.OPEN).next();

    assertThat(later).isEqualTo(atOnce);
  }

  private static Gate held(Gate gate) {
    return gate.state() == Gate.State.CLOSED ? Gate.OPEN : gate;
  }

  @Property
  void writesOnlyWhereAndWhenTheRowLetsIt(@ForAll AnyLook look) {
    var result = look.merge();

    for (var field : look.fields()) {
      if (!field.rule().toPartnerCenter().allows(look.creating() == Creating.REFERRAL)) {
        assertThat(result.toPartnerCenter()).doesNotContainKey(field.name());
      }
      if (!field.rule().toSalesforce().allows(look.creating() == Creating.OPPORTUNITY)) {
        assertThat(result.toSalesforce()).doesNotContainKey(field.name());
      }
    }
  }

  @Property
  void neverTakesNoOpinionForAnOrderToClear(@ForAll AnyLook look) {
    var result = look.merge();

    for (var field : look.fields()) {
      if (field.here() == null) {
        assertThat(result.toPartnerCenter()).doesNotContainKey(field.name());
      }
      boolean remembered = field.isRatchet() && field.changedHere();
      if (field.there() == null && !remembered) {
        assertThat(result.toSalesforce()).doesNotContainKey(field.name());
      }
    }
  }

  @Property
  void neverTurnsARatchetBack(@ForAll AnyLook look) {
    var result = look.merge();

    for (var field : look.fields()) {
      if (field.isRatchet()) {
        var there = field.there() == null ? field.was() : field.there();
        var sent = result.toPartnerCenter().get(field.name());
        var restored = result.toSalesforce().get(field.name());
        assertThat(sent == null || (saysNothing(there) && !saysNothing(sent))).isTrue();
        assertThat(restored == null || restored.equals(there) && !saysNothing(there)).isTrue();
      }
    }
  }

  private static boolean saysNothing(FieldValue value) {
    return value == null || Set.of("", "false").contains(value.toString());
  }

  @Property
  void leavesAClosedReferralAsItEnded(@ForAll AnyLook look) {
    var there = look.input().partnerCenter().text(AnyDeal.PHASE).map(Phase::of);
    var result = look.merge();

    if (there.filter(Phase::closed).isPresent()) {
      assertThat(result.toPartnerCenter()).doesNotContainKey(AnyDeal.PHASE);
      assertThat(result.toSalesforce().getOrDefault(AnyDeal.PHASE, there.get().value()))
          .isEqualTo(there.get().value());
    }
  }

  @Property
  void givesAReasonForEveryWriteAndForNothingElse(@ForAll AnyLook look) {
    var result = look.merge();

    var decided = new TreeSet<String>();
    for (var decision : result.decisions()) {
      assertThat(decision.reason()).isNotBlank();
      if (!decision.isHeld() && decision.verdict() != Verdict.KEPT_APART) {
        decided.add(decision.verdict() + " " + fieldOf(decision));
      }
    }
    var written = new TreeSet<String>();
    result
        .toPartnerCenter()
        .keySet()
        .forEach(it -> written.add(Verdict.TO_PARTNER_CENTER + " " + it));
    result.toSalesforce().keySet().forEach(it -> written.add(Verdict.TO_SALESFORCE + " " + it));
    assertThat(decided).isEqualTo(written);
  }

  private static String fieldOf(FieldDecision decision) {
    return decision.field().replaceFirst("\\[.*", "");
  }

  private static void copy(Map<String, FieldValue> from, String field, Map<String, FieldValue> to) {
    if (from.containsKey(field)) {
      to.put(field, from.get(field));
    }
  }
}
