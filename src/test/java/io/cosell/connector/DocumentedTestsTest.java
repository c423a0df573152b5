package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds documents against the tests and settings they name. */
class DocumentedTestsTest {
  private static final Pattern TEST =
      Pattern.compile("\\b([A-Z]\\w+(?:Test|Contract))\\.([a-z]\\w+)");
  private static final Pattern SETTING = Pattern.compile("`(cosell\\.[a-z0-9.-]+)`");

  @ParameterizedTest
  @ValueSource(strings = {"docs/events.md", "docs/guarantees.md"})
  void nameTestsThatExist(Path document) {
    var named = matches(TEST, document);

    assertThat(named).hasSizeGreaterThan(10);
    assertThat(named.stream().filter(test -> !exists(test))).as("tests without source").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/events.md", "docs/guarantees.md"})
  void nameSettingsThatExist(Path document) throws IOException {
    assertThat(Setting.all()).extracting(Setting::name).containsAll(matches(SETTING, document));
  }

  private static List<String> matches(Pattern pattern, Path document) {
    return pattern
        .matcher(text(document))
        .results()
        .map(found -> pattern == TEST ? found.group() : found.group(1))
        .distinct()
        .toList();
  }

  private static boolean exists(String test) {
    var parts = test.split("\\.");
    try (var files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(parts[0] + ".java"))
          .anyMatch(file -> text(file).contains("void " + parts[1] + "("));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
