package io.cosell.connector.routing;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the route files once Camel has started the routes written in Java. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration {
  @Bean
  RouteFiles routeFiles(
      CamelContext camel, RoutesProperties settings, ObjectProvider<Clock> clock) {
    return new RouteFiles(camel, settings, clock.getIfAvailable(Clock::systemUTC));
  }

  /** Under this name Camel finds the component when a route says {@code direct:}. */
  @Bean(name = "direct-component", destroyMethod = "")
  SwappableDirect directComponent() {
    return new SwappableDirect();
  }

  @Bean
  CamelContextConfiguration loadsRouteFiles(RouteFiles files) {
    return new CamelContextConfiguration() {
      @Override
      public void beforeApplicationStart(CamelContext camel) {}

      @Override
      public void afterApplicationStart(CamelContext camel) {
        files.start();
      }
    };
  }
}
