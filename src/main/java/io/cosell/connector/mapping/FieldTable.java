package io.cosell.connector.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
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
  private static final Pattern COMMENT = Pattern.compile("(?m)^[ \\t]*#.*$");
  private static final JsonMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  FieldTable {
    rows = rows == null ? List.of() : List.copyOf(rows);
    onCreateReferral = onCreateReferral == null ? Map.of() : Map.copyOf(onCreateReferral);
    onCreateOpportunity = onCreateOpportunity == null ? Map.of() : Map.copyOf(onCreateOpportunity);
    onCreateReferral.keySet().forEach(path -> FieldRow.requirePointer("on-create-referral", path));
    var names = new HashSet<String>();
    for (var row : rows) {
      if (!names.add(row.name())) {
        throw new IllegalArgumentException("two rows are named " + row.name());
      }
    }
  }

  /**
   * Reads a table.
   *
   * @param settings the value of each {@code {{setting}}}, null for an unknown one
   * @throws IllegalArgumentException with file, line and what is wrong
   */
  static FieldTable read(Path file, UnaryOperator<String> settings) {
    var text = resolved(file, COMMENT.matcher(read(file)).replaceAll(""), settings);
    try {
      return text.isBlank()
          ? new FieldTable(List.of(), Map.of(), Map.of())
          : YAML.readValue(text, FieldTable.class);
    } catch (JsonProcessingException e) {
      var place = e.getLocation() == null ? "" : ", line " + line(e, text);
      throw new IllegalArgumentException(file + place + ": " + whatIsWrong(e), e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the parser noticed; it notices an unknown property only at the end of its row. */
  private static int line(JsonProcessingException e, String text) {
    int noticed = e.getLocation().getLineNr();
    if (e instanceof UnrecognizedPropertyException unknown) {
      var lines = text.lines().toList();
      for (int line = Math.min(noticed, lines.size()); line > 0; line--) {
        if (lines.get(line - 1).contains(unknown.getPropertyName() + ":")) {
          return line;
        }
      }
    }
    return noticed;
  }

  private static String whatIsWrong(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "there is no \""
          + unknown.getPropertyName()
          + "\" here; possible are "
          + unknown.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
    }
    if (e instanceof InvalidFormatException invalid && invalid.getTargetType().isEnum()) {
      return "\"" + invalid.getValue() + "\" is not possible here" + allowed(invalid);
    }
    return e.getCause() instanceof IllegalArgumentException cause
        ? cause.getMessage()
        : e.getOriginalMessage();
  }

  /** Jackson lists the accepted names in brackets behind its own words. */
  private static String allowed(InvalidFormatException e) {
    var message = e.getOriginalMessage();
    int bracket = message.lastIndexOf('[');
    return bracket < 0 ? "" : "; possible are " + message.substring(bracket);
  }

  private static String resolved(Path file, String text, UnaryOperator<String> settings) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              var value = settings.apply(found.group(1).strip());
              if (value == null) {
                long line =
                    1 + text.substring(0, found.start()).chars().filter(c -> c == '\n').count();
                throw new IllegalArgumentException(
                    "%s, line %d: {{%s}} stands for a setting, but there is no such setting"
                        .formatted(file, line, found.group(1)));
              }
              return Matcher.quoteReplacement(value);
            });
  }

  /** The rules for a merge, of all fields this org has a place for. */
  List<FieldRule> rules() {
    return rules(rows);
  }

  /** The same in this org. */
  List<FieldRule> rules(Org org) {
    return rules(rowsIn(org));
  }

  private static List<FieldRule> rules(List<FieldRow> rows) {
    return rows.stream().filter(row -> !row.isOff()).map(FieldRow::rule).toList();
  }

  /**
   * The rows as they are in this org. Where the deal's value is a formula, its currency is not
   * changed either: both together say what the deal is worth.
   */
  List<FieldRow> rowsIn(Org org) {
    var here = rows.stream().map(row -> row.in(org)).toList();
    boolean valueIsRead =
        here.stream().anyMatch(row -> row.isDealValue() && row.rule().toSalesforce() == When.NEVER);
    return valueIsRead
        ? here.stream().map(row -> row.kind() == Kind.CURRENCY ? row.onlyOnCreate() : row).toList()
        : here;
  }

  Optional<FieldRow> row(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  Optional<FieldRow> row(Kind kind) {
    return rows.stream().filter(row -> row.kind() == kind).findFirst();
  }
}
