package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Gate;
import io.cosell.connector.merge.Merge;
import io.cosell.connector.merge.MergeInput;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

class OpportunityRoundTripPropertyTest {
  private static final OrgBed ORG = new OrgBed();
  private static final FieldValue SOME_DAY = FieldValue.text("2026-03-31");

  private final Mapping mapping = MappingBed.mapping();

  @BeforeTry
  void emptyOrg() {
    ORG.reset();
  }

  @Property
  @Label(
      "C05 an opportunity made from a referral says the same and leaves nothing to do, or is refused")
  void isMadeWithoutLoss(@ForAll("referrals") Referral referral) {
    var there = mapping.referrals().state(referral, null);
    var result = merge(Snapshot.EMPTY, there, DealState.EMPTY);
    var written = new TreeMap<>(result.toSalesforce());
    var assumed = mapping.writer().defaults(written.keySet(), true);
    written.putAll(assumed);
    try {
      ORG.write(written);
    } catch (OrgBed.Refused refused) {
      assertThat(refused).hasMessageMatching("(STRING_TOO_LONG|REQUIRED_FIELD_MISSING) .*\\w.*");
      return;
    }

    var here = ORG.state();
    assertSays(written, here);
    var known = result.next().salesforce().overlaid(assumed);
    var quiet = merge(new Snapshot(there, known), there, here);
    boolean nameless = there.get("name").isEmpty();
    assertThat(quiet.toPartnerCenter()).isEmpty();
    assertThat(quiet.toSalesforce()).isEmpty();
    assertThat(quiet.decisions()).allMatch(it -> it.field().equals("name") && nameless);
  }

  @Property
  @Label("C05 a changed opportunity says what was written, and all else as before")
  void isChangedWithoutLoss(
      @ForAll("referrals") Referral before, @ForAll("referrals") Referral after) {
    var first = new TreeMap<>(mapping.referrals().state(before, null).fields());
    first.putIfAbsent("closingDate", SOME_DAY);
    first.remove("customerSize");
    var second = new TreeMap<>(mapping.referrals().state(after, null).fields());
    second.keySet().removeIf(field -> field.startsWith("customer"));
    try {
      ORG.write(first);
      var untouched = ORG.state();

      ORG.write(second);

      var expected = untouched.overlaid(second).fields();
      assertSays(expected, ORG.state());
      second.values().removeIf(FieldValue.Text.class::isInstance);
      assertThat(ORG.write(second)).isEmpty();
    } catch (OrgBed.Refused refused) {
      Assume.that(false);
    }
  }

  private MergeResult merge(Snapshot before, DealState there, DealState here) {
    return Merge.merge(
        new MergeInput(
            mapping.rules(),
            before,
            there,
            here,
            false,
            here.fields().isEmpty(),
            false,
            Gate.OPEN,
            Gate.OPEN,
            Map.of("team", guests(there))));
  }

  private static Set<String> guests(DealState there) {
    return there.items("team").keySet().stream()
        .filter(email -> !ORG.knows(email))
        .collect(Collectors.toSet());
  }

  private static void assertSays(Map<String, FieldValue> written, DealState here) {
    written.forEach(
        (field, value) -> {
          if (value instanceof FieldValue.Items list) {
            assertSays(field, list, here);
          } else if (field.equals("phase")) {
            var ending = Phase.of(value.toString()).closed() && !value.equals(Phase.WON.value());
            assertThat(here.get(field)).contains(ending ? Phase.LOST.value() : value);
          } else if (field.equals("name")) {
            assertThat(value.toString()).startsWith(here.text(field).orElseThrow());
          } else {
            assertThat(here.get(field)).as(field).contains(value);
          }
        });
  }

  /** A solution's row and a user are not rewritten; who is no user has no place in the team. */
  private static void assertSays(String field, FieldValue.Items list, DealState here) {
    var elements = new TreeMap<>(list.byKey());
    if (field.equals("team")) {
      elements.keySet().removeIf(email -> !ORG.knows(email));
    }
    assertThat(here.items(field).keySet()).as(field).isEqualTo(elements.keySet());
    if (field.equals("contacts")) {
      elements.forEach(
          (key, person) ->
              assertThat(here.items(field).get(key))
                  .containsAllEntriesOf(People.changeable(person)));
    }
  }

  @Provide
  Arbitrary<Referral> referrals() {
    return AnyRecord.referrals();
  }
}
