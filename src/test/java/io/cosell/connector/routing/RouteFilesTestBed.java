package io.cosell.connector.routing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.SuspendableService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * A real Camel context with three steps written in Java and a folder of route files.
 *
 * <p>{@code direct:step-one} and {@code direct:step-two} note that they were called; {@code
 * direct:slow-step} waits until {@link #finishSlowWork()}; {@code direct:failing-step} fails.
 */
final class RouteFilesTestBed implements AutoCloseable {
  final DefaultCamelContext camel = new DefaultCamelContext();
  final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Path folder;
  private final CountDownLatch slowWorkBegan = new CountDownLatch(1);
  private final CountDownLatch slowWorkMayEnd = new CountDownLatch(1);
  private RoutesProperties settings;
  private RouteFiles files;

  RouteFilesTestBed(Path folder) {
    this.folder = folder;
    this.settings = settings(Duration.ofSeconds(20), false);
    try {
      camel.addComponent("direct", new SwappableDirect());
      camel.addRoutes(javaSteps());
      camel.getPropertiesComponent().addInitialProperty("cosell.test.step", "step-one");
      camel.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private RouteBuilder javaSteps() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("direct:step-one").routeId("step-one").process(it -> heard.add("one"));
        from("direct:step-two").routeId("step-two").process(it -> heard.add("two"));
        from("direct:return-to-inbox").routeId("return-to-inbox").process(it -> heard.add("inbox"));
        from("direct:put-aside").routeId("put-aside").process(it -> heard.add("aside"));
        from("direct:failing-step")
            .routeId("failing-step")
            .throwException(new IllegalStateException("does not work"));
        from("direct:slow-step")
            .routeId("slow-step")
            .process(
                it -> {
                  slowWorkBegan.countDown();
                  slowWorkMayEnd.await(30, TimeUnit.SECONDS);
                });
      }
    };
  }

  private RoutesProperties settings(Duration drainTimeout, boolean schemaCheck) {
    return new RoutesProperties(
        folder.toString(),
        true,
        Duration.ofMillis(200),
        Duration.ofMillis(60),
        drainTimeout,
        Duration.ofMillis(300),
        schemaCheck,
        List.of());
  }

  RouteFilesTestBed drainingFor(Duration time) {
    settings = settings(time, false);
    return this;
  }

  RouteFilesTestBed checkingTheSchema() {
    settings = settings(Duration.ofSeconds(20), true);
    return this;
  }

  /** Starts the loader as the application does. */
  RouteFilesTestBed start() {
    files = new RouteFiles(camel, settings, Clock.systemUTC());
    files.start();
    return this;
  }

  RouteFiles files() {
    return files;
  }

  /** Writes a route file in one go, as an editor that saves to a new file and renames it does. */
  RouteFilesTestBed write(String name, String text) {
    try {
      var whole = Files.writeString(folder.resolve("." + name + ".tmp"), text);
      Files.move(whole, folder.resolve(name + RouteFile.SUFFIX), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  void delete(String name) {
    try {
      Files.delete(folder.resolve(name + RouteFile.SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A flow in the style of the shipped files that calls these steps one after the other. */
  static String flow(String id, String... steps) {
    return flowFrom(id, "direct:" + id, steps);
  }

  static String flowFrom(String id, String input, String... steps) {
    var text =
        new StringBuilder(
            """
            - route:
                id: %s
                description: A flow.
                from:
                  uri: "%s"
                  steps:
            """
                .formatted(id, input));
    for (var step : steps) {
      text.append(
          """
                    - to:
                        description: A step.
                        uri: "%s"
          """
              .formatted(step)
              .indent(-2)
              .indent(2));
    }
    return text.toString();
  }

  ProducerTemplate send(String endpoint) {
    var template = camel.createProducerTemplate();
    template.sendBody(endpoint, "look");
    return template;
  }

  /** Calls the flow and returns what its steps noted. */
  List<String> run(String flow) {
    heard.clear();
    send("direct:" + flow);
    return List.copyOf(heard);
  }

  void waitsForSlowWork() throws InterruptedException {
    slowWorkBegan.await(10, TimeUnit.SECONDS);
  }

  void finishSlowWork() {
    slowWorkMayEnd.countDown();
  }

  RouteFileStatus statusOf(String name) {
    return files.status().stream()
        .filter(it -> it.file().equals(name + RouteFile.SUFFIX))
        .findFirst()
        .orElse(null);
  }

  /** Waits until the file is refused and returns the first reason. */
  RouteProblem refusalOf(String name) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> statusOf(name) != null && statusOf(name).refused());
    return statusOf(name).problems().get(0);
  }

  void waitsUntilInForce(String name) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> statusOf(name) != null && !statusOf(name).refused() && statusOf(name).inForce());
  }

  /** Waits until the present text of the file is in force. */
  void waitsUntilTaken(String name, String text) {
    write(name, text);
    await().until(() -> text.equals(files.textInForce(name + RouteFile.SUFFIX).orElse("")));
  }

  /** Whether the route takes no new work but still finishes some. */
  boolean drains(String route) {
    return camel.getRoute(route).getConsumer() instanceof SuspendableService it && it.isSuspended();
  }

  boolean runs(String route) {
    return camel.getRoute(route) != null
        && camel.getRouteController().getRouteStatus(route).isStarted();
  }

  @Override
  public void close() {
    finishSlowWork();
    if (files != null) {
      files.close();
    }
    camel.stop();
  }
}
