package io.cosell.connector.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Holds route files against the schema of Camel's YAML language, against the steps there are, and
 * against the style of the shipped files. Needs no running connector.
 */
public final class RouteFileCheck {
  private static final Set<String> MAY_HAVE_AN_ID =
      Set.of("route", "routeConfiguration", "routeTemplate");
  private static final Set<String> LANGUAGES =
      Set.of(
          "constant",
          "exchangeProperty",
          "expression",
          "groovy",
          "header",
          "java",
          "jq",
          "jsonpath",
          "method",
          "ref",
          "simple",
          "spel",
          "tokenize",
          "variable",
          "xpath");

  private final RouteText texts = new RouteText();

  /**
   * Everything that is wrong with the route files of a folder; a missing folder has none.
   *
   * @param folder the folder of the {@code *.camel.yaml} files
   * @param javaSteps names of the steps written in Java, without {@code direct:}
   */
  public List<RouteProblem> problemsIn(Path folder, Set<String> javaSteps) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var content = new RouteDirectory(folder).read();
    var problems = new ArrayList<>(content.unreadable());
    for (var file : content.files().values()) {
      var parsed = texts.parse(file);
      parsed.problem().ifPresent(problems::add);
      if (parsed.problem().isEmpty()) {
        texts.deviation(file, parsed.tree()).ifPresent(problems::add);
        problems.addAll(new Style(file, parsed.tree()).problems());
      }
    }
    problems.addAll(callProblems(content.files(), javaSteps));
    return problems;
  }

  private static List<RouteProblem> callProblems(
      Map<String, RouteFile> files, Set<String> javaSteps) {
    var inputs = javaSteps.stream().map(it -> RouteModel.DIRECT + it).collect(Collectors.toSet());
    var java = new JavaRoutes(javaSteps, inputs, List.of(), Set.of());
    try (var nothing = new DefaultCamelContext()) {
      var result = new DryRun(nothing).withoutStarting(files.values(), java);
      var problems = new ArrayList<>(result.problems());
      problems.addAll(
          new Wiring(result.consumers(), result.calls(), java)
              .callsToNobody(files.keySet(), Map.of()));
      return problems;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What makes a route file pleasant to read and safe to edit. */
  private static final class Style {
    private final RouteFile file;
    private final JsonNode tree;
    private final Set<RouteProblem> problems = new HashSet<>();

    Style(RouteFile file, JsonNode tree) {
      this.file = file;
      this.tree = tree;
    }

    Set<RouteProblem> problems() {
      for (var element : tree) {
        route(element.path("route"));
        named(element.path("routeConfiguration"));
      }
      walk("", tree);
      return problems;
    }

    private void route(JsonNode route) {
      if (route.isMissingNode()) {
        return;
      }
      named(route);
      var wanted = route.path("routeConfigurationId").asText();
      if (!wanted.equals("connector-errors")) {
        wrong("The route does not name connector-errors.", "Set routeConfigurationId.");
      }
    }

    private void named(JsonNode element) {
      if (element.isMissingNode()) {
        return;
      }
      if (!(element.path("id").asText() + RouteFile.SUFFIX).equals(file.name())) {
        wrong("The id " + element.path("id") + " is not the name of the file.", "Rename one.");
      }
      if (element.path("description").asText().isBlank()) {
        wrong("It has no description.", "Say in one sentence what it is for.");
      }
    }

    private void walk(String key, JsonNode node) {
      if (key.equals("to") && node.path("description").asText().isBlank()) {
        wrong("The step to " + node.path("uri") + " has no description.", "Say what it does.");
      }
      if (node.has("id") && !MAY_HAVE_AN_ID.contains(key)) {
        wrong("The step " + key + " has the id " + node.path("id") + ".", "Remove the id.");
      }
      if (LANGUAGES.contains(key) && node.isValueNode() && !key.equals("expression")) {
        wrong(
            "The expression " + key + ": " + node + " is in the short form.", "Use the long one.");
      }
      node.fields().forEachRemaining(field -> walk(field.getKey(), field.getValue()));
      if (node.isArray()) {
        node.forEach(element -> walk("", element));
      }
    }

    private void wrong(String what, String remedy) {
      problems.add(new RouteProblem(file.name(), 0, "", what, remedy));
    }
  }
}
