package io.cosell.connector.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.serialization.JsonNodeReader;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads the text of a route file as a tree and holds it against the schema of Camel's YAML language
 * ({@code schema/camelYamlDsl.json} in the jar of camel-yaml-dsl, JSON Schema draft-04).
 *
 * <p>Reading the schema takes more than a second, so it happens with the first check.
 */
final class RouteText {
  private static final Set<String> SHARED_ELEMENTS =
      Set.of(
          "routeConfiguration",
          "route-configuration",
          "routeTemplate",
          "route-template",
          "beans",
          "restConfiguration",
          "dataFormats",
          "transformers",
          "validators");

  private final JsonNodeReader reader = JsonNodeReader.builder().locationAware().build();
  private JsonSchema schema;

  /** The tree, or what keeps the text from being a list of YAML elements. */
  record Parsed(JsonNode tree, Optional<RouteProblem> problem) {}

  Parsed parse(RouteFile file) {
    var shape = unusableShape(file);
    if (shape.isPresent()) {
      return new Parsed(MissingNode.getInstance(), shape);
    }
    try {
      return new Parsed(reader.readTree(file.text(), InputFormat.YAML), Optional.empty());
    } catch (IOException | RuntimeException e) {
      return unreadable(file, e);
    }
  }

  /**
   * What can be said from the first character: a route file is a list. Camel silently ignores a
   * file that is not.
   */
  static Optional<RouteProblem> unusableShape(RouteFile file) {
    var lines = file.text().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith("---")) {
        continue;
      }
      if (line.startsWith("-") || line.startsWith("[")) {
        return Optional.empty();
      }
      return Optional.of(
          new RouteProblem(
              file.name(),
              i + 1,
              "",
              "The file is not a list of routes.",
              "Start it with \"- route:\" as the other route files do."));
    }
    return Optional.of(
        new RouteProblem(
            file.name(),
            0,
            "",
            "The file is empty.",
            "Put a route into it, or delete it to remove its routes."));
  }

  private static Parsed unreadable(RouteFile file, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYAMLException yaml) {
        var line = yaml.getProblemMark() == null ? 0 : yaml.getProblemMark().getLine() + 1;
        return refused(Explanation.notYaml(file.name(), line, yaml.getProblem()));
      }
    }
    return refused(Explanation.notYaml(file.name(), 0, String.valueOf(e.getMessage())));
  }

  private static Parsed refused(RouteProblem problem) {
    return new Parsed(MissingNode.getInstance(), Optional.of(problem));
  }

  /** The worst deviation from the schema, if there is one. */
  synchronized Optional<RouteProblem> deviation(RouteFile file, JsonNode tree) {
    return schema().validate(tree).stream()
        .max(Comparator.comparingInt(message -> message.getInstanceLocation().getNameCount()))
        .map(message -> problem(file, message));
  }

  /** Whether other files may use what this one declares, so that its edit concerns all. */
  static boolean isShared(JsonNode tree) {
    for (var element : tree) {
      var names = element.fieldNames();
      while (names.hasNext()) {
        if (SHARED_ELEMENTS.contains(names.next())) {
          return true;
        }
      }
    }
    return false;
  }

  private static RouteProblem problem(RouteFile file, ValidationMessage message) {
    return new RouteProblem(
        file.name(),
        lineOf(message.getInstanceNode()),
        "",
        "Not as Camel's YAML schema wants it, at " + message.getMessage() + ".",
        "Correct the spelling or the place of this element.");
  }

  private static int lineOf(JsonNode node) {
    try {
      var location = node == null ? null : JsonNodes.tokenLocationOf(node);
      return location == null ? 0 : location.getLineNr();
    } catch (RuntimeException e) {
      return 0;
    }
  }

  private JsonSchema schema() {
    if (schema == null) {
      try (var text =
          YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
        schema =
            JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V4))
                .metaSchema(
                    JsonMetaSchema.builder(JsonMetaSchema.getV4())
                        .keyword(new NonValidationKeyword("deprecated"))
                        .build())
                .build()
                .getSchema(text, SchemaValidatorsConfig.builder().preloadJsonSchema(false).build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return schema;
  }
}
