package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random deals, random edits: each seed is one story, so a failure can be told again. */
class MergeConvergesTest {
  private static final int STORIES = 300;
  private static final int EDITS = 30;

  static LongStream seeds() {
    return LongStream.range(0, STORIES);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void findsNothingToDoRightAfterItsOwnWrites(long seed) {
    var story = new Story(new Random(seed));

    for (int edit = 0; edit < EDITS; edit++) {
      story.somebodyEdits();
      story.sync(story.anyGate(), story.anyGate());
    }
    story.sync(Gate.OPEN, Gate.OPEN);
    var quiet = story.sync(Gate.OPEN, Gate.OPEN);

    assertThat(quiet.toPartnerCenter()).isEmpty();
    assertThat(quiet.toSalesforce()).isEmpty();
    assertThat(quiet.decisions()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void endsInAgreementHoweverTheEditsInterleave(long seed) {
    var random = new Random(seed);
    var story = new Story(random);

    for (int edit = 0; edit < EDITS; edit++) {
      story.somebodyEdits();
      if (random.nextInt(3) == 0) {
        story.sync(story.anyGate(), story.anyGate());
      }
    }
    story.sync(Gate.OPEN, Gate.OPEN);

    assertThat(story.partnerCenter).isEqualTo(story.salesforce);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givesTheSameAnswerToTheSameQuestion(long seed) {
    var one = new Story(new Random(seed));
    var other = new Story(new Random(seed));

    var answers =
        Stream.of(one, other)
            .map(
                story -> {
                  IntStream.range(0, EDITS).forEach(edit -> story.somebodyEdits());
                  return story.sync(Gate.OPEN, Gate.OPEN);
                })
            .toList();

    assertThat(answers.get(0)).isEqualTo(answers.get(1));
  }

  /** Two sides that take what the merge writes, and people on both who edit them. */
  private static final class Story {
    private static final List<FieldRule> RULES =
        List.of(
            rule("amount", OnConflict.NEWEST),
            rule("currency", OnConflict.SALESFORCE),
            rule("notes", OnConflict.PARTNER_CENTER),
            rule("contacts", OnConflict.NEWEST),
            new FieldRule("solutions", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false, true));

    private final Random random;
    private Snapshot base = Snapshot.EMPTY;
    private DealState partnerCenter = DealState.EMPTY;
    private DealState salesforce = DealState.EMPTY;

    Story(Random random) {
      this.random = random;
      partnerCenter = partnerCenter.with("notes", FieldValue.text(""));
      salesforce = salesforce.with("notes", FieldValue.text(""));
      for (var list : List.of("contacts", "solutions")) {
        partnerCenter = partnerCenter.with(list, Look.list());
        salesforce = salesforce.with(list, Look.list());
      }
    }

    private static FieldRule rule(String name, OnConflict onConflict) {
      return new FieldRule(name, When.ALWAYS, When.ALWAYS, onConflict, false);
    }

    void somebodyEdits() {
      if (random.nextBoolean()) {
        partnerCenter = edited(partnerCenter);
      } else {
        salesforce = edited(salesforce);
      }
    }

    private DealState edited(DealState state) {
      return switch (random.nextInt(5)) {
        case 0 -> state.with("amount", FieldValue.text("" + random.nextInt(1, 5)));
        case 1 -> state.with("currency", FieldValue.text(random.nextBoolean() ? "EUR" : "USD"));
        case 2 -> state.with("notes", FieldValue.text(random.nextBoolean() ? "" : "call back"));
        case 3 -> state.with("contacts", people(state.items("contacts")));
        default -> state.with("solutions", solutions(state.items("solutions")));
      };
    }

    private FieldValue people(Map<String, ? extends Map<String, String>> before) {
      var people = new TreeMap<String, Map<String, String>>(before);
      var key = anyOf("ada", "bob", "cleo");
      if (people.containsKey(key) && random.nextInt(3) == 0) {
        people.remove(key);
      } else {
        var person = new TreeMap<String, String>(Map.of("last", "L", "phone", "0"));
        person.putAll(people.getOrDefault(key, Map.of()));
        person.put(anyOf("last", "phone"), anyOf("1", "2", "3"));
        people.put(key, person);
      }
      return FieldValue.Items.of(people);
    }

    private FieldValue solutions(Map<String, ? extends Map<String, String>> before) {
      var solutions = new TreeMap<String, Map<String, String>>(before);
      var key = anyOf("sol-1", "sol-2");
      if (solutions.remove(key) == null) {
        solutions.put(key, Map.of("id", key));
      }
      return FieldValue.Items.of(solutions);
    }

    private String anyOf(String... values) {
      return values[random.nextInt(values.length)];
    }

    Gate anyGate() {
      return random.nextInt(4) == 0 ? Gate.held("for a while") : Gate.OPEN;
    }

    MergeResult sync(Gate toPartnerCenter, Gate toSalesforce) {
      var result =
          Merge.merge(
              new MergeInput(
                  new ArrayList<>(RULES),
                  base,
                  partnerCenter,
                  salesforce,
                  false,
                  false,
                  random.nextBoolean(),
                  toPartnerCenter,
                  toSalesforce,
                  Map.of()));
      partnerCenter = partnerCenter.overlaid(result.toPartnerCenter());
      salesforce = salesforce.overlaid(result.toSalesforce());
      base = result.next();
      return result;
    }
  }
}
