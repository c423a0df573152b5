package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/**
 * Some hundred simulated histories. More: {@code mvn test -Dtest=SimulationTest
 * -Dsimulation.seeds=10000}; one: {@code -Dsimulation.first=<seed> -Dsimulation.seeds=1}.
 */
class SimulationTest {
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 200);
  private static final int MOST_BROKEN = 5;

  @Test
  void keepsItsPromisesWhateverHappens() {
    var broken = new ArrayList<String>();
    long begun = System.nanoTime();
    long seed = FIRST;
    try (var simulation = new Simulation(Sabotage.NONE)) {
      for (; seed < FIRST + SEEDS && broken.size() < MOST_BROKEN; seed++) {
        var outcome = simulation.run(seed);
        if (outcome.broken().isPresent()) {
          broken.add(
              broken.isEmpty()
                  ? inFull(simulation, seed, outcome)
                  : "Seed %d: %s".formatted(seed, outcome.broken().get()));
        }
      }
    }
    System.out.printf(
        "%d seeds from %d in %.1f s, %d broken%n",
        seed - FIRST, FIRST, (System.nanoTime() - begun) / 1e9, broken.size());
    assertThat(broken).as(() -> String.join("\n\n", broken)).isEmpty();
  }

  private static String inFull(Simulation simulation, long seed, Simulation.Outcome outcome) {
    var shortest = new Shrinking(simulation).shorten(seed, outcome);
    return "Seed %d: %s%n%nThe shortest history found:%n%s%n%s%n%nWhat was decided:%n%s%n%nChoices: %s"
        .formatted(
            seed,
            outcome.broken().orElseThrow(),
            shortest.broken().orElseThrow(),
            String.join("\n", shortest.history()),
            String.join("\n", shortest.audit()),
            shortest.choices().toString().replace(" ", ""));
  }

  @Test
  void tellsTheSameHistoryOfASeedEveryTime() {
    try (var simulation = new Simulation(Sabotage.NONE)) {
      for (long seed = FIRST; seed < FIRST + 5; seed++) {
        var once = simulation.run(seed);
        assertThat(simulation.run(seed).history()).isEqualTo(once.history());
        assertThat(simulation.run(seed, Choices.of(once.choices())).history())
            .isEqualTo(once.history());
      }
    }
  }
}
