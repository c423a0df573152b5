package io.cosell.connector.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/** Reads from Camel's model which route listens where and which step calls what. */
final class RouteModel {
  static final String DIRECT = "direct://";

  private final CamelContext camel;

  RouteModel(CamelContext camel) {
    this.camel = camel;
  }

  /** Where the route listens, if that is known without running it. */
  Optional<String> consumer(RouteDefinition route) {
    return route.getInput() == null
        ? Optional.empty()
        : endpoint(route.getInput().getEndpointUri());
  }

  /** Whether only one route may listen at this route's input. */
  boolean listensAlone(RouteDefinition route) {
    var uri = route.getInput() == null ? null : route.getInput().getEndpointUri();
    var known = uri == null ? null : camel.hasEndpoint(camel.resolvePropertyPlaceholders(uri));
    return !allowsMany(known);
  }

  private static boolean allowsMany(Endpoint endpoint) {
    return endpoint == null
        || endpoint instanceof MultipleConsumersSupport many && many.isMultipleConsumersSupported();
  }

  List<RouteCall> directCalls(String file, RouteDefinition route) {
    return directCalls(file, String.valueOf(route.getRouteId()), route.getOutputs());
  }

  List<RouteCall> directCalls(String file, RouteConfigurationDefinition configuration) {
    var steps = new ArrayList<ProcessorDefinition<?>>();
    steps.addAll(configuration.getOnExceptions());
    steps.addAll(configuration.getOnCompletions());
    steps.addAll(configuration.getIntercepts());
    steps.addAll(configuration.getInterceptFroms());
    steps.addAll(configuration.getInterceptSendTos());
    return directCalls(file, String.valueOf(configuration.getId()), steps);
  }

  private List<RouteCall> directCalls(
      String file, String route, List<ProcessorDefinition<?>> steps) {
    var calls = new ArrayList<RouteCall>();
    for (var step : allOf(steps)) {
      uri(step)
          .flatMap(this::endpoint)
          .filter(endpoint -> endpoint.startsWith(DIRECT))
          .ifPresent(
              endpoint -> calls.add(new RouteCall(file, route, step.getLineNumber(), endpoint)));
    }
    return calls;
  }

  private static Collection<ProcessorDefinition<?>> allOf(List<ProcessorDefinition<?>> steps) {
    var all = new ArrayList<ProcessorDefinition<?>>();
    for (ProcessorDefinition<?> step :
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class)) {
      all.add(step);
    }
    return all;
  }

  private static Optional<String> uri(ProcessorDefinition<?> step) {
    if (step instanceof ToDynamicDefinition dynamic) {
      return Optional.ofNullable(dynamic.getUri());
    }
    if (step instanceof EndpointRequiredDefinition fixed) {
      return Optional.ofNullable(fixed.getEndpointUri());
    }
    if (step instanceof EnrichDefinition enrich) {
      return Optional.ofNullable(enrich.getExpression().getExpression());
    }
    if (step instanceof PollEnrichDefinition enrich) {
      return Optional.ofNullable(enrich.getExpression().getExpression());
    }
    return Optional.empty();
  }

  /** The endpoint without its options; empty when it is only known at run time. */
  Optional<String> endpoint(String uri) {
    try {
      var resolved = camel.resolvePropertyPlaceholders(uri);
      if (resolved == null || resolved.contains("${")) {
        return Optional.empty();
      }
      return Optional.of(
          StringHelper.before(
              URISupport.normalizeUri(resolved), "?", URISupport.normalizeUri(resolved)));
    } catch (Exception e) {
      return Optional.empty(); // the dry run says what is wrong with it
    }
  }
}
