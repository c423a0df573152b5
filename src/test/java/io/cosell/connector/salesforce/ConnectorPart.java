package io.cosell.connector.salesforce;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The Salesforce side of the connector alone, with a real Camel and a real database. */
class ConnectorPart implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  @EnableAutoConfiguration
  @ConfigurationPropertiesScan({
    "io.cosell.connector.salesforce",
    "io.cosell.connector.remote",
    "io.cosell.connector.replica"
  })
  @ComponentScan({
    "io.cosell.connector.salesforce",
    "io.cosell.connector.remote",
    "io.cosell.connector.replica"
  })
  @ComponentScan(
      basePackages = "io.cosell.connector.routing",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.ComponentSettings"))
  static class Application {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  private ConnectorPart(List<String> arguments, Class<?>... more) {
    context =
        new SpringApplicationBuilder(Application.class)
            .sources(more)
            .web(WebApplicationType.NONE)
            .run(arguments.toArray(String[]::new));
  }

  /** Connected to this address; more settings as {@code name=value}. */
  static ConnectorPart connectedTo(String url, String... settings) {
    return with(url, List.of(settings));
  }

  /** The same with more beans. */
  static ConnectorPart with(String url, List<String> settings, Class<?>... beans) {
    var given = new LinkedHashMap<String, String>();
    given.put("cosell.salesforce.login-url", url);
    given.put("cosell.salesforce.client-id", "the-app");
    given.put("cosell.salesforce.client-secret", ScriptedSalesforce.SECRET);
    given.put("spring.datasource.url", freshDatabase());
    given.put("camel.main.run-controller", "false");
    given.put("management.endpoint.health.validate-group-membership", "false");
    for (var setting : settings) {
      var parts = setting.split("=", 2);
      given.put(parts[0], parts[1]);
    }
    var arguments = new ArrayList<String>();
    given.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    return new ConnectorPart(arguments, beans);
  }

  /** The address of a new database in memory, which stays as long as the process. */
  static String freshDatabase() {
    return "jdbc:h2:mem:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1"
        .formatted(UUID.randomUUID());
  }

  <T> T get(Class<T> type) {
    return context.getBean(type);
  }

  Salesforce salesforce() {
    return get(Salesforce.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
