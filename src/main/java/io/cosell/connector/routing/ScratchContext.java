package io.cosell.connector.routing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.salesforce.SalesforceComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.ResolverHelper;
import org.apache.camel.support.TypeConverterSupport;

/**
 * A second Camel context in which route files are tried out before they reach the live one.
 *
 * <p>It sees the same beans, settings and type converters, but has components of its own, starts no
 * consumer, calls no cloud and joins no scheduler. Beans a file declares stay in it.
 */
final class ScratchContext extends DefaultCamelContext {
  ScratchContext(CamelContext live) {
    super(new DefaultRegistry(new BeansOf(live.getRegistry())));
    getCamelContextExtension().setName("route-check");
    disableJMX();
    setAutoStartup(false);
    setSourceLocationEnabled(true);
    setStartupSummaryLevel(StartupSummaryLevel.Off);
    setApplicationContextClassLoader(live.getApplicationContextClassLoader());
    getPropertiesComponent().addPropertiesSource(new SettingsOf(live));
    getTypeConverterRegistry().addFallbackTypeConverter(new ConvertersOf(live), false);
    getCamelContextExtension().addContextPlugin(ComponentResolver.class, new OwnComponents(live));
  }

  private record SettingsOf(CamelContext live) implements PropertiesSource {
    @Override
    public String getName() {
      return "live settings";
    }

    @Override
    public String getProperty(String name) {
      return live.getPropertiesComponent().resolveProperty(name).orElse(null);
    }
  }

  private static final class ConvertersOf extends TypeConverterSupport {
    private final CamelContext live;

    ConvertersOf(CamelContext live) {
      this.live = live;
    }

    @Override
    public <T> T convertTo(Class<T> type, Exchange exchange, Object value) {
      return live.getTypeConverter().tryConvertTo(type, exchange, value);
    }
  }

  /** Makes new components of the kinds the live context has, also under names of their own. */
  private static final class OwnComponents implements ComponentResolver {
    private final CamelContext live;
    private final ComponentResolver byScheme = new DefaultComponentResolver();

    OwnComponents(CamelContext live) {
      this.live = live;
    }

    @Override
    public Component resolveComponent(String name, CamelContext context) throws Exception {
      var known = live.hasComponent(name);
      if (known == null) {
        known = ResolverHelper.lookupComponentInRegistryWithFallback(live, name);
      }
      var component =
          known == null
              ? byScheme.resolveComponent(name, context)
              : context.getInjector().newInstance(known.getClass(), false);
      if (component instanceof SalesforceComponent) {
        return new HarmlessSalesforce();
      }
      if (component instanceof QuartzComponent) {
        return new HarmlessQuartz();
      }
      return component;
    }
  }

  /** The beans of the live context but its components, which must not change hands. */
  private record BeansOf(BeanRepository live) implements BeanRepository {
    @Override
    public Object lookupByName(String name) {
      return visible(live.lookupByName(name)) ? live.lookupByName(name) : null;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      var bean = live.lookupByNameAndType(name, type);
      return visible(bean) ? bean : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      var beans = new LinkedHashMap<>(live.findByTypeWithName(type));
      beans.values().removeIf(bean -> !visible(bean));
      return beans;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      var beans = new LinkedHashSet<>(live.findByType(type));
      beans.removeIf(bean -> !visible(bean));
      return beans;
    }

    private static boolean visible(Object bean) {
      return !(bean instanceof Component) && !(bean instanceof CamelContext);
    }
  }
}
