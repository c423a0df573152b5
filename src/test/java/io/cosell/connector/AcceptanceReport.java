package io.cosell.connector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the table of acceptance criteria with the tests that were run for each and how they ended:
 * to {@code target}, and with {@code -Ddocs.update=true} to {@code docs}. A run of a few tests
 * writes nothing. The build compares the two files.
 */
public class AcceptanceReport implements TestExecutionListener {
  private static final String NAME = "acceptance-criteria.md";
  private static final String HEAD =
      """
      # Acceptance criteria

      <!-- Made by the build; do not edit. mvn verify -Ddocs.update=true -->

      What the connector has to do, the tests that show it, and how they ended in the last complete run.

      | Id | Criterion | Test | Result |
      |---|---|---|---|
      """;

  private static final String PASSED = "passed";
  private static final String SKIPPED = "skipped";
  private static final String FAILED = "**failed**";
  private static final Comparator<String> WORST_FIRST =
      Comparator.comparingInt(List.of(FAILED, SKIPPED, PASSED)::indexOf);

  /** Result by test, by criterion; of all test plans of this run. */
  private static final SortedMap<String, SortedMap<String, String>> RESULTS =
      new ConcurrentSkipListMap<>();

  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    note(test, SKIPPED);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    note(
        test,
        switch (result.getStatus()) {
          case SUCCESSFUL -> PASSED;
          case ABORTED -> SKIPPED;
          case FAILED -> FAILED;
        });
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (!RESULTS.keySet().containsAll(AcceptanceCriteria.all().keySet())) {
      return;
    }
    try {
      Files.writeString(Path.of("target", NAME), table());
      if (Boolean.getBoolean("docs.update")) {
        Files.writeString(Path.of("docs", NAME), table());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a test with several invocations, or on both databases, the worst result counts. */
  private void note(TestIdentifier test, String result) {
    if (test.getSource().orElse(null) instanceof MethodSource source) {
      var type = source.getJavaMethod().getDeclaringClass().getName();
      var name = type.substring(type.lastIndexOf('.') + 1) + "." + source.getMethodName();
      for (var id : criteriaOf(test)) {
        RESULTS
            .computeIfAbsent(id, any -> new ConcurrentSkipListMap<>())
            .merge(name, result, (one, other) -> WORST_FIRST.compare(one, other) < 0 ? one : other);
      }
    }
  }

  private List<String> criteriaOf(TestIdentifier test) {
    var own = AcceptanceCriteria.namedBy(test.getDisplayName());
    return own.isEmpty()
        ? plan.getParent(test)
            .map(parent -> AcceptanceCriteria.namedBy(parent.getDisplayName()))
            .orElse(own)
        : own;
  }

  private static String table() {
    var table = new StringBuilder(HEAD);
    AcceptanceCriteria.all()
        .forEach(
            (id, sentence) -> {
              var tests = RESULTS.get(id);
              table.append(
                  "| %s | %s | %s | %s |\n"
                      .formatted(
                          id,
                          sentence,
                          String.join("<br>", tests.keySet()),
                          String.join("<br>", tests.values())));
            });
    return table.toString();
  }
}
