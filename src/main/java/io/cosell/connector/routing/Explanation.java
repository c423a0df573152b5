package io.cosell.connector.routing;

import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Turns what Camel throws while it reads or starts a route file into a problem a person can act on.
 */
final class Explanation {
  private static final Pattern LOCATION = Pattern.compile(":(\\d+)$");
  private static final String LOOK =
      "Correct this step; the message names what Camel could not use.";

  private Explanation() {}

  static RouteProblem of(String file, Throwable failure) {
    var route = "";
    var line = 0;
    var root = failure;
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      root = cause;
      if (cause instanceof FailedToCreateRouteException create) {
        route = create.getRouteId() == null ? route : create.getRouteId();
        line = Math.max(line, lineIn(create.getLocation()));
      }
      if (cause instanceof FailedToStartRouteException start) {
        route = start.getRouteId() == null ? route : start.getRouteId();
        line = Math.max(line, lineIn(start.getLocation()));
      }
      if (cause instanceof MarkedYamlEngineException yaml && yaml.getProblemMark().isPresent()) {
        line = yaml.getProblemMark().get().getLine() + 1;
      }
    }
    return new RouteProblem(file, line, route, sentence(failure, root), LOOK);
  }

  private static int lineIn(String location) {
    if (location == null) {
      return 0;
    }
    var number = LOCATION.matcher(location);
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }

  private static String sentence(Throwable failure, Throwable root) {
    if (root instanceof MarkedYamlEngineException yaml && yaml.getProblem() != null) {
      return end(oneLine(yaml.getProblem()));
    }
    var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return end(oneLine(message));
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String end(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }
}
