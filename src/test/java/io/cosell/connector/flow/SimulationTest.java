package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Test;

/**
 * Some hundred simulated histories. More: {@code mvn test -Dtest=SimulationTest
 * -Dsimulation.seeds=10000}; one: {@code -Dsimulation.first=<seed> -Dsimulation.seeds=1}.
 */
class SimulationTest {
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 200);

  @Test
  void keepsItsPromisesWhateverHappens() {
    try (var simulation = new Simulation(Sabotage.NONE)) {
      long begun = System.nanoTime();
      for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
        var outcome = simulation.run(seed);
        if (outcome.broken().isPresent()) {
          var short_ = new Shrinking(simulation).shorten(seed, outcome);
          fail(
              "Seed %d: %s%n%nThe shortest history found:%n%s%n%s%n%nWhat was decided:%n%s%nChoices: %s",
              seed,
              outcome.broken().get(),
              short_.broken().orElseThrow(),
              String.join("\n", short_.history()),
              String.join("\n", simulation.run(seed, Choices.of(short_.choices())).audit()),
              short_.choices().toString().replace(" ", ""));
        }
      }
      System.out.printf(
          "%d seeds from %d in %.1f s%n", SEEDS, FIRST, (System.nanoTime() - begun) / 1e9);
    }
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
