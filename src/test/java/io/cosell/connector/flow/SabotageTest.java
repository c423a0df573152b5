package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail: it notices each protection that is switched off. */
class SabotageTest {
  private static final int SEEDS = Integer.getInteger("simulation.seeds", 100);

  @ParameterizedTest
  @EnumSource(Sabotages.class)
  void isNoticed(Sabotages sabotage) {
    try (var simulation = new Simulation(sabotage)) {
      for (long seed = 1; seed <= SEEDS; seed++) {
        var broken = simulation.run(seed).broken();
        if (broken.isPresent()) {
          System.out.printf("%s: noticed with seed %d: %s%n", sabotage, seed, broken.get());
          return;
        }
      }
    }
    fail("%s is not noticed within %d seeds", sabotage, SEEDS);
  }
}
