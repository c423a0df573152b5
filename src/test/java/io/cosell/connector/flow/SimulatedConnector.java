package io.cosell.connector.flow;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.cosell.connector.ConnectorApplication;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.link.Links;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.replica.Leases;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SalesforceProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.Scope;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The connector without its threads and timers: what they would do is done by whoever simulates.
 * Everything it keeps in memory is forgotten when it dies.
 */
final class SimulatedConnector implements AutoCloseable {
  /** Beans with a memory. */
  private static final List<String> MORTAL = List.of("inbox", "replica", "leases", "calls");

  private static final List<String> TABLES =
      List.of(
          "inbox_entry",
          "lease",
          "link",
          "lead_link",
          "intent",
          "customer",
          "audit_entry",
          "compared_up_to",
          "known_difference",
          "full_comparison",
          "expected_event",
          "timer_turn",
          "replay_position");

  private static final LoggerContext LOGS = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** Thousands of histories would fill a disk with their logs. */
  private static final TurboFilter SILENCE =
      new TurboFilter() {
        @Override
        public FilterReply decide(
            Marker marker,
            Logger logger,
            Level level,
            String format,
            Object[] arguments,
            Throwable failure) {
          return FilterReply.DENY;
        }
      };

  private final ConfigurableApplicationContext context;
  private final Memory memory;
  private final SettableRandom chance;

  /** What a process keeps in memory: one object each, until it is wiped. */
  private static final class Memory implements Scope {
    private final Map<String, Object> objects = new HashMap<>();

    @Override
    public synchronized Object get(String name, ObjectFactory<?> factory) {
      var known = objects.get(name);
      if (known == null) {
        known = factory.getObject();
        objects.put(name, known);
      }
      return known;
    }

    synchronized void wipe() {
      objects.clear();
    }

    @Override
    public synchronized Object remove(String name) {
      return objects.remove(name);
    }

    @Override
    public void registerDestructionCallback(String name, Runnable callback) {}

    @Override
    public Object resolveContextualObject(String key) {
      return null;
    }

    @Override
    public String getConversationId() {
      return null;
    }
  }

  private static final class SettableRandom implements RandomGenerator {
    private Random random = new Random(0);

    @Override
    public long nextLong() {
      return random.nextLong();
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class WithoutLife {

    @Bean
    static BeanPostProcessor mortalDatabase() {
      return new BeanPostProcessor() {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
          return bean instanceof DataSource source && !(bean instanceof MortalDataSource)
              ? new MortalDataSource(source)
              : bean;
        }
      };
    }
  }

  SimulatedConnector(Map<String, String> settings, Clock clock, Sabotage sabotage) {
    memory = new Memory();
    chance = new SettableRandom();
    var arguments = new ArrayList<String>();
    var all = new LinkedHashMap<>(settings);
    all.put(
        "spring.datasource.url",
        "jdbc:h2:mem:simulation-"
            + System.nanoTime()
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1;QUERY_CACHE_SIZE=200");
    all.put("spring.main.allow-bean-definition-overriding", "true");
    all.put("management.endpoint.health.validate-group-membership", "false");
    all.put("cosell.inbox.patience", "0ms");
    all.put("cosell.inbox.claim", "60s");
    all.put("cosell.replica.lease", "60s");
    all.put("cosell.salesforce.probe-interval", "365d");
    all.put("cosell.partner-center.probe-interval", "365d");
    all.put("cosell.routes.reload", "false");
    all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    context =
        new SpringApplicationBuilder(ConnectorApplication.class, WithoutLife.class)
            .initializers(
                fresh ->
                    fresh
                        .getBeanFactory()
                        .registerSingleton("withoutLife", withoutLife(clock, sabotage)))
            .run(arguments.toArray(String[]::new));
    if (!Boolean.getBoolean("simulation.log")) {
      LOGS.addTurboFilter(SILENCE);
    }
    var problems = new ArrayList<>(context.getBean(Mapping.class).check());
    problems.addAll(salesforce().check());
    if (!problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
  }

  private BeanDefinitionRegistryPostProcessor withoutLife(Clock clock, Sabotage sabotage) {
    return new BeanDefinitionRegistryPostProcessor() {
      @Override
      public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        for (var alive : List.of("startup", "startupHealth", "startupCheck", "heartbeat")) {
          if (registry.containsBeanDefinition(alive)) {
            registry.removeBeanDefinition(alive);
          }
        }
        for (var name : MORTAL) {
          var definition = registry.getBeanDefinition(name);
          definition.setScope("process");
          registry.removeBeanDefinition(name);
          var proxy =
              ScopedProxyUtils.createScopedProxy(
                  new BeanDefinitionHolder(definition, name), registry, true);
          registry.registerBeanDefinition(name, proxy.getBeanDefinition());
        }
      }

      @Override
      public void postProcessBeanFactory(ConfigurableListableBeanFactory factory) {
        factory.registerScope("process", memory);
        factory.addBeanPostProcessor(
            new BeanPostProcessor() {
              @Override
              public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof Clock) {
                  return clock;
                }
                if (bean instanceof RandomGenerator) {
                  return chance;
                }
                return sabotage.applied(bean);
              }
            });
      }
    };
  }

  /** As if it had just been installed. */
  void reset(long seed) {
    memory.wipe();
    chance.random = new Random(seed);
    var jdbc = context.getBean(JdbcClient.class);
    TABLES.forEach(table -> jdbc.sql("delete from " + table).update());
  }

  /** Forgets what was in memory only. */
  void forget() {
    memory.wipe();
  }

  void under(MortalDataSource.Fate fate) {
    ((MortalDataSource) context.getBean(DataSource.class)).under(fate);
  }

  /** How many events of this record are in the inbox, whatever became of them. */
  int timesHeardOf(String id) {
    return context
        .getBean(JdbcClient.class)
        .sql("select coalesce(sum(times_seen), 0) from inbox_entry where subject like :subject")
        .param("subject", "%/" + id)
        .query(Integer.class)
        .single();
  }

  /** What it decided, oldest first. */
  List<String> audit() {
    return context
        .getBean(JdbcClient.class)
        .sql(
            "select at, route, referral_id, opportunity_id, summary, detail from audit_entry order by id")
        .query(
            (row, number) ->
                String.join(
                    " ",
                    row.getString("at"),
                    row.getString("route"),
                    row.getString("referral_id"),
                    row.getString("opportunity_id"),
                    row.getString("summary"),
                    row.getString("detail").replaceFirst(",\"calls\".*", "")))
        .list();
  }

  Inbox inbox() {
    return context.getBean(Inbox.class);
  }

  Leases leases() {
    return context.getBean(Leases.class);
  }

  Links links() {
    return context.getBean(Links.class);
  }

  Salesforce salesforce() {
    return context.getBean("salesforceClient", Salesforce.class);
  }

  SalesforceProperties salesforceSettings() {
    return context.getBean(SalesforceProperties.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    LOGS.getTurboFilterList().remove(SILENCE);
    context.close();
  }
}
