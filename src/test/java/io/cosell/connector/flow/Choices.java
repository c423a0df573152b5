package io.cosell.connector.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * All that is left to chance in one simulated history, as a list of numbers: made from a seed, or
 * given, which repeats the history. A given list that is too short goes on with zeros, and zero
 * always stands for the dullest choice; so a shorter list with smaller numbers is a simpler
 * history.
 */
final class Choices {
  private final Random random;
  private final List<Integer> given;
  private final List<Integer> taken = new ArrayList<>();

  private Choices(Random random, List<Integer> given) {
    this.random = random;
    this.given = given;
  }

  static Choices of(long seed) {
    return new Choices(new Random(seed), List.of());
  }

  static Choices of(List<Integer> given) {
    return new Choices(null, given);
  }

  /** One of 0, 1, …, bound - 1. */
  synchronized int below(int bound) {
    int at = taken.size();
    int number = 0;
    if (random != null) {
      number = random.nextInt(bound);
    } else if (at < given.size()) {
      number = given.get(at) % bound;
    }
    taken.add(number);
    return number;
  }

  /** Rarely true: once in so many times. */
  boolean onceIn(int times) {
    return below(times) == times - 1;
  }

  <T> T oneOf(List<T> all) {
    return all.get(below(all.size()));
  }

  /** What was chosen so far. */
  synchronized List<Integer> taken() {
    return List.copyOf(taken);
  }
}
