package io.cosell.connector.routing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PatternHelper;

/** Tries route files out together, as if they were all the route files there are. */
final class DryRun {
  private final CamelContext live;

  DryRun(CamelContext live) {
    this.live = live;
  }

  /**
   * What the files would bring into the live context.
   *
   * @param problems why some of the files cannot be used; the rest was read only as far as the
   *     first problems
   * @param consumers for each file the endpoints its routes listen at, without options
   * @param calls every step that calls a {@code direct:} endpoint
   */
  record Result(
      List<RouteProblem> problems, Map<String, Set<String>> consumers, List<RouteCall> calls) {}

  /**
   * @param files all files that would be in force together
   * @param java what the routes written in Java hold
   */
  Result of(Collection<RouteFile> files, JavaRoutes java) {
    return of(files, java, true);
  }

  /** Reads the files only, so that settings, beans and components need not be there. */
  Result withoutStarting(Collection<RouteFile> files, JavaRoutes java) {
    return of(files, java, false);
  }

  private Result of(Collection<RouteFile> files, JavaRoutes java, boolean start) {
    var problems = new ArrayList<RouteProblem>();
    var consumers = new HashMap<String, Set<String>>();
    var calls = new ArrayList<RouteCall>();
    try (var scratch = new ScratchContext(live)) {
      scratch.build();
      var loaded = load(files, scratch, problems);
      var model = new RouteModel(scratch);
      for (var one : loaded) {
        var name = one.file().name();
        var inputs = consumers.computeIfAbsent(name, it -> new LinkedHashSet<>());
        one.routes().forEach(route -> model.consumer(route).ifPresent(inputs::add));
        one.routes().forEach(route -> calls.addAll(model.directCalls(name, route)));
        one.configurations().forEach(it -> calls.addAll(model.directCalls(name, it)));
      }
      if (problems.isEmpty()) {
        problems.addAll(sameIdTwice(loaded, java));
        problems.addAll(unknownConfiguration(loaded, java));
      }
      if (start && problems.isEmpty()) {
        start(scratch, loaded).ifPresent(problems::add);
      }
      if (start && problems.isEmpty()) {
        problems.addAll(sameConsumerTwice(loaded, model, java));
      }
    } catch (IOException e) {
      throw new IllegalStateException("The scratch context could not be closed", e);
    }
    return new Result(List.copyOf(problems), consumers, calls);
  }

  private static List<LoadedFile> load(
      Collection<RouteFile> files, ScratchContext scratch, List<RouteProblem> problems) {
    var read = new ArrayList<LoadedFile>();
    for (var file : files) {
      try {
        read.add(LoadedFile.read(file, scratch));
      } catch (Exception | LinkageError e) {
        problems.add(Explanation.of(file.name(), e));
      }
    }
    return tryEach(
        tryEach(
            tryEach(read, LoadedFile::addConfigurations, problems),
            LoadedFile::addRoutes,
            problems),
        LoadedFile::addRoutesFromTemplates,
        problems);
  }

  private static List<LoadedFile> tryEach(
      List<LoadedFile> files, Step step, List<RouteProblem> problems) {
    var good = new ArrayList<LoadedFile>();
    for (var file : files) {
      try {
        step.on(file);
        good.add(file);
      } catch (Exception | LinkageError e) {
        problems.add(Explanation.of(file.file().name(), e));
      }
    }
    return good;
  }

  private interface Step {
    void on(LoadedFile file) throws Exception;
  }

  private static List<RouteProblem> sameIdTwice(List<LoadedFile> files, JavaRoutes java) {
    var owners = new HashMap<String, String>();
    for (var file : files) { // a file that is named like the route has the older right
      for (var route : file.routes()) {
        if ((route.getRouteId() + RouteFile.SUFFIX).equals(file.file().name())) {
          owners.put(route.getRouteId(), file.file().name());
        }
      }
    }
    var problems = new ArrayList<RouteProblem>();
    for (var file : files) {
      var name = file.file().name();
      var own = new ArrayList<String>();
      for (var route : file.routes()) {
        var id = route.getRouteId();
        if (id == null) {
          continue;
        }
        var owner = owners.putIfAbsent(id, name);
        if (java.ids().contains(id)) {
          problems.add(taken(name, route, "a step written in Java"));
        } else if (owner != null && !owner.equals(name)) {
          problems.add(taken(name, route, owner));
        } else if (own.contains(id)) {
          problems.add(taken(name, route, "another route of this file"));
        }
        own.add(id);
      }
    }
    return problems;
  }

  private static RouteProblem taken(String file, RouteDefinition route, String by) {
    return new RouteProblem(
        file,
        route.getLineNumber(),
        route.getRouteId(),
        "The route id is taken by " + by + ".",
        "Give the route an id of its own.");
  }

  private static List<RouteProblem> unknownConfiguration(List<LoadedFile> files, JavaRoutes java) {
    var known = new ArrayList<>(java.configurations());
    files.forEach(
        file -> file.configurations().forEach(it -> known.add(String.valueOf(it.getId()))));
    var problems = new ArrayList<RouteProblem>();
    for (var file : files) {
      for (var route : file.routes()) {
        var wanted = route.getRouteConfigurationId();
        if (wanted != null && known.stream().noneMatch(id -> matches(id, wanted))) {
          problems.add(
              new RouteProblem(
                  file.file().name(),
                  route.getLineNumber(),
                  String.valueOf(route.getRouteId()),
                  "No file declares the route configuration \""
                      + wanted
                      + "\""
                      + Nearest.hint(wanted, known),
                  "Without it the route would run without error handling; correct the name or restore the file."));
        }
      }
    }
    return problems;
  }

  private static boolean matches(String id, String wanted) {
    for (var pattern : wanted.split(",")) {
      if (PatternHelper.matchPattern(id, pattern.strip())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<RouteProblem> start(ScratchContext scratch, List<LoadedFile> files) {
    try {
      scratch.start();
      return Optional.empty();
    } catch (Exception | LinkageError e) {
      var id = failedRoute(e);
      for (var file : files) {
        if (file.routes().stream().anyMatch(route -> id.equals(route.getRouteId()))) {
          return Optional.of(Explanation.of(file.file().name(), e, file.routes()));
        }
      }
      return Optional.of(Explanation.of("", e));
    }
  }

  private static String failedRoute(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FailedToCreateRouteException create && create.getRouteId() != null) {
        return create.getRouteId();
      }
      if (cause instanceof FailedToStartRouteException start && start.getRouteId() != null) {
        return start.getRouteId();
      }
    }
    return "";
  }

  private static List<RouteProblem> sameConsumerTwice(
      List<LoadedFile> files, RouteModel model, JavaRoutes java) {
    var problems = new ArrayList<RouteProblem>();
    var owners = new HashMap<String, String>();
    java.consumers().forEach(endpoint -> owners.put(endpoint, "a step written in Java"));
    for (var file : files) {
      for (var route : file.routes()) {
        var input = model.consumer(route).filter(it -> model.listensAlone(route)).orElse(null);
        var owner =
            input == null
                ? null
                : owners.putIfAbsent(
                    input, "route " + route.getRouteId() + " of " + file.file().name());
        if (owner != null) {
          problems.add(
              new RouteProblem(
                  file.file().name(),
                  route.getLineNumber(),
                  String.valueOf(route.getRouteId()),
                  "Its input " + input.replace("://", ":") + " is already read by " + owner + ".",
                  "Give it an input of its own."));
        }
      }
    }
    return problems;
  }
}
