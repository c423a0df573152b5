package io.cosell.connector.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.TestDatabase;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.partnercenter.ServiceAccount;
import io.cosell.sandbox.server.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/** The beans of this package in a real application context, watched through its health endpoint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartnerCenterHealthTest {
  private final PartnerCenterSandbox sandbox =
      new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start();
  private ConfigurableApplicationContext application;
  private PartnerCenter partnerCenter;

  /** Not a configuration by annotation, so that no other context finds it. */
  @EnableAutoConfiguration
  @ComponentScan({
    "io.cosell.connector.partnercenter",
    "io.cosell.connector.remote",
    "io.cosell.connector.replica"
  })
  @ConfigurationPropertiesScan({
    "io.cosell.connector.partnercenter",
    "io.cosell.connector.remote",
    "io.cosell.connector.replica"
  })
  static class OnlyTheseParts {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    var properties = new HashMap<String, Object>();
    Client.settings(sandbox, folder)
        .forEach((key, value) -> properties.put("cosell." + key, value));
    properties.put("cosell.partner-center.probe-interval", "200ms");
    properties.put("cosell.partner-center.sign-in-pause", "200ms");
    properties.put("cosell.encryption-key-file", folder.resolve("encryption.key").toString());
    properties.put("spring.datasource.url", TestDatabase.h2Url(folder));
    properties.put("management.endpoint.health.show-details", "always");
    properties.put("management.endpoint.health.validate-group-membership", "false");
    application =
        new SpringApplicationBuilder(OnlyTheseParts.class)
            .web(WebApplicationType.NONE)
            .run(
                properties.entrySet().stream()
                    .map(it -> "--" + it.getKey() + "=" + it.getValue())
                    .toArray(String[]::new));
    partnerCenter = application.getBean(PartnerCenter.class);
  }

  @BeforeEach
  void isWellAtFirst() {
    becomes(Status.UP);
  }

  @AfterEach
  void repair() {
    sandbox.api().faults().clear();
    sandbox.account().has(ServiceAccount.Role.REFERRALS_ADMIN);
    sandbox.consentAnew();
  }

  @AfterAll
  void stop() {
    application.close();
    sandbox.close();
  }

  @Test
  void callsNoApiWhileAllIsWell() {
    sandbox.api().journal().clear();
    sandbox.identity().journal().clear();

    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(sandbox.api().journal().all()).isEmpty());

    assertThat(sandbox.identity().journal().all()).isEmpty();
  }

  @Test
  void isDownWhileTheApiFailsAndUpSoonAfter() {
    sandbox.api().faults().inject(Fault.named("status").always().with("status", 503));
    Assertions.assertThatExceptionOfType(RemoteUnavailableException.class)
        .isThrownBy(() -> partnerCenter.create(Deal.named("Not now").json()));
    becomes(Status.DOWN);

    sandbox.api().faults().clear();

    becomes(Status.UP);
  }

  @Test
  void isDownWhileTheRoleIsMissing() {
    sandbox.account().has(ServiceAccount.Role.NONE);
    Assertions.assertThatExceptionOfType(RemoteUnavailableException.class)
        .isThrownBy(() -> partnerCenter.engagement("b7a7d8e2-52c4-4a6b-8a0e-64d1b9a5c202"))
        .withMessageContaining("Referrals admin");
    becomes(Status.DOWN);

    sandbox.account().has(ServiceAccount.Role.REFERRALS_ADMIN);

    becomes(Status.UP);
  }

  @Test
  void isDownWhileTheSignInIsRevokedAndSaysWhatToDo() {
    sandbox.revokeRefreshTokens();
    sandbox.revokeAccessTokens();
    Assertions.assertThatExceptionOfType(RemoteUnavailableException.class)
        .isThrownBy(() -> partnerCenter.read("b7a7d8e2-52c4-4a6b-8a0e-64d1b9a5c202"));
    becomes(Status.DOWN);
    assertThat(details()).contains("signedIn=false").contains("set the new refresh token");

    sandbox.consentAnew();

    becomes(Status.UP);
  }

  @Test
  void isNotDownBecauseOneCallWasRefused() {
    var created = partnerCenter.create(Deal.named("Fine").json());
    sandbox.asPortalUser().wins(created.id());

    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(health().getStatus()).isEqualTo(Status.UP));
  }

  private void becomes(Status status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(health().getStatus()).as(this::details).isEqualTo(status));
  }

  private HealthComponent health() {
    return application.getBean(HealthEndpoint.class).healthForPath("partnerCenter");
  }

  private String details() {
    return ((org.springframework.boot.actuate.health.Health) health()).getDetails().toString();
  }
}
