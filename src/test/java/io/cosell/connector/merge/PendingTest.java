package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known after a write that was broken off. */
class PendingTest {
  private static final Snapshot BASE = both(notes("old"));

  private static Snapshot both(DealState state) {
    return new Snapshot(state, state);
  }

  private static DealState notes(String text) {
    return DealState.EMPTY.with("notes", FieldValue.text(text));
  }

  private static DealState solutions(String... ids) {
    var items = new TreeMap<String, Map<String, String>>();
    for (var id : ids) {
      items.put(id, Map.of("id", id));
    }
    return DealState.EMPTY.with("solutions", FieldValue.Items.of(items));
  }

  private static Pending toSalesforce(String field, DealState next) {
    return new Pending(both(next), new TreeSet<>(), new TreeSet<>(List.of(field)));
  }

  @ParameterizedTest(name = "there {0}, here {1}: {2}")
  @CsvSource(
      textBlock =
          """
          new,   old,   old, it has not arrived
          new,   new,   new, it has
          later, new,   new, it has; somebody went on there
          new,   later, new, it has; somebody went on here
          later, old,   old, it has not; somebody went on there
          later, other, old, nobody knows; it is a conflict
          old,   new,   new, it has; somebody took it back there
          """)
  void isAnEditOnlyWhereAPersonMadeIt(String there, String here, String known, String why) {
    var base = toSalesforce("notes", notes("new")).over(BASE, notes(there), notes(here), Set.of());

    assertThat(base).as(why).isEqualTo(both(notes(known)));
  }

  @Test
  void ofADealsLifeIsOnlyWhatArrivedItself() {
    var won = toSalesforce("notes", notes("won"));

    assertThat(won.over(BASE, notes("won"), notes("accepted"), Set.of("notes"))).isEqualTo(BASE);
    assertThat(won.over(BASE, notes("won"), notes("won"), Set.of("notes")))
        .isEqualTo(both(notes("won")));
  }

  @Test
  void looksAtEachElementOfAList() {
    var pending = toSalesforce("solutions", solutions("a", "b"));

    var base =
        pending.over(both(solutions("c")), solutions("a", "b"), solutions("a", "c", "d"), Set.of());

    assertThat(base).isEqualTo(both(solutions("a", "c")));
  }

  @Test
  void leavesFieldsAloneThatWereNotWritten() {
    var result =
        new MergeResult(
            Map.of("amount", FieldValue.text("2")),
            Map.of(),
            List.of(),
            both(notes("new").with("amount", FieldValue.text("2"))));

    var pending = Pending.fromJson(Pending.of(result).toJson());

    assertThat(pending).isEqualTo(Pending.of(result));
    assertThat(pending.over(BASE, notes("new"), notes("new"), Set.of())).isEqualTo(BASE);
  }
}
