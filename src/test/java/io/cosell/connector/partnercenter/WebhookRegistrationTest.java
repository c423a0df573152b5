package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cosell.connector.partnercenter.WebhookRegistration.Outcome;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.server.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookRegistrationTest {
  private static final String OURS = "https://connector.alderfinch.example/webhooks/partner-center";
  private static final String OTHER = "https://prod-12.westeurope.logic.azure.example/workflows/1";
  private static final List<String> ALL =
      List.of(
          "referral-created",
          "referral-updated",
          "related-referral-created",
          "related-referral-updated");
  private final MovableClock clock = new MovableClock();
  private final PartnerCenterSandbox sandbox = Client.sandbox(clock);
  private Map<String, String> settings;
  private Client client;

  @BeforeEach
  void connect(@TempDir Path folder) {
    settings = Client.settings(sandbox, folder);
    settings.put("webhook.public-url", OURS);
    client = new Client(settings, clock, Client.database());
  }

  @AfterEach
  void close() {
    client.close();
    sandbox.close();
  }

  @Test
  void createsTheRegistrationWhenThereIsNone() {
    var result = client.registration.ensure(true);

    assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(sandbox.registration().url()).isEqualTo(OURS);
    assertThat(sandbox.registration().events()).containsAll(ALL).contains("test-created");
    assertThat(sandbox.registration().signatureInOwnHeader()).isTrue();
    assertThat(client.registration.ensure(true).outcome()).isEqualTo(Outcome.KEPT);
  }

  @Test
  void asksForNothingWithoutAPublicUrl() {
    settings.put("webhook.public-url", "");
    restart();

    var result = client.registration.ensure(true);

    assertThat(result.outcome()).isEqualTo(Outcome.NOT_WANTED);
    assertThat(sandbox.api().journal().all()).isEmpty();
  }

  @Test
  void addsTheMissingEventsAndKeepsForeignOnes() {
    registered(OURS, "referral-updated", "invoice-ready");

    var result = client.registration.ensure(true);

    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(sandbox.registration().events()).containsAll(ALL).contains("invoice-ready");
  }

  @Test
  void leavesARegistrationThatPointsElsewhere() {
    registered(OTHER, "referral-updated");

    var result = client.registration.ensure(true);

    assertThat(result.outcome()).isEqualTo(Outcome.LEFT_TO_OTHERS);
    assertThat(result.message()).contains(OTHER, "cosell.webhook.overwrite-registration");
    assertThat(sandbox.registration().url()).isEqualTo(OTHER);
  }

  @Test
  void leavesARegistrationThatPointsElsewhereWhileNothingMayBeWritten() {
    registered(OTHER, "invoice-ready");
    settings.put("webhook.overwrite-registration", "true");
    restart();

    var result = client.registration.ensure(false);

    assertThat(result.outcome()).isEqualTo(Outcome.LEFT_TO_OTHERS);
    assertThat(result.message()).contains("cosell.sync");
    assertThat(sandbox.registration().url()).isEqualTo(OTHER);
  }

  @Test
  void replacesARegistrationThatPointsElsewhereWhenAllowed() {
    registered(OTHER, "invoice-ready");
    settings.put("webhook.overwrite-registration", "true");
    restart();

    var result = client.registration.ensure(true);

    assertThat(result.outcome()).isEqualTo(Outcome.REPLACED);
    assertThat(sandbox.registration().url()).isEqualTo(OURS);
    assertThat(sandbox.registration().events()).containsAll(ALL).contains("invoice-ready");
  }

  @Test
  void copesWithAnotherToolThatRegistersAtTheSameMoment() {
    registered(OURS, "referral-updated");
    sandbox
        .api()
        .faults()
        .inject(Fault.named("status").on("GET", "/registration$").with("status", 404));

    var result = client.registration.ensure(true);

    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void reportsARoleThatIsNotEnough() {
    sandbox
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("GET", "/registration")
                .with("status", 403)
                .with("body", "{\"code\":\"2000\",\"description\":\"Access denied.\"}"));

    var failure =
        catchThrowableOfType(
            RemoteUnavailableException.class, () -> client.registration.ensure(true));

    assertThat(failure)
        .hasMessageContaining("Referrals admin")
        .hasMessageContaining("Access denied");
  }

  @Test
  void sendsATestEventAndReadsItsResult() {
    client.registration.ensure(true);

    var id = client.registration.sendTestEvent().orElseThrow();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(client.registration.testResult(id).orElseThrow().attempts())
                    .isNotEmpty());
    assertThat(client.registration.testResult(id).orElseThrow().callbackUrl()).isEqualTo(OURS);
    assertThat(client.registration.testResult("00000000-0000-0000-0000-000000000000")).isEmpty();
  }

  @Test
  void cannotSendATestEventWithoutARegistration() {
    var failure =
        catchThrowableOfType(
            RemoteRefusedException.class, () -> client.registration.sendTestEvent());

    assertThat(failure.status()).isEqualTo(404);
  }

  private void registered(String url, String... events) {
    sandbox.overwriteRegistration(
        new io.cosell.sandbox.partnercenter.WebhookRegistration(
            "subscriber", url, List.of(events), true));
  }

  private void restart() {
    client.close();
    client = new Client(settings, clock, Client.database());
  }
}
