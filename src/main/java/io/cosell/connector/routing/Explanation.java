package io.cosell.connector.routing;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.dsl.yaml.common.exception.YamlDeserializationException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Turns what Camel throws while it reads or starts a route file into a problem a person can act on.
 */
final class Explanation {
  private static final Pattern FAILED_STEP =
      Pattern.compile("at: >>> (.*?) <<< in route: ", Pattern.DOTALL);
  private static final Pattern LAST_CAUSE =
      Pattern.compile(".*(?: because: | due to: )(.*)", Pattern.DOTALL);
  private static final int LONG_ENOUGH_TO_UNDERSTAND = 20;
  private static final String LOOK =
      "Correct the step or add what it needs; the file is read again as soon as it is saved.";

  private Explanation() {}

  /**
   * @param file the file that was tried
   * @param failure what Camel threw
   * @param routes the routes of the file, to find the line of the step
   */
  static RouteProblem of(String file, Throwable failure, List<RouteDefinition> routes) {
    var route = "";
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException yaml) {
        return unreadable(file, yaml);
      }
      if (cause instanceof FailedToCreateRouteException create && create.getRouteId() != null) {
        route = create.getRouteId();
      }
      if (cause instanceof FailedToStartRouteException start && start.getRouteId() != null) {
        route = start.getRouteId();
      }
    }
    var message = oneLine(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    var step = FAILED_STEP.matcher(message);
    if (!step.find()) {
      return new RouteProblem(file, lineOf(route, "", routes), route, end(reason(message)), LOOK);
    }
    var what = step.group(1) + " cannot work: " + reason(message);
    return new RouteProblem(file, lineOf(route, step.group(1), routes), route, end(what), LOOK);
  }

  static RouteProblem of(String file, Throwable failure) {
    return of(file, failure, List.of());
  }

  private static RouteProblem unreadable(String file, MarkedYamlEngineException yaml) {
    var line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
    var what = yaml.getProblem() == null ? String.valueOf(yaml.getMessage()) : yaml.getProblem();
    return yaml instanceof YamlDeserializationException
        ? new RouteProblem(file, line, "", end(oneLine(what)), LOOK)
        : notYaml(file, line, what);
  }

  /** A text that is not YAML at all. */
  static RouteProblem notYaml(String file, int line, String what) {
    return new RouteProblem(
        file,
        line,
        "",
        end("Not valid YAML: " + oneLine(what)),
        "Correct the line; indentation is by spaces, and texts with : or # need quotes.");
  }

  private static String reason(String message) {
    var last = LAST_CAUSE.matcher(message);
    return last.matches() && last.group(1).length() >= LONG_ENOUGH_TO_UNDERSTAND
        ? last.group(1)
        : message;
  }

  private static int lineOf(String id, String step, List<RouteDefinition> routes) {
    for (var route : routes) {
      if (id.equals(route.getRouteId())) {
        for (ProcessorDefinition<?> one :
            ProcessorDefinitionHelper.filterTypeInOutputs(
                route.getOutputs(), ProcessorDefinition.class)) {
          if (oneLine(one.toString()).equals(step)) {
            return Math.max(0, one.getLineNumber());
          }
        }
        return Math.max(0, route.getLineNumber());
      }
    }
    return 0;
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String end(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }
}
