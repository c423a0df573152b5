package io.cosell.connector.routing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Gives {@code camel.component.<name>.*} to the components that come without a Spring Boot starter,
 * under the names the starter would have.
 *
 * <p>Without this they are ignored in silence. A name the component does not know stops the start
 * and is told.
 */
@org.springframework.stereotype.Component
class ComponentSettings implements ComponentCustomizer {
  private static final Map<String, String> PREFIXES =
      Map.of(
          "salesforce", "camel.component.salesforce",
          "salesforce-streaming", "camel.component.salesforce",
          "quartz", "camel.component.quartz");

  private final Environment environment;

  ComponentSettings(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean isEnabled(String name, Component target) {
    return PREFIXES.containsKey(name);
  }

  @Override
  public void configure(String name, Component target) {
    var prefix = PREFIXES.get(name);
    var settings =
        Binder.get(environment)
            .bind(prefix, Bindable.mapOf(String.class, Object.class))
            .map(given -> flatten("", given))
            .orElseGet(TreeMap::new);
    PropertyBindingSupport.build()
        .withCamelContext(target.getCamelContext())
        .withTarget(target)
        .withConfigurer(target.getComponentPropertyConfigurer())
        .withProperties(settings)
        .withIgnoreCase(true)
        .withRemoveParameters(true)
        .bind();
    if (!settings.isEmpty()) {
      throw new IllegalArgumentException(
          "The %s component has no setting %s; correct or remove it"
              .formatted(name, prefix + "." + settings.keySet()));
    }
  }

  private static Map<String, Object> flatten(String prefix, Map<?, ?> nested) {
    var flat = new TreeMap<String, Object>();
    nested.forEach(
        (key, value) -> {
          var name = prefix + StringHelper.dashToCamelCase(String.valueOf(key));
          if (value instanceof Map<?, ?> deeper) {
            flat.putAll(flatten(name + ".", deeper));
          } else {
            flat.put(name, value);
          }
        });
    return flat;
  }
}
