package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.partnercenter.Deal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Editing the route files of a connector that is at work. */
@ExtendWith(OutputCaptureExtension.class)
class HotReloadTest extends FlowTest {
  private static final Path ORIGINALS = Path.of("routes");
  private static final String FLOW = "partner-center-to-salesforce.camel.yaml";
  private static final String MAPPING_FLOW = "create-or-get-details-from-salesforce.camel.yaml";

  private static RunningConnector own;
  private static Path routes;

  @BeforeAll
  static void aConnectorWithRoutesOfItsOwn() throws IOException {
    own = RunningConnector.withItsOwnClouds();
    routes = Files.createDirectory(own.directory.resolve("routes"));
    putBackAllFiles();
    own.start(
        Map.of(
            "cosell.routes.directory", routes.toString(),
            "cosell.routes.quiet-period", "150ms",
            "cosell.routes.poll-interval", "500ms"));
  }

  @AfterAll
  static void end() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @BeforeEach
  void theFilesAreAsDelivered() throws IOException {
    putBackAllFiles();
    within10Seconds(() -> assertThat(routesHealth().path("status").asText()).isEqualTo("UP"));
  }

  @Test
  void takesUpAStepOfOnesOwnWhileDealsAreFlowing(CapturedOutput log) {
    try (var deals = new FlowingDeals()) {
      deals.haveArrived(3);

      write("own-step", ownRoute("Own route sees ${body}"));
      edit(MAPPING_FLOW, text -> text + step("direct:own-step"));

      within10Seconds(() -> assertThat(log.getOut()).contains("Own route sees referral/"));
      deals.haveArrived(3);
      deals.stopAndCheckThatNoneIsLost();
    }
  }

  @Test
  void takesUpAnEditedStepOfTheFlow(CapturedOutput log) {
    edit(
        FLOW,
        text ->
            text.replace(
                "\n        - log:\n",
                """

                        - setHeader:
                            description: A step of one's own.
                            name: desk
                            constant:
                              expression: "seven"
                        - log:
                            description: Another.
                            message: "Desk ${header.desk} has ${variable.referralId}"
                        - log:
                """));
    until(() -> assertThat(stateOf(FLOW).path("state").asText()).isEqualTo("in force"));
    within10Seconds(
        () -> {
          var id = shared(Deal.named(unique("With header")));
          opportunityOf(id);
          assertThat(log.getOut()).contains("Desk seven has " + id);
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "bad YAML           | ': : ['                         | YAML",
        "unknown component  | '{uri: \"carrier-pigeon:home\"}' | carrier-pigeon",
        "misspelt direct    | '{uri: \"direct:map-feilds\"}'   | direct:map-fields",
      })
  void refusesABrokenFileAndGoesOnWithTheLastGoodOne(
      String name, String broken, String reason, CapturedOutput log) {
    try (var deals = new FlowingDeals()) {
      deals.haveArrived(1);

      edit(MAPPING_FLOW, text -> text + "        - to: " + broken + "\n");

      within10Seconds(
          () -> {
            assertThat(stateOf(MAPPING_FLOW).path("state").asText()).isEqualTo("refused");
            assertThat(stateOf(MAPPING_FLOW).path("reasons").toString()).contains(reason);
            assertThat(log.getOut()).containsPattern("Refused: " + MAPPING_FLOW);
            assertThat(log.getOut()).contains(reason);
          });
      assertReady();
      deals.haveArrived(3);
      deals.stopAndCheckThatNoneIsLost();
    }

    write(MAPPING_FLOW.replace(".camel.yaml", ""), original(MAPPING_FLOW));
    within10Seconds(
        () -> assertThat(stateOf(MAPPING_FLOW).path("state").asText()).isEqualTo("in force"));
  }

  @Test
  void reportsADeletedFileThatIsNeededAndGoesOn(CapturedOutput log) throws IOException {
    Files.delete(routes.resolve(MAPPING_FLOW));

    within10Seconds(
        () -> {
          assertThat(routesHealth().toString())
              .contains(MAPPING_FLOW)
              .contains("create-or-get-details-from-salesforce");
          assertThat(log.getOut()).contains(MAPPING_FLOW);
        });
    assertReady();
    opportunityOf(shared(Deal.named(unique("After the deletion"))));
  }

  /** Deals that Microsoft shares, one after the other, until closed. */
  private final class FlowingDeals implements AutoCloseable {
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicBoolean flowing = new AtomicBoolean(true);
    private final Thread thread = new Thread(this::flow, "flowing-deals");

    FlowingDeals() {
      thread.start();
    }

    private void flow() {
      while (flowing.get()) {
        var id = shared(Deal.named(unique("Flowing")));
        ids.add(id);
        await().atMost(Duration.ofSeconds(30)).until(() -> !found(id).isEmpty());
      }
    }

    void haveArrived(int more) {
      int now = ids.size();
      until(() -> assertThat(ids).hasSizeGreaterThan(now + more));
    }

    void stopAndCheckThatNoneIsLost() {
      close();
      untilIdle();
      assertThat(ids).allSatisfy(id -> assertThat(found(id)).hasSize(1));
    }

    @Override
    public void close() {
      flowing.set(false);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void within10Seconds(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(10)).untilAsserted(assertion);
  }

  private void assertReady() {
    var health = readiness();
    assertThat(health.path("status").asText()).as(health.toPrettyString()).isEqualTo("UP");
  }

  private JsonNode readiness() {
    return connector.readiness();
  }

  private JsonNode routesHealth() {
    return readiness().at("/components/routes");
  }

  private JsonNode stateOf(String file) {
    return routesHealth().path("details").path("files").path(file);
  }

  private static String ownRoute(String message) {
    return """
        - route:
            id: own-step
            description: A route of one's own.
            routeConfigurationId: connector-errors
            from:
              uri: direct:own-step
              steps:
                - log:
                    description: Says what it sees.
                    message: "%s"
        """
        .formatted(message);
  }

  private static String step(String uri) {
    return "        - to:\n            description: A step of one's own.\n            uri: "
        + uri
        + "\n";
  }

  private interface Edit {
    String of(String text);
  }

  private static void edit(String file, Edit edit) {
    write(file.replace(".camel.yaml", ""), edit.of(original(file)));
  }

  private static void write(String id, String text) {
    try {
      Files.writeString(routes.resolve(id + ".camel.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String original(String file) {
    try {
      return Files.readString(ORIGINALS.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void putBackAllFiles() throws IOException {
    try (var files = Files.list(ORIGINALS)) {
      for (var file : files.toList()) {
        Files.writeString(routes.resolve(file.getFileName()), Files.readString(file));
      }
    }
  }
}
