package io.cosell.connector.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders files, or routes, so that a caller comes before those it calls. Work in flight then leaves
 * a route before the next one it needs is replaced.
 */
final class CallOrder {
  private final Map<String, Set<String>> inputs;
  private final List<RouteCall> calls;

  /**
   * @param inputs where each file, or route, listens
   * @param calls who calls what; {@link RouteCall#file()} names the file, or route
   */
  CallOrder(Map<String, Set<String>> inputs, List<RouteCall> calls) {
    this.inputs = inputs;
    this.calls = calls;
  }

  List<String> callersFirst(Collection<String> names) {
    var calledFirst = new ArrayList<String>();
    var visited = new HashSet<String>();
    names.stream().sorted().forEach(name -> visit(name, names, visited, calledFirst));
    Collections.reverse(calledFirst);
    return calledFirst;
  }

  private void visit(
      String name, Collection<String> names, Set<String> visited, List<String> calledFirst) {
    if (!visited.add(name)) {
      return;
    }
    for (var call : calls) {
      if (call.file().equals(name)) {
        for (var other : names) {
          if (inputs.getOrDefault(other, Set.of()).contains(call.endpoint())) {
            visit(other, names, visited, calledFirst);
          }
        }
      }
    }
    calledFirst.add(name);
  }
}
