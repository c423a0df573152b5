package io.cosell.connector.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cosell.connector.merge.FieldRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mapping table: which field goes where, how, and who wins.
 *
 * @param rows one per field
 * @param onCreateReferral values for every new referral, by JSON Pointer
 * @param onCreateOpportunity values for every new opportunity, by API name
 */
record FieldTable(
    @JsonProperty("fields") List<FieldRow> rows,
    @JsonProperty("on-create-referral") Map<String, JsonNode> onCreateReferral,
    @JsonProperty("on-create-opportunity") Map<String, JsonNode> onCreateOpportunity) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
  private static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  FieldTable {
    rows = rows == null ? List.of() : List.copyOf(rows);
    onCreateReferral = onCreateReferral == null ? Map.of() : Map.copyOf(onCreateReferral);
    onCreateOpportunity = onCreateOpportunity == null ? Map.of() : Map.copyOf(onCreateOpportunity);
    var names = new HashSet<String>();
    rows.forEach(
        row -> {
          if (!names.add(row.name())) {
            throw new IllegalArgumentException("two rows are named " + row.name());
          }
          row.rule();
        });
  }

  /**
   * Reads a table.
   *
   * @param settings the value of each {@code {{setting}}}, null for an unknown one
   * @throws IllegalArgumentException with file, line and what is wrong
   */
  static FieldTable read(Path file, UnaryOperator<String> settings) {
    try {
      return YAML.readValue(resolved(Files.readString(file), settings), FieldTable.class);
    } catch (JsonProcessingException e) {
      var line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException(file + line + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String resolved(String text, UnaryOperator<String> settings) {
    return PLACEHOLDER
        .matcher(text.replaceAll("(?m)^\\s*#.*$", ""))
        .replaceAll(
            found -> {
              var value = settings.apply(found.group(1).strip());
              if (value == null) {
                throw new IllegalArgumentException(
                    "the mapping table uses {{"
                        + found.group(1)
                        + "}}, but there is no such setting");
              }
              return Matcher.quoteReplacement(value);
            });
  }

  /** The rules for a merge. */
  List<FieldRule> rules() {
    return rows.stream().map(FieldRow::rule).toList();
  }

  Optional<FieldRow> row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  Optional<FieldRow> row(Kind kind) {
    return rows.stream().filter(row -> row.kind() == kind).findFirst();
  }
}
