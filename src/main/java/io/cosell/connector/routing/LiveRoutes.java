package io.cosell.connector.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes in the live context that came from files. Replaces the routes of some files and leaves
 * all others untouched. Not thread-safe.
 *
 * <p>A route is stopped only after its work in flight has finished. If that takes too long, or a
 * new route does not start, everything is as before.
 */
final class LiveRoutes {
  private static final Logger log = LoggerFactory.getLogger(LiveRoutes.class);

  private final CamelContext camel;
  private final Model model;
  private final Duration drainTimeout;
  private final Drain drain;
  private final Map<String, Running> running = new TreeMap<>();

  LiveRoutes(CamelContext camel, Duration drainTimeout) {
    this.camel = camel;
    this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    this.drainTimeout = drainTimeout;
    this.drain = new Drain(camel, drainTimeout);
  }

  /** What one file has in the live context. */
  private static final class Running {
    private RouteFile file;
    private final Set<String> routeIds = new TreeSet<>();
    private final List<RouteTemplateDefinition> templates = new ArrayList<>();
    private final List<RouteConfigurationDefinition> configurations = new ArrayList<>();
  }

  /** Thrown when the new routes could not take over; the old ones run as before. */
  static final class SwapFailed extends Exception {
    private final transient RouteProblem problem;
    private final boolean busy;

    private SwapFailed(RouteProblem problem, boolean busy, Throwable cause) {
      super(problem.toString(), cause);
      this.problem = problem;
      this.busy = busy;
    }

    private SwapFailed(String file, Throwable cause) {
      this(Explanation.of(file, cause), false, cause);
    }

    RouteProblem problem() {
      return problem;
    }

    /** Whether the only obstacle was work in flight. */
    boolean busy() {
      return busy;
    }
  }

  Map<String, RouteFile> files() {
    var files = new TreeMap<String, RouteFile>();
    running.forEach((name, one) -> files.put(name, one.file));
    return files;
  }

  Set<String> routeIdsOf(String file) {
    return running.containsKey(file) ? Set.copyOf(running.get(file).routeIds) : Set.of();
  }

  /** Where the routes of each file listen. */
  Map<String, Set<String>> consumers() {
    var reader = new RouteModel(camel);
    var consumers = new TreeMap<String, Set<String>>();
    running.forEach(
        (name, one) -> {
          var inputs = new HashSet<String>();
          one.routeIds.forEach(
              id -> reader.consumer(model.getRouteDefinition(id)).ifPresent(inputs::add));
          consumers.put(name, inputs);
        });
    return consumers;
  }

  /** What the routes of the files call. */
  List<RouteCall> calls() {
    var reader = new RouteModel(camel);
    var calls = new ArrayList<RouteCall>();
    running.forEach(
        (name, one) ->
            one.routeIds.forEach(
                id -> calls.addAll(reader.directCalls(name, model.getRouteDefinition(id)))));
    return calls;
  }

  /** The routes and configurations of the live context that came from no file. */
  JavaRoutes others() {
    var ids = new HashSet<String>();
    var configurations = new HashSet<String>();
    for (var one : running.values()) {
      ids.addAll(one.routeIds);
      one.configurations.forEach(it -> configurations.add(it.getId()));
    }
    return JavaRoutes.of(camel, ids, configurations);
  }

  /**
   * Lets these files take over.
   *
   * @param changes the new text of each file in the order of replacement; empty for a deleted file
   * @param inputs where the routes of the new files listen
   */
  void replace(Map<String, Optional<RouteFile>> changes, Map<String, Set<String>> inputs)
      throws SwapFailed {
    var before = new LinkedHashMap<String, Optional<RouteFile>>();
    for (var name : changes.keySet()) {
      before.put(name, Optional.ofNullable(running.get(name)).map(one -> one.file));
    }
    var excluded = camel.getAutoStartupExcludePattern();
    keepStopped(stoppedRoutes(changes.keySet()), excluded);
    var touched = new HashSet<String>();
    try {
      put(changes, changes.keySet(), inputs, touched);
    } catch (SwapFailed e) {
      takeBack(before, touched);
      throw e;
    } finally {
      camel.setAutoStartupExcludePattern(excluded);
    }
  }

  private void takeBack(Map<String, Optional<RouteFile>> before, Set<String> touched) {
    try {
      put(before, Set.copyOf(touched), Map.of(), touched);
    } catch (SwapFailed e) {
      log.error(
          "The last good routes could not be put back; restart the connector: {}",
          e.getMessage(),
          e);
    }
  }

  /**
   * @param files the text each file is to have
   * @param routesOf the files whose routes are replaced; of the others only the configurations
   * @param touched takes the names of files whose running routes are no longer whole
   */
  private void put(
      Map<String, Optional<RouteFile>> files,
      Set<String> routesOf,
      Map<String, Set<String>> inputs,
      Set<String> touched)
      throws SwapFailed {
    var loaded = read(files);
    makeRoomForMovedInputs(files.keySet(), inputs, touched);
    for (var name : files.keySet()) {
      removeConfigurations(name);
    }
    for (var file : loaded.values()) {
      addConfigurations(file);
    }
    for (var name : files.keySet()) {
      if (!routesOf.contains(name)) {
        continue;
      }
      drain(name);
      touched.add(name);
      removeRoutes(name);
      if (loaded.containsKey(name)) {
        running.get(name).file = loaded.get(name).file();
        attempt(loaded.get(name), LoadedFile::addRoutes);
      } else {
        running.remove(name);
      }
    }
    for (var file : loaded.values()) {
      if (routesOf.contains(file.file().name())) {
        attempt(file, LoadedFile::addRoutesFromTemplates);
      }
    }
  }

  private Map<String, LoadedFile> read(Map<String, Optional<RouteFile>> files) throws SwapFailed {
    var loaded = new LinkedHashMap<String, LoadedFile>();
    for (var file : files.values()) {
      if (file.isPresent()) {
        try {
          loaded.put(file.get().name(), LoadedFile.read(file.get(), camel));
        } catch (Exception | LinkageError e) {
          throw new SwapFailed(file.get().name(), e);
        }
      }
    }
    return loaded;
  }

  /** An input may have moved to another file; two routes cannot listen there at once. */
  private void makeRoomForMovedInputs(
      Collection<String> files, Map<String, Set<String>> inputs, Set<String> touched)
      throws SwapFailed {
    var now = consumers();
    for (var file : files) {
      for (var other : files) {
        if (!other.equals(file)
            && !Collections.disjoint(
                inputs.getOrDefault(file, Set.of()), now.getOrDefault(other, Set.of()))) {
          drain(other);
          touched.add(other);
          removeRoutes(other);
        }
      }
    }
  }

  private void removeConfigurations(String file) throws SwapFailed {
    var one = running.computeIfAbsent(file, it -> new Running());
    try {
      for (var configuration : one.configurations) {
        model.removeRouteConfiguration(configuration);
      }
      one.configurations.clear();
    } catch (Exception e) {
      throw new SwapFailed(file, e);
    }
  }

  private void addConfigurations(LoadedFile file) throws SwapFailed {
    try {
      file.addConfigurations();
    } catch (Exception | LinkageError e) {
      throw new SwapFailed(file.file().name(), e);
    } finally {
      running.get(file.file().name()).configurations.addAll(file.configurations());
    }
  }

  private interface Step {
    void on(LoadedFile file) throws Exception;
  }

  private void attempt(LoadedFile file, Step step) throws SwapFailed {
    try {
      step.on(file);
    } catch (Exception | LinkageError e) {
      throw new SwapFailed(explain(file, e), false, e);
    } finally {
      note(file);
    }
  }

  private RouteProblem explain(LoadedFile file, Throwable e) {
    var problem = Explanation.of(file.file().name(), e, file.routes());
    return problem.route().isEmpty() ? problem.onRoute(firstNotStarted(file)) : problem;
  }

  private String firstNotStarted(LoadedFile file) {
    return file.routes().stream()
        .map(route -> String.valueOf(route.getRouteId()))
        .filter(id -> camel.getRoute(id) == null || !status(id).isStarted())
        .findFirst()
        .orElse("");
  }

  private ServiceStatus status(String route) {
    return camel.getRouteController().getRouteStatus(route);
  }

  private void note(LoadedFile file) {
    var one = running.get(file.file().name());
    for (var route : file.routes()) {
      if (route.getRouteId() != null) {
        running.values().forEach(other -> other.routeIds.remove(route.getRouteId()));
        one.routeIds.add(route.getRouteId());
      }
    }
    one.templates.clear();
    one.templates.addAll(file.templates());
  }

  /** Stops the routes of a file after their work in flight; all of them or none. */
  private void drain(String file) throws SwapFailed {
    var routes = camel.getRouteController();
    var stopped = new ArrayList<String>();
    try {
      for (var id : callersFirst(routeIdsOf(file))) {
        if (camel.getRoute(id) == null || routes.getRouteStatus(id).isStopped()) {
          continue;
        }
        if (!drain.stop(id)) {
          for (var other : stopped) {
            routes.startRoute(other);
          }
          throw new SwapFailed(stillBusy(file, id), true, null);
        }
        stopped.add(id);
      }
    } catch (SwapFailed e) {
      throw e;
    } catch (Exception e) {
      throw new SwapFailed(file, e);
    }
  }

  private List<String> callersFirst(Set<String> ids) {
    var reader = new RouteModel(camel);
    var inputs = new TreeMap<String, Set<String>>();
    var calls = new ArrayList<RouteCall>();
    for (var id : ids) {
      var route = model.getRouteDefinition(id);
      inputs.put(id, reader.consumer(route).map(Set::of).orElse(Set.of()));
      calls.addAll(reader.directCalls(id, route));
    }
    return new CallOrder(inputs, calls).callersFirst(ids);
  }

  private RouteProblem stillBusy(String file, String route) {
    return new RouteProblem(
        file,
        0,
        route,
        "The route still had work in flight after " + drainTimeout.toSeconds() + " s.",
        "Nothing to do: the edit is tried again.");
  }

  /** Takes stopped routes out of the context. */
  private void removeRoutes(String file) throws SwapFailed {
    var one = running.get(file);
    try {
      for (var id : List.copyOf(one.routeIds)) {
        camel.removeRoute(id);
        var definition = model.getRouteDefinition(id);
        if (definition != null) { // of a route that failed to start only this is left
          model.removeRouteDefinition(definition);
        }
        one.routeIds.remove(id);
      }
      for (var template : one.templates) {
        model.removeRouteTemplateDefinition(template);
      }
      one.templates.clear();
    } catch (Exception e) {
      throw new SwapFailed(file, e);
    }
  }

  private Set<String> stoppedRoutes(Collection<String> files) {
    var ids = new TreeSet<String>();
    for (var file : files) {
      for (var id : routeIdsOf(file)) {
        var status = status(id);
        if (status == ServiceStatus.Stopped || status == ServiceStatus.Suspended) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /** A route somebody has stopped stays stopped in its new version. */
  private void keepStopped(Set<String> ids, String excluded) {
    if (!ids.isEmpty()) {
      var all = String.join(",", ids);
      camel.setAutoStartupExcludePattern(excluded == null ? all : excluded + "," + all);
    }
  }
}
