package io.cosell.connector.flow;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The connector is killed in the middle of many changes, again and again. {@code -Dcrash.rounds=20}
 * kills it so often, {@code -Dcrash.seed=…} at the moments of an earlier run.
 */
class BurstCrashTest {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 2);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int DEALS = 6;
  private static final int CALLS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  @DisplayName("C03 killed at random moments of a burst it loses nothing and doubles nothing")
  void c03() {
    var chance = new Random(SEED);
    System.out.println("crash.seed=" + SEED);
    try (var world = RunningConnector.withItsOwnClouds();
        var connector =
            new ConnectorProcess(
                world.sandboxSettings(), world.directory.resolve("connector.log"))) {
      connector.start().untilReady();
      var burst = new Burst(world);
      for (int round = 0; round < ROUNDS; round++) {
        int calls = burst.calls() + 1 + chance.nextInt(CALLS);
        burst.deals(DEALS);
        burst.edits();
        await("crash.seed=" + SEED)
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> burst.calls() >= calls);
        connector.kill();
        burst.edits();
        connector.start().untilReady();
      }

      await("crash.seed=" + SEED).atMost(PATIENCE).untilAsserted(burst::assertArrived);
    }
  }
}
