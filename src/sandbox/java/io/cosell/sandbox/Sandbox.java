package io.cosell.sandbox;

import io.cosell.sandbox.desk.Desk;
import io.cosell.sandbox.desk.SampleDeals;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Both simulators and the desk, together. */
final class Sandbox implements AutoCloseable {
  private final SalesforceSandbox salesforce;
  private final PartnerCenterSandbox partnerCenter;
  private final Desk desk;
  private final ConnectorSettings connectorSettings;

  /** Starts everything; what an earlier run left in the directory is deleted. */
  Sandbox(SandboxSettings settings, Clock clock) {
    forget(settings.directory());
    salesforce =
        new SalesforceSandbox(
                SalesforceOptions.builder().port(settings.salesforcePort()).clock(clock).build())
            .start();
    partnerCenter =
        new PartnerCenterSandbox(
                PartnerCenterOptions.defaults()
                    .onPorts(settings.partnerCenterPort(), settings.identityPort())
                    .withClock(clock))
            .start();
    if (settings.samples()) {
      new SampleDeals(salesforce, partnerCenter, clock).plant();
    }
    connectorSettings =
        new ConnectorSettings(
            salesforce, partnerCenter, settings.connectorPort(), settings.directory());
    desk =
        new Desk(
                settings.deskPort(),
                salesforce,
                partnerCenter,
                clock,
                Map.of("Connector", "http://127.0.0.1:" + settings.connectorPort()))
            .latency(settings.latency())
            .start();
  }

  /** The simulators forget everything when they end, so the connector's memory must go, too. */
  private static void forget(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (var files = Files.newDirectoryStream(directory, "cosell.*")) {
      for (var file : files) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SalesforceSandbox salesforce() {
    return salesforce;
  }

  PartnerCenterSandbox partnerCenter() {
    return partnerCenter;
  }

  Desk desk() {
    return desk;
  }

  ConnectorSettings connectorSettings() {
    return connectorSettings;
  }

  @Override
  public void close() {
    desk.close();
    salesforce.close();
    partnerCenter.close();
  }
}
