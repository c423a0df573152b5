package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** Salesforce is to get what Partner Center has. */
  private static Pending toSalesforce(DealState there, DealState here) {
    return new Pending(new Snapshot(there, here), both(there));
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
    var base =
        toSalesforce(notes("new"), notes("old"))
            .over(BASE, new Snapshot(notes(there), notes(here)), Set.of());

    assertThat(base).as(why).isEqualTo(both(notes(known)));
  }

  @Test
  void ofADealsLifeIsOnlyWhatArrivedItself() {
    var won = toSalesforce(notes("won"), notes("old"));

    assertThat(won.over(BASE, new Snapshot(notes("won"), notes("accepted")), Set.of("notes")))
        .isEqualTo(BASE);
    assertThat(won.over(BASE, new Snapshot(notes("won"), notes("won")), Set.of("notes")))
        .isEqualTo(both(notes("won")));
  }

  @Test
  void looksAtEachElementOfAList() {
    var pending = toSalesforce(solutions("a", "b"), solutions("c"));

    var base =
        pending.over(
            both(solutions("c")),
            new Snapshot(solutions("a", "b"), solutions("a", "c", "d")),
            Set.of());

    assertThat(base).isEqualTo(both(solutions("a", "c")));
  }

  @Test
  void tellsAnElementThatWasTakenAwayAgainFromOneThatWasSent() {
    var pending =
        new Pending(new Snapshot(solutions("a"), solutions("b")), both(solutions("a", "b")));

    var base =
        pending.over(both(solutions()), new Snapshot(solutions(), solutions("a", "b")), Set.of());

    assertThat(base).as("a came from there, b did not get there").isEqualTo(both(solutions("a")));
  }

  @Test
  void theLoserOfAConflictDoesNotWinBecauseItsLossWasBrokenOff() {
    var pending = new Pending(new Snapshot(notes("a"), notes("b")), both(notes("b")));

    assertThat(pending.over(BASE, new Snapshot(notes("a"), notes("b")), Set.of())).isEqualTo(BASE);
  }

  @Test
  void leavesFieldsAloneThatWereNotWritten() {
    var result =
        new MergeResult(
            Map.of("amount", FieldValue.text("2")),
            Map.of(),
            List.of(),
            both(notes("new").with("amount", FieldValue.text("2"))));

    var written = Pending.of(result, BASE);
    var pending = Pending.fromJson(written.toJson());

    assertThat(pending).isEqualTo(written);
    assertThat(pending.over(BASE, new Snapshot(notes("new"), notes("new")), Set.of()))
        .isEqualTo(BASE);
  }
}
