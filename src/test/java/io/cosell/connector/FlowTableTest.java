package io.cosell.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README's table of flows against the route files and what they say of themselves. */
class FlowTableTest {
  private static final String SUFFIX = ".camel.yaml";
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| \\[([a-z-]+)]\\(routes/\\1\\.camel\\.yaml\\) \\| (.*?) \\|", Pattern.MULTILINE);

  @Test
  void theReadmeNamesEveryRouteFileWithItsDescription() throws IOException {
    var table = new TreeMap<String, String>();
    ROW.matcher(Files.readString(Path.of("README.md")))
        .results()
        .forEach(row -> table.put(row.group(1), row.group(2)));

    assertThat(table)
        .as("the table of flows in README.md: | [name](routes/name.camel.yaml) | description | …")
        .containsExactlyEntriesOf(descriptions());
  }

  private static Map<String, String> descriptions() throws IOException {
    var descriptions = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(Path.of("routes"), "*" + SUFFIX)) {
      for (var file : files) {
        var name = file.getFileName().toString().replace(SUFFIX, "");
        descriptions.put(name, description(new YAMLMapper().readTree(Files.readString(file))));
      }
    }
    return descriptions;
  }

  private static String description(JsonNode file) {
    var first = file.path(0);
    return first.path(first.fieldNames().next()).path("description").asText();
  }
}
