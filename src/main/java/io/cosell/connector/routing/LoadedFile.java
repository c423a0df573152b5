package io.cosell.connector.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;

/**
 * One route file on its way into a Camel context, and what it brought there.
 *
 * <p>The steps are those of Camel's own {@code RoutesLoader.loadRoutes(Collection)}: read all
 * files, add all configurations, then all routes, then all routes from templates. So the order of
 * the files does not matter. They are taken one by one here to know which file a failure belongs
 * to.
 */
final class LoadedFile {
  private final RouteFile file;
  private final CamelContext camel;
  private final Model model;
  private final RoutesBuilder builder;
  private final List<RouteDefinition> routes = new ArrayList<>();
  private final List<RouteTemplateDefinition> templates = new ArrayList<>();
  private final List<RouteConfigurationDefinition> configurations = new ArrayList<>();

  private LoadedFile(RouteFile file, CamelContext camel, RoutesBuilder builder) {
    this.file = file;
    this.camel = camel;
    this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    this.builder = builder;
  }

  /** Reads the text; binds the beans it declares. */
  static LoadedFile read(RouteFile file, CamelContext camel) throws Exception {
    var builders =
        PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(file.asResource()));
    return new LoadedFile(file, camel, builders.iterator().next());
  }

  RouteFile file() {
    return file;
  }

  List<RouteDefinition> routes() {
    return routes;
  }

  List<RouteTemplateDefinition> templates() {
    return templates;
  }

  List<RouteConfigurationDefinition> configurations() {
    return configurations;
  }

  void addConfigurations() throws Exception {
    if (builder instanceof RouteConfigurationBuilder declared) {
      try {
        camel.addRoutesConfigurations(declared);
      } finally {
        configurations.addAll(declared.getRouteConfigurationCollection().getRouteConfigurations());
      }
    }
  }

  void addRoutes() throws Exception {
    try {
      camel.addRoutes(builder);
    } finally {
      if (builder instanceof RouteBuilder declared) {
        routes.addAll(declared.getRouteCollection().getRoutes());
        templates.addAll(declared.getRouteTemplateCollection().getRouteTemplates());
      }
    }
  }

  void addRoutesFromTemplates() throws Exception {
    var before = Set.copyOf(model.getRouteDefinitions());
    try {
      camel.addTemplatedRoutes(builder);
    } finally {
      model.getRouteDefinitions().stream()
          .filter(route -> !before.contains(route) && Boolean.TRUE.equals(route.isTemplate()))
          .forEach(routes::add);
    }
  }
}
