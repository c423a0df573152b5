package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every acceptance criterion has a test that names it, and no test names another. */
class AcceptanceCriteriaTest {
  private static final Pattern DISPLAY_NAME = Pattern.compile("@DisplayName\\(\\s*\"([^\"]*)\"");

  @Test
  void everyCriterionIsNamedByATestAndNoOther() throws IOException {
    assertThat(named()).containsExactlyInAnyOrderElementsOf(AcceptanceCriteria.all().keySet());
  }

  private static Set<String> named() throws IOException {
    var named = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src/test/java"))) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .flatMap(file -> DISPLAY_NAME.matcher(text(file)).results())
          .forEach(found -> named.addAll(AcceptanceCriteria.namedBy(found.group(1))));
    }
    return named;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
