package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Gate;
import io.cosell.connector.merge.Merge;
import io.cosell.connector.merge.MergeInput;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.salesforce.Org;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReferralRoundTripPropertyTest {
  private static final String HELP = "help";
  private static final FieldValue NOT_SHOWN = FieldValue.text("false");

  private final Mapping mapping = MappingBed.mapping();
  private final ReferralMapping referrals = mapping.referrals();
  private final OpportunityMapping opportunities = mapping.opportunities();
  private final Org org = MappingBed.orgWithout();

  @Property
  @Label("C05 a referral made from an opportunity says the same")
  void isMadeWithoutLoss(@ForAll("opportunities") ObjectNode opportunity) {
    var here = opportunities.state(opportunity, org);

    var there = referrals.state(created(here, opportunity), null);

    var expected = new TreeMap<>(here.fields());
    expected.keySet().removeAll(Set.of(HELP, "microsoftCrmIdentifier"));
    expected.putIfAbsent("visibility", NOT_SHOWN);
    expected.replace("visibility", FieldValue.text(""), NOT_SHOWN);
    assertThat(there.fields()).isEqualTo(expected);
  }

  @Property
  @Label("C07 a referral made from an opportunity differs from it in nothing")
  void isMadeWithoutFalseDifference(@ForAll("opportunities") ObjectNode opportunity) {
    var here = opportunities.state(opportunity, org);
    var there = referrals.state(created(here, opportunity), null);

    var result =
        Merge.merge(
            new MergeInput(
                mapping.rules(),
                new Snapshot(here, here).without(HELP),
                there,
                here,
                false,
                false,
                false,
                Gate.OPEN,
                Gate.OPEN,
                Map.of()));

    assertThat(result.decisions()).allMatch(it -> it.field().equals(HELP));
  }

  private Referral created(DealState here, ObjectNode opportunity) {
    var referral =
        referrals.newReferral(
            here, MappingBed.OPPORTUNITY_ID, opportunities.leaders(opportunity), false);
    return new Referral(referral.put("status", "Active").put("substatus", "Accepted"));
  }

  @Property
  @Label("C05 a patched referral says what was changed, and all else as before")
  void isPatchedWithoutLoss(
      @ForAll("referrals") Referral referral, @ForAll("referrals") Referral other) {
    var before = referrals.state(referral, null);
    var changes = new TreeMap<>(referrals.state(other, null).fields());
    changes.remove(HELP);

    var after =
        referrals.state(patched(referral, referrals.patch(referral, changes, "Budget")), null);

    for (var row : mapping.rules()) {
      var field = row.name();
      var wanted = changes.getOrDefault(field, before.get(field).orElse(null));
      if (wanted instanceof FieldValue.Items list) {
        assertSays(list, after.items(field), field);
      } else if (wanted != null) {
        assertThat(after.get(field)).as(field).contains(wanted);
      }
    }
  }

  @Provide
  Arbitrary<Referral> referrals() {
    return AnyRecord.referrals();
  }

  @Provide
  Arbitrary<ObjectNode> opportunities() {
    return AnyRecord.opportunities();
  }

  private static void assertSays(
      FieldValue.Items wanted,
      SortedMap<String, SortedMap<String, String>> elements,
      String field) {
    assertThat(elements.keySet()).as(field).isEqualTo(wanted.byKey().keySet());
    wanted
        .byKey()
        .forEach(
            (key, attributes) ->
                assertThat(elements.get(key))
                    .as(field)
                    .containsAllEntriesOf(People.changeable(attributes)));
  }

  /** RFC 6902 as far as Partner Center knows it. */
  private static Referral patched(Referral referral, JsonNode operations) {
    var json = (ObjectNode) referral.json().deepCopy();
    for (var operation : operations) {
      assertThat(operation.path("op").asText()).isEqualTo("replace");
      var path = JsonPointer.compile(operation.path("path").asText());
      var parent = path.head().toString().isEmpty() ? json : json.withObject(path.head());
      parent.set(path.last().getMatchingProperty(), operation.path("value").deepCopy());
    }
    return new Referral(json);
  }
}
