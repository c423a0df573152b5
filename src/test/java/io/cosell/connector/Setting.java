package io.cosell.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One setting of the connector as the compiler noted it down from the code
 * (spring-configuration-metadata.json).
 *
 * @param name the whole property name
 * @param type for people, such as {@code duration}
 * @param defaultValue as one would write it; empty for none
 * @param description what the setting does, in Markdown; empty when the code does not say
 */
record Setting(String name, String type, String defaultValue, String description) {
  private static final Path METADATA =
      Path.of("target/classes/META-INF/spring-configuration-metadata.json");

  /** All settings, by name. */
  static List<Setting> all() throws IOException {
    var properties = new ObjectMapper().readTree(Files.readString(METADATA)).path("properties");
    return stream(properties)
        .filter(property -> property.path("name").asText().startsWith("cosell."))
        .map(Setting::of)
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  private static Setting of(JsonNode property) {
    return new Setting(
        property.path("name").asText(),
        type(property.path("type").asText()),
        value(property.path("defaultValue")),
        sentence(property.path("description").asText("")));
  }

  private static String type(String javaType) {
    if (javaType.startsWith("java.util.List")) {
      return "list";
    }
    var simple =
        javaType.substring(Math.max(javaType.lastIndexOf('.'), javaType.lastIndexOf('$')) + 1);
    return switch (simple) {
      case "String" -> "text";
      case "Integer", "Long" -> "number";
      case "Boolean" -> "true or false";
      case "Duration" -> "duration";
      case "DataSize" -> "size";
      case "Mode" -> "apply, plan, paused";
      default -> throw new IllegalStateException("say in this test what people call a " + javaType);
    };
  }

  private static String value(JsonNode node) {
    return node.isArray()
        ? stream(node).map(JsonNode::asText).collect(Collectors.joining(", "))
        : node.asText("");
  }

  private static String sentence(String javadoc) {
    var text =
        javadoc
            .replaceAll("\\{@(?:code|link) ([^}]*(?:\\{[^}]*})?[^}]*)}", "`$1`")
            .replaceAll("\\s+", " ")
            .strip();
    return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  /** The property name up to its last dot. */
  String group() {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
