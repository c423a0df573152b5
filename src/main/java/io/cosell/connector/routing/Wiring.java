package io.cosell.connector.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that every {@code direct:} that is called has a route listening there. Camel itself
 * notices a missing one only with the first message, after a wait of 30 seconds.
 */
final class Wiring {
  private final Map<String, Set<String>> consumers;
  private final List<RouteCall> calls;
  private final JavaRoutes java;

  /**
   * @param consumers where the routes of each file listen
   * @param calls what the routes of the files call
   * @param java the routes that come from no file
   */
  Wiring(Map<String, Set<String>> consumers, List<RouteCall> calls, JavaRoutes java) {
    this.consumers = consumers;
    this.calls = calls;
    this.java = java;
  }

  /**
   * The calls that would reach nobody.
   *
   * @param changed the files that are new, edited or deleted; a call in one of them is its own
   *     fault, any other call the fault of the file that no longer listens
   * @param before where the routes of each file listened before the change
   */
  List<RouteProblem> callsToNobody(Set<String> changed, Map<String, Set<String>> before) {
    var known = listening();
    var problems = new ArrayList<RouteProblem>();
    for (var call : calls) {
      if (!known.contains(call.endpoint())) {
        if (changed.contains(call.file())) {
          problems.add(misspelt(call, known));
        } else {
          problems.addAll(lost(call, before));
        }
      }
    }
    for (var call : java.calls()) {
      if (!known.contains(call.endpoint())) {
        problems.addAll(lost(call, before));
      }
    }
    return problems;
  }

  private static List<RouteProblem> lost(RouteCall call, Map<String, Set<String>> before) {
    var caller = "route " + call.route();
    if (!call.file().isEmpty()) {
      caller += " in " + call.file() + (call.line() > 0 ? ", line " + call.line() : "");
    }
    var what =
        "No route would listen at "
            + shown(call.endpoint())
            + " any more, but "
            + caller
            + " calls it.";
    return before.entrySet().stream()
        .filter(file -> file.getValue().contains(call.endpoint()))
        .map(
            file ->
                new RouteProblem(
                    file.getKey(),
                    0,
                    "",
                    what,
                    "Keep a route with this input, or remove the call first."))
        .toList();
  }

  private Set<String> listening() {
    var known = new HashSet<>(java.consumers());
    consumers.values().forEach(known::addAll);
    return known;
  }

  private static RouteProblem misspelt(RouteCall call, Collection<String> known) {
    var directs =
        known.stream()
            .filter(endpoint -> endpoint.startsWith(RouteModel.DIRECT))
            .map(Wiring::shown)
            .collect(Collectors.toSet());
    var name = shown(call.endpoint());
    return new RouteProblem(
        call.file(),
        call.line(),
        call.route(),
        "No route listens at " + name + Nearest.hint(name, directs),
        "Correct the name, or add a route with this input.");
  }

  private static String shown(String endpoint) {
    return endpoint.replace("://", ":");
  }
}
