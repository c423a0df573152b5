package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The simulator as jsforce sees it, REST and streaming: a client nobody here wrote. Needs Node and
 * {@code npm ci} in {@code src/test/node}; skipped without, except where {@code CI} is set.
 */
class JsforceTest {
  private static final Path DIRECTORY = Path.of("src/test/node");
  private static final int PATIENCE_SECONDS = 60;

  private static SalesforceSandbox org;
  private static JsonNode seen;

  @BeforeAll
  static void jsforceUsesTheOrg() throws IOException, InterruptedException {
    var missing = missing();
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      assertThat(missing).isEmpty();
    }
    assumeTrue(missing.isEmpty(), missing::get);
    org = SalesforceSandbox.started();
    seen = run(org.url(), "sandbox-client", "sandbox-secret");
  }

  @AfterAll
  static void end() {
    if (org != null) {
      org.close();
    }
  }

  @Test
  void signsInWithClientCredentials() {
    assertThat(seen.path("username").asText()).isEqualTo("integration@cosell.example");
  }

  @Test
  void describesObjectsAndFields() {
    assertThat(texts("objects")).contains("Opportunity", "Account", "Microsoft_Solution__c");
    assertThat(texts("externalIds")).contains("Referral_Identifier__c");
  }

  @Test
  void createsReadsFindsAndDeletes() {
    assertThat(seen.path("readName").asText()).isEqualTo("O'Hara's deal");
    assertThat(seen.path("readAmount").asDouble()).isEqualTo(48000);
    assertThat(seen.path("foundAccount").asText()).isEqualTo("Jsforce & Sons");
    assertThat(seen.path("queriedChildren").isNull()).isTrue();
    assertThat(seen.path("refused").asText()).isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(seen.path("deleted").asBoolean()).isTrue();
    assertThat(seen.path("gone").asText()).isIn("NOT_FOUND", "ENTITY_IS_DELETED");
  }

  @Test
  void upsertsByExternalId() {
    assertThat(seen.path("insertedNew").asBoolean()).isTrue();
    assertThat(seen.path("updatedNew").asBoolean()).isFalse();
    assertThat(seen.path("sameRecord").asBoolean()).isTrue();
  }

  @Test
  void createsManyAtOnceAndTellsWhichFailed() {
    assertThat(texts("many")).containsExactly("true", "true", "false");
  }

  @Test
  void hearsAChangeWhileSubscribed() {
    assertThat(seen.path("liveAmount").asDouble()).isEqualTo(51000);
    assertThat(seen.path("liveRecord").asBoolean()).isTrue();
    assertThat(seen.path("liveOrigin").asText()).startsWith("com/salesforce/api/rest/");
  }

  @Test
  void hearsAChangeItMissedByReplay() {
    assertThat(seen.path("replayedNextStep").asText()).isEqualTo("Call");
    assertThat(seen.path("replayedLater").asBoolean()).isTrue();
  }

  private static Stream<String> texts(String field) {
    return StreamSupport.stream(seen.path(field).spliterator(), false).map(JsonNode::asText);
  }

  private static Optional<String> missing() {
    boolean node =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "node"))
            .anyMatch(Files::isExecutable);
    if (!node) {
      return Optional.of("jsforce is not tried: there is no node on the PATH");
    }
    return Files.isDirectory(DIRECTORY.resolve("node_modules/jsforce"))
        ? Optional.empty()
        : Optional.of("jsforce is not tried: run npm ci in " + DIRECTORY + " first");
  }

  private static JsonNode run(String... arguments) throws IOException, InterruptedException {
    var output = Files.createTempFile("jsforce", ".json");
    var errors = Files.createTempFile("jsforce", ".log");
    try {
      var command =
          Stream.concat(Stream.of("node", "salesforce.mjs"), Stream.of(arguments)).toList();
      var process =
          new ProcessBuilder(command)
              .directory(DIRECTORY.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      var said = Files.readString(errors, StandardCharsets.UTF_8);
      assertThat(ended).as("node ended in time; it said: %s", said).isTrue();
      assertThat(process.exitValue()).as("node said: %s", said).isZero();
      return new ObjectMapper().readTree(output.toFile());
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }
}
