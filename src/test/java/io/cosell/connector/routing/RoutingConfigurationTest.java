package io.cosell.connector.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

class RoutingConfigurationTest {
  @TempDir Path folder;

  @EnableConfigurationProperties(RoutesProperties.class)
  static class Steps {
    @Bean
    RouteBuilder steps() {
      return new RouteBuilder() {
        @Override
        public void configure() {
          from("direct:step-one").routeId("step-one").setBody(constant("one"));
        }
      };
    }
  }

  private ApplicationContextRunner connector() {
    return new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class))
        .withUserConfiguration(RoutingConfiguration.class, RoutesHealthIndicator.class, Steps.class)
        .withPropertyValues(
            "cosell.routes.directory=" + folder,
            "cosell.routes.poll-interval=200ms",
            "cosell.routes.quiet-period=50ms",
            "cosell.routes.required=flow-1",
            "cosell.test.step=step-one");
  }

  @Test
  void loadsTheFilesAfterTheStepsWrittenInJava() throws IOException {
    for (int i = 1; i <= 10; i++) {
      write("flow-" + i, RouteFilesTestBed.flow("flow-" + i, "direct:{{cosell.test.step}}"));
    }

    connector()
        .run(
            context -> {
              var camel = context.getBean(CamelContext.class);
              assertThat(camel.createProducerTemplate().requestBody("direct:flow-7", ""))
                  .isEqualTo("one");
              assertThat(camel.getComponent("direct")).isInstanceOf(SwappableDirect.class);
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            });
  }

  @Test
  void staysInServiceWhileTheLastGoodVersionOfARefusedFileRuns() throws IOException {
    write("flow-1", RouteFilesTestBed.flow("flow-1", "direct:step-one"));

    connector()
        .run(
            context -> {
              write("flow-1", RouteFilesTestBed.flow("flow-1", "direct:step-two"));

              await()
                  .until(() -> health(context).getStatus().equals(RoutesHealthIndicator.WARNING));
              assertThat(details(context, "flow-1"))
                  .containsEntry("state", "refused")
                  .containsKeys("lastGoodSince", "refusedSince");
              assertThat(details(context, "flow-1").get("reasons").toString())
                  .contains("did you mean direct:step-one");
            });
  }

  @Test
  void isDownWhenAFileIsBadAtStart() throws IOException {
    write("flow-1", RouteFilesTestBed.flow("flow-1", "direct:step-one"));
    write("flow-2", RouteFilesTestBed.flow("flow-2", "direct:step-two"));

    connector()
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
              assertThat(details(context, "flow-1")).containsEntry("state", "in force");
              assertThat(details(context, "flow-2")).containsEntry("state", "refused");
            });
  }

  @Test
  void isDownWhenARequiredRouteIsMissing() {
    connector()
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
              assertThat(health(context).getDetails().get("missingRoutes").toString())
                  .contains("flow-1");
            });
  }

  @Test
  void startsWithoutTheFolderAndTakesItUpWhenItAppears() throws IOException {
    var later = folder.resolve("later");

    connector()
        .withPropertyValues("cosell.routes.directory=" + later)
        .run(
            context -> {
              assertThat(health(context).getDetails().get("folder").toString())
                  .contains("cosell.routes.directory");

              Files.createDirectory(later);
              Files.writeString(
                  later.resolve("flow-1.camel.yaml"),
                  RouteFilesTestBed.flow("flow-1", "direct:step-one"));

              await().until(() -> health(context).getStatus().equals(Status.UP));
            });
  }

  private static Health health(AssertableApplicationContext context) {
    return context.getBean(RoutesHealthIndicator.class).health();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> details(AssertableApplicationContext context, String file) {
    var files = (Map<String, Object>) health(context).getDetails().get("files");
    return (Map<String, Object>) files.get(file + RouteFile.SUFFIX);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name + RouteFile.SUFFIX), text);
  }
}
