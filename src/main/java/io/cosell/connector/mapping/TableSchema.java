package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Holds a file against {@code mapping.schema.json}, the schema that lies beside the tables so that
 * editors complete them. What is wrong is said in our own words; the schema's {@code errorMessage}
 * has those a keyword alone cannot give.
 */
final class TableSchema {
  private static final String FILE = "mapping.schema.json";

  private final JsonNode text;
  private final JsonSchema schema;

  TableSchema() {
    try (var file = TableSchema.class.getResourceAsStream(FILE)) {
      text = new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    schema =
        JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V7))
            .metaSchema(
                JsonMetaSchema.builder(JsonMetaSchema.getV7())
                    .keyword(new NonValidationKeyword("errorMessage"))
                    .build())
            .build()
            .getSchema(
                text, SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());
  }

  /** Everything in which the file differs from the schema, by line. */
  List<TableProblem> problems(TableFile file) {
    return schema.validate(file.tree()).stream()
        .map(message -> problem(file, message))
        .sorted((one, other) -> Integer.compare(one.line(), other.line()))
        .distinct()
        .toList();
  }

  private TableProblem problem(TableFile file, ValidationMessage message) {
    var path = steps(message.getInstanceLocation());
    var own = errorMessage(message);
    return switch (message.getType()) {
      case "additionalProperties" -> {
        var key = message.getProperty();
        path.add(key);
        yield file.problem(
            path, "there is no \"%s\" here; possible are %s".formatted(key, keys(path.size())));
      }
      case "required" -> file.problem(path, "it has no " + message.getProperty());
      case "enum" ->
          file.problem(
              path, subject(message) + " is not possible; possible are " + values(message));
      case "propertyNames", "pattern", "type" ->
          file.problem(path, (subject(message) + " " + own).strip());
      default -> file.problem(path, own);
    };
  }

  /** What the message is about: a key that is wrong, else the key and its value. */
  private static String subject(ValidationMessage message) {
    if (message.getProperty() != null) {
      return "\"" + message.getProperty() + "\"";
    }
    var words = new ArrayList<String>();
    var path = steps(message.getInstanceLocation());
    if (!path.isEmpty() && !path.get(path.size() - 1).matches("\\d+")) {
      words.add(path.get(path.size() - 1));
    }
    var value = message.getInstanceNode();
    if (value.isValueNode()) {
      words.add(value.isTextual() ? "\"" + value.textValue() + "\"" : value.toString());
    }
    return String.join(" ", words);
  }

  /** The keys of a row, or of the file as a whole. */
  private List<String> keys(int depth) {
    var keys = new ArrayList<String>();
    text.at(depth > 1 ? "/definitions/row/properties" : "/properties")
        .fieldNames()
        .forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> values(ValidationMessage message) {
    return StreamSupport.stream(message.getSchemaNode().spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** What the schema says in or beside the keyword, or the validator's own words. */
  private String errorMessage(ValidationMessage message) {
    var at = text;
    var beside = at;
    for (var step : steps(message.getSchemaLocation().getFragment())) {
      beside = at;
      at = at.isArray() ? at.path(Integer.parseInt(step)) : at.path(step);
    }
    var own = at.has("errorMessage") ? at : beside;
    return own.path("errorMessage").asText(message.getMessage());
  }

  private static List<String> steps(JsonNodePath path) {
    var steps = new ArrayList<String>();
    for (int i = 0; i < path.getNameCount(); i++) {
      steps.add(String.valueOf(path.getElement(i)));
    }
    return steps;
  }
}
