package io.cosell.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the sandbox is started with. Each setting is an argument ({@code --sandbox.desk.port=8090})
 * or a system property of the same name; everything else is for the connector.
 *
 * @param salesforcePort port of the Salesforce simulator
 * @param partnerCenterPort port of both Partner Center APIs
 * @param identityPort https port of Partner Center's OAuth authority and signing certificate
 * @param deskPort port of the desk
 * @param latency milliseconds each call to a simulator takes at first
 * @param samples whether the sample deals are there at first
 * @param directory where certificate, settings and the connector's database are written
 * @param sandboxOnly starts no connector
 * @param connectorPort the connector's HTTP port
 * @param connectorArguments all other arguments
 */
record SandboxSettings(
    int salesforcePort,
    int partnerCenterPort,
    int identityPort,
    int deskPort,
    int latency,
    boolean samples,
    Path directory,
    boolean sandboxOnly,
    int connectorPort,
    List<String> connectorArguments) {

  private static final String ONLY = "--sandbox-only";

  /** The settings in these arguments, in system properties, or the usual ones. */
  static SandboxSettings of(String... arguments) {
    var all = List.of(arguments);
    boolean only = all.contains(ONLY);
    var others = new ArrayList<>(all);
    others.removeIf(it -> it.equals(ONLY) || it.startsWith("--sandbox."));
    return new SandboxSettings(
        number(all, "sandbox.salesforce.port", 8091),
        number(all, "sandbox.partner-center.port", 8092),
        number(all, "sandbox.partner-center.identity-port", 8093),
        number(all, "sandbox.desk.port", 8090),
        number(all, "sandbox.latency", only ? 0 : 100),
        find(all, "sandbox.samples").map(Boolean::parseBoolean).orElse(!only),
        Path.of(find(all, "sandbox.directory").orElse("target/sandbox")),
        only,
        number(all, "server.port", 8080),
        List.copyOf(others));
  }

  private static int number(List<String> arguments, String name, int usual) {
    var text = find(arguments, name);
    try {
      return text.map(Integer::parseInt).orElse(usual);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--" + name + " must be a whole number, not '" + text.orElse("") + "'", e);
    }
  }

  private static Optional<String> find(List<String> arguments, String name) {
    var start = "--" + name + "=";
    return arguments.stream()
        .filter(it -> it.startsWith(start))
        .map(it -> it.substring(start.length()))
        .findFirst()
        .or(() -> Optional.ofNullable(System.getProperty(name)));
  }
}
