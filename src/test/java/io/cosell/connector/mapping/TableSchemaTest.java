package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.merge.OnConflict;
import io.cosell.connector.merge.When;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The schema for editors is the one the connector checks with, and says what the code can read. */
class TableSchemaTest {
  private final JsonNode schema = read(Path.of("mapping/mapping.schema.json"));

  @Test
  void isTheOneBesideTheTables() throws IOException {
    try (var packed = TableSchema.class.getResourceAsStream("mapping.schema.json")) {
      assertThat(new ObjectMapper().readTree(packed)).isEqualTo(schema);
    }
  }

  @Test
  void isNamedByEveryTable() throws IOException {
    try (var tables = Files.newDirectoryStream(Path.of("mapping"), "*.yaml")) {
      for (var table : tables) {
        assertThat(Files.readString(table))
            .as(table.toString())
            .startsWith("# yaml-language-server: $schema=mapping.schema.json\n");
      }
    }
  }

  @Test
  void hasTheKeysOfATableAndOfARow() {
    assertThat(schema.at("/properties").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(keys(FieldTable.class));
    assertThat(schema.at("/definitions/row/properties").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(keys(FieldRow.class));
  }

  @Test
  void hasTheWordsOfTheCode() {
    assertThat(words("kind"))
        .containsExactlyInAnyOrderElementsOf(Stream.of(Kind.values()).map(Kind::key).toList());
    assertThat(words("to-salesforce")).containsExactlyElementsOf(words(When.values()));
    assertThat(words("to-partner-center")).containsExactlyElementsOf(words(When.values()));
    assertThat(words("on-conflict"))
        .containsExactlyInAnyOrderElementsOf(words(OnConflict.values()));
    assertThat(words("required-for"))
        .containsExactlyElementsOf(words(FieldRow.RequiredFor.values()));
  }

  @Test
  void describesEveryKey() {
    for (var keys : List.of("/properties", "/definitions/row/properties")) {
      schema
          .at(keys)
          .properties()
          .forEach(
              key ->
                  assertThat(key.getValue().path("description").asText())
                      .as(key.getKey())
                      .isNotBlank());
    }
  }

  @Test
  void isWhatTheGuideSays() throws IOException {
    var guide = Files.readString(Path.of("docs/customise.md"));
    var tables = guide.substring(guide.indexOf("\n## All keys\n")).split("\nOf a file:\n");

    assertThat(keys(tables[0])).containsExactlyElementsOf(keys(FieldRow.class));
    assertThat(keys(tables[1])).containsExactlyElementsOf(keys(FieldTable.class));
    var kinds = tables[0].lines().filter(line -> line.startsWith("| `kind`")).findFirst();
    assertThat(Pattern.compile("`(\\w+)`").matcher(kinds.orElseThrow()).results())
        .extracting(word -> word.group(1))
        .contains(words("kind").toArray(String[]::new));
  }

  private static List<String> keys(String table) {
    return Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
        .matcher(table)
        .results()
        .map(row -> row.group(1))
        .toList();
  }

  private static List<String> keys(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents())
        .map(
            it -> {
              var named = it.getAccessor().getAnnotation(JsonProperty.class);
              return named == null ? it.getName() : named.value();
            })
        .toList();
  }

  private List<String> words(String key) {
    var words = new ArrayList<String>();
    schema
        .at("/definitions/row/properties")
        .path(key)
        .path("enum")
        .forEach(word -> words.add(word.asText()));
    return words;
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  private static JsonNode read(Path file) {
    try {
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
