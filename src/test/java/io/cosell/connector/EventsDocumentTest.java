package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/events.md} against the tests and settings it names. */
class EventsDocumentTest {
  private static final Path DOCUMENT = Path.of("docs/events.md");
  private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w+Test)\\.([a-z]\\w+)");
  private static final Pattern SETTING = Pattern.compile("`(cosell\\.[a-z0-9.-]+)`");

  @Test
  void everyTestItNamesExists() {
    var named = matches(TEST);

    assertThat(named).hasSizeGreaterThan(20);
    assertThat(named.stream().filter(test -> !exists(test))).as("tests without source").isEmpty();
  }

  @Test
  void everySettingItNamesExists() throws IOException {
    assertThat(Setting.all()).extracting(Setting::name).containsAll(matches(SETTING));
  }

  private static List<String> matches(Pattern pattern) {
    return pattern
        .matcher(text(DOCUMENT))
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
