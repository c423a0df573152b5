package io.cosell.connector.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** One file of the mapping table: its content as a tree, and the line of every place in it. */
final class TableFile {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^{}]+)}}");
  private static final JsonMapper YAML =
      JsonMapper.builder(
              new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String name;
  private final JsonNode tree;
  private final Node marks;

  private TableFile(String name, JsonNode tree, Node marks) {
    this.name = name;
    this.tree = tree;
    this.marks = marks;
  }

  /** Reads the text; what is no YAML at all is told and gives no file. */
  static Optional<TableFile> of(String name, String text, Consumer<TableProblem> problems) {
    try {
      var marks = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      var tree = YAML.readTree(text);
      boolean empty = tree.isMissingNode() || tree.isNull();
      return Optional.of(
          new TableFile(name, empty ? JsonNodeFactory.instance.objectNode() : tree, marks));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.accept(new TableProblem(name, line, "it is not YAML: " + e.getProblem()));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.accept(new TableProblem(name, line, whatIsWrong(e)));
    }
    return Optional.empty();
  }

  private static String whatIsWrong(JsonProcessingException e) {
    var message = e.getOriginalMessage();
    return message.startsWith("Duplicate")
        ? message
        : "it is not a table; does a {{setting}} stand there without quotes?";
  }

  String name() {
    return name;
  }

  /** The content as it is written, settings not filled in. */
  JsonNode tree() {
    return tree;
  }

  /** The problem of a place: of that line, and of its row if it is in one. */
  TableProblem problem(List<String> path, String what) {
    return new TableProblem(name, line(path), row(path) + what);
  }

  private String row(List<String> path) {
    boolean inRow = path.size() > 1 && path.get(0).endsWith(TableReading.FIELDS);
    if (!inRow || !tree.path(path.get(0)).isArray()) {
      return "";
    }
    var row = tree.path(path.get(0)).path(Integer.parseInt(path.get(1))).path("name").asText("");
    return row.isBlank() ? "" : "row " + row + ": ";
  }

  /** The line of a place, of the nearest one around it when it is not there. */
  int line(List<String> path) {
    int line = 1;
    var at = marks;
    for (var step : path) {
      if (at instanceof MappingNode mapping) {
        var entry =
            mapping.getValue().stream()
                .filter(it -> it.getKeyNode() instanceof ScalarNode key)
                .filter(it -> ((ScalarNode) it.getKeyNode()).getValue().equals(step))
                .findFirst();
        if (entry.isEmpty()) {
          return line;
        }
        line = entry.get().getKeyNode().getStartMark().getLine() + 1;
        at = entry.get().getValueNode();
      } else if (at instanceof SequenceNode sequence) {
        at = sequence.getValue().get(Integer.parseInt(step));
        line = at.getStartMark().getLine() + 1;
      } else {
        return line;
      }
    }
    return line;
  }

  /**
   * The content with settings filled in.
   *
   * @param settings the value of each setting, null for an unknown one
   */
  JsonNode resolved(UnaryOperator<String> settings, Consumer<TableProblem> problems) {
    return resolved(tree, new ArrayList<>(), settings, problems);
  }

  private JsonNode resolved(
      JsonNode node,
      List<String> path,
      UnaryOperator<String> settings,
      Consumer<TableProblem> problems) {
    if (node instanceof ObjectNode object) {
      var copy = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              it ->
                  copy.set(
                      it.getKey(),
                      resolved(it.getValue(), with(path, it.getKey()), settings, problems)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      var copy = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        copy.add(resolved(array.get(i), with(path, String.valueOf(i)), settings, problems));
      }
      return copy;
    }
    return node.isTextual()
        ? TextNode.valueOf(filledIn(node.textValue(), path, settings, problems))
        : node;
  }

  private String filledIn(
      String text,
      List<String> path,
      UnaryOperator<String> settings,
      Consumer<TableProblem> problems) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(
            found -> {
              var value = settings.apply(found.group(1).strip());
              if (value == null) {
                problems.accept(
                    problem(
                        path,
                        found.group() + " stands for a setting, but there is no such setting"));
              }
              return Matcher.quoteReplacement(value == null ? "" : value);
            });
  }

  private static List<String> with(List<String> path, String step) {
    var longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }
}
