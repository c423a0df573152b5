package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The user the connector signs in as is locked out for a while. */
@ExtendWith(OutputCaptureExtension.class)
class SignInExpiredTest extends FlowTest {
  private static RunningConnector own;

  @BeforeAll
  static void start() {
    own =
        RunningConnector.withItsOwnClouds()
            .start(
                Map.of(
                    "cosell.partner-center.sign-in-pause", "1s",
                    "cosell.partner-center.probe-interval", "1s",
                    "cosell.salesforce.probe-interval", "1s"));
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @Test
  @DisplayName("C08 locked out of Partner Center the work waits, with one alarm, and resumes")
  void c08PartnerCenter(CapturedOutput output) {
    partnerCenter.revokeRefreshTokens();
    partnerCenter.revokeAccessTokens();
    var shared = shared(Deal.named(unique("Locked out")));
    var id = opportunity(unique("Locked out"), Map.of());
    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    until(
        () ->
            assertThat(connector.readiness().at("/components/partnerCenter/status").asText())
                .isEqualTo("DOWN"));
    until(
        () ->
            assertThat(connector.inbox().entries(EntryState.WAITING, 100))
                .anySatisfy(entry -> assertThat(entry.subject()).isEqualTo("referral/" + shared))
                .anySatisfy(
                    entry -> {
                      assertThat(entry.subject()).isEqualTo("opportunity/" + id);
                      assertThat(entry.attempts()).isGreaterThan(1);
                    }));
    assertThat(found(shared)).isEmpty();

    partnerCenter.consentAnew();

    opportunityOf(shared);
    referralOf(id);
    untilIdle();
    assertThat(connector.inbox().count(EntryState.DEAD)).isZero();
    until(
        () ->
            assertThat(connector.readiness().at("/components/partnerCenter/status").asText())
                .isEqualTo("UP"));
    assertThat(output.getOut().lines().filter(line -> line.contains("ERROR"))).hasSize(1);
  }

  @Test
  @DisplayName("C08 locked out of Salesforce the work waits, with one alarm, and resumes")
  void c08Salesforce(CapturedOutput output) {
    salesforce.faults().inject(refusedLogin().always());
    salesforce.revokeTokens();
    var shared = shared(Deal.named(unique("Locked out here")));

    until(
        () ->
            assertThat(connector.inbox().entries(EntryState.WAITING, 100))
                .anySatisfy(
                    entry -> {
                      assertThat(entry.subject()).isEqualTo("referral/" + shared);
                      assertThat(entry.attempts()).isGreaterThan(1);
                    }));
    until(
        () ->
            assertThat(connector.readiness().at("/components/salesforce/status").asText())
                .isEqualTo("DOWN"));

    salesforce.faults().clear();

    opportunityOf(shared);
    untilIdle();
    assertThat(connector.inbox().count(EntryState.DEAD)).isZero();
    assertThat(output.getOut().lines().filter(line -> line.contains("ERROR"))).hasSize(1);
  }

  private static io.cosell.sandbox.server.Fault refusedLogin() {
    return io.cosell.sandbox.server.Fault.named("status")
        .on("POST", "/services/oauth2/token")
        .with("status", 400)
        .with(
            "body",
            "{\"error\":\"invalid_grant\",\"error_description\":\"authentication failure\"}");
  }
}
