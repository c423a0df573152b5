package io.cosell.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SandboxSettingsTest {
  @Test
  void everythingHasItsUsualPlace() {
    var settings = SandboxSettings.of();

    assertThat(settings.deskPort()).isEqualTo(8090);
    assertThat(settings.salesforcePort()).isEqualTo(8091);
    assertThat(settings.partnerCenterPort()).isEqualTo(8092);
    assertThat(settings.identityPort()).isEqualTo(8093);
    assertThat(settings.connectorPort()).isEqualTo(8080);
    assertThat(settings.latency()).isEqualTo(100);
    assertThat(settings.samples()).isTrue();
    assertThat(settings.sandboxOnly()).isFalse();
    assertThat(settings.directory()).isEqualTo(Path.of("target/sandbox"));
  }

  @Test
  void argumentsWinAndTheOthersAreForTheConnector() {
    var settings =
        SandboxSettings.of(
            "--sandbox.desk.port=9090", "--server.port=9080", "--cosell.sync.mode=plan");

    assertThat(settings.deskPort()).isEqualTo(9090);
    assertThat(settings.connectorPort()).isEqualTo(9080);
    assertThat(settings.connectorArguments())
        .isEqualTo(List.of("--server.port=9080", "--cosell.sync.mode=plan"));
  }

  @Test
  void aSandboxAloneIsEmptyAndFast() {
    var settings = SandboxSettings.of("--sandbox-only");

    assertThat(settings.sandboxOnly()).isTrue();
    assertThat(settings.samples()).isFalse();
    assertThat(settings.latency()).isZero();
  }

  @Test
  void saysWhichSettingIsNoNumber() {
    assertThatThrownBy(() -> SandboxSettings.of("--sandbox.desk.port=many"))
        .hasMessage("--sandbox.desk.port must be a whole number, not 'many'");
  }
}
