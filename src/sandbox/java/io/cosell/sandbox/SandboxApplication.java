package io.cosell.sandbox;

import io.cosell.connector.ConnectorApplication;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Starts both simulators with sample deals, the desk, and the connector between them.
 *
 * <p>With {@code --sandbox-only} (in Maven: {@code -Dspring-boot.run.arguments=--sandbox-only}) it
 * starts no connector and prints the settings that one in another process needs.
 */
public final class SandboxApplication {
  private SandboxApplication() {}

  /** Runs until the process is ended. */
  public static void main(String[] args) throws InterruptedException {
    var settings = SandboxSettings.of(args);
    keepQuietUntilTheConnectorLogs();
    var sandbox = start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-end"));
    var file =
        sandbox.connectorSettings().writeTo(settings.directory().resolve("connector.properties"));
    if (settings.sandboxOnly()) {
      say(withoutConnector(sandbox, file.toString()));
      new CountDownLatch(1).await();
      return;
    }
    startConnector(sandbox, settings);
    say(withConnector(sandbox, settings));
  }

  /** Ends the process when a port is taken: what has started already would keep it alive. */
  private static Sandbox start(SandboxSettings settings) {
    try {
      return new Sandbox(settings, Clock.systemUTC());
    } catch (IllegalStateException e) {
      System.err.println(
          e.getMessage()
              + ". Is another sandbox running? Other ports: --sandbox.desk.port,"
              + " --sandbox.salesforce.port, --sandbox.partner-center.port,"
              + " --sandbox.partner-center.identity-port");
      System.exit(1);
      throw e;
    }
  }

  private static void keepQuietUntilTheConnectorLogs() {
    LoggingSystem.get(SandboxApplication.class.getClassLoader()).beforeInitialize();
  }

  private static void startConnector(Sandbox sandbox, SandboxSettings settings) {
    var connector = new SpringApplication(ConnectorApplication.class);
    connector.addInitializers(new ConnectorClassesOnly());
    var arguments = sandbox.connectorSettings().asArguments(settings.connectorArguments());
    try {
      connector.run(arguments.toArray(String[]::new));
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  private static String withConnector(Sandbox sandbox, SandboxSettings settings) {
    return """

        The sandbox is up.

          Desk        %s
          Connector   http://127.0.0.1:%d   (user operator, password sandbox)
          Salesforce  %s
          Partner     %s   (identity %s)

        Open the desk and try:
          1. Watch the sample deals arrive on the other side.
          2. Tick "Sync" on "Clinic appointment bot": it appears in Partner Center.
          3. Move "Cold chain control room" off "On Hold" in Salesforce: Microsoft's offer is accepted.
          4. Change an amount on either side and read how long it took.
        End with Ctrl+C.
        """
        .formatted(
            sandbox.desk().url(),
            settings.connectorPort(),
            sandbox.salesforce().url(),
            sandbox.partnerCenter().apiUrl(),
            sandbox.partnerCenter().authority());
  }

  private static String withoutConnector(Sandbox sandbox, String file) {
    return """

        The sandbox is up, without a connector.

          Desk        %s
          Salesforce  %s   (admin API under /sandbox)
          Partner     %s   (admin API under /sandbox)

        A connector needs these settings, also in %s:

        %s
        """
        .formatted(
            sandbox.desk().url(),
            sandbox.salesforce().url(),
            sandbox.partnerCenter().apiUrl(),
            file,
            sandbox.connectorSettings().asProperties());
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
