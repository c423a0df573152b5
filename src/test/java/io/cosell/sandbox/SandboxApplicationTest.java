package io.cosell.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxApplicationTest {
  @TempDir Path directory;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("cosell.mv.db"), "of an earlier run");
    sandbox =
        new Sandbox(
            SandboxSettings.of(
                "--sandbox.desk.port=0",
                "--sandbox.salesforce.port=0",
                "--sandbox.partner-center.port=0",
                "--sandbox.partner-center.identity-port=0",
                "--server.port=8089",
                "--sandbox.directory=" + directory),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void beginsWithADozenDealsOfEveryKind() {
    var open =
        sandbox.salesforce().query("SELECT Id FROM Opportunity WHERE IsClosed = false").size();
    var waiting =
        sandbox.partnerCenter().referrals().stream()
            .filter(it -> it.path("status").asText().equals("New"))
            .count();
    var won =
        sandbox.partnerCenter().referrals().stream()
            .filter(it -> it.path("substatus").asText().equals("Won"))
            .count();

    assertThat(open).isEqualTo(5);
    assertThat(waiting).isEqualTo(2);
    assertThat(won).isEqualTo(1);
    assertThat(sandbox.salesforce().records("Opportunity")).hasSize(6);
    assertThat(sandbox.partnerCenter().referrals()).hasSize(11);
  }

  @Test
  void forgetsWhatTheConnectorRememberedOfAnEarlierRun() {
    assertThat(directory.resolve("cosell.mv.db")).doesNotExist();
  }

  @Test
  void writesTheSettingsAConnectorInAnotherProcessNeeds() throws IOException {
    var file = sandbox.connectorSettings().writeTo(directory.resolve("connector.properties"));

    var settings = new Properties();
    try (var reader = new FileReader(file.toFile())) {
      settings.load(reader);
    }
    assertThat(settings)
        .containsEntry("server.port", "8089")
        .containsEntry("cosell.salesforce.login-url", sandbox.salesforce().url())
        .containsEntry("cosell.partner-center.base-url", sandbox.partnerCenter().apiUrl())
        .containsEntry("cosell.partner-center.authority", sandbox.partnerCenter().authority());
    assertThat(Path.of(settings.getProperty("cosell.tls.trust-certificates")))
        .content()
        .contains("BEGIN CERTIFICATE");
  }
}
