package io.cosell.connector.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;

/**
 * What the routes that no file brought hold: the steps written in Java.
 *
 * @param ids their route ids
 * @param consumers where they listen, for example {@code direct://read-referral}
 * @param calls the {@code direct:} endpoints they call by name
 * @param configurations ids of the route configurations written in Java
 */
record JavaRoutes(
    Set<String> ids, Set<String> consumers, List<RouteCall> calls, Set<String> configurations) {

  static JavaRoutes of(
      CamelContext camel, Set<String> idsFromFiles, Set<String> fileConfigurations) {
    var ids = new HashSet<String>();
    var consumers = new HashSet<String>();
    var calls = new ArrayList<RouteCall>();
    var configurations = new HashSet<String>();
    var reader = new RouteModel(camel);
    var model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    for (var route : List.copyOf(model.getRouteDefinitions())) {
      if (!idsFromFiles.contains(route.getRouteId())) {
        ids.add(route.getRouteId());
        reader.consumer(route).ifPresent(consumers::add);
        calls.addAll(reader.directCalls("", route));
      }
    }
    for (var configuration : List.copyOf(model.getRouteConfigurationDefinitions())) {
      if (!fileConfigurations.contains(configuration.getId())) {
        configurations.add(String.valueOf(configuration.getId()));
      }
    }
    return new JavaRoutes(ids, consumers, calls, configurations);
  }
}
