package io.cosell.sandbox.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the benchmark is asked to do.
 *
 * @param latency milliseconds each API call takes in both clouds
 * @param singles single changes of each kind that are measured; 0 leaves this part out
 * @param warmUp changes of each kind before those
 * @param kinds which kinds of single change
 * @param referrals referrals that come in at once, then edits that go out; 0 leaves this part out
 * @param sharing how many of them share their customer with another one
 * @param kill ends the connector by kill -9 halfway and starts it again
 * @param idle seconds of quiet in which calls are counted; 0 leaves this part out
 * @param patience seconds without any progress after which what is missing counts as lost
 * @param jar the connector
 * @param directory where the connector runs
 * @param java options of the connector's virtual machine
 * @param connector further settings of the connector, {@code name=value}
 */
record BenchSettings(
    int latency,
    int singles,
    int warmUp,
    Set<Kind> kinds,
    int referrals,
    int sharing,
    boolean kill,
    int idle,
    int patience,
    Path jar,
    Path directory,
    List<String> java,
    List<String> connector) {

  static final String HELP =
      """
      Measures how fast changes travel between a Partner Center and a Salesforce that behave like
      the real ones, through a connector in a process of its own.

        --latency=100       milliseconds each API call takes in both clouds
        --singles=30        single changes of each kind, one after the other; 0: none
        --warm-up=20        changes of each kind before those, not measured
        --kinds=…           only these, by comma: inbound-create, inbound-update, outbound-update,
                            outbound-private, outbound-co-sell
        --referrals=200     referrals that come in at once, then as many edits that go out; 0: none
        --sharing=37        how many of the referrals share their customer with another one
        --kill              kill -9 of the connector halfway through each, and a start at once
        --idle=0            seconds of quiet in which calls are counted
        --patience=60       seconds without any progress after which what is missing is lost
        --jar=…             the connector (target/cosell-connector.jar)
        --directory=…       where it runs (target/bench); emptied first
        --java="…"          options of its virtual machine
        --set=name=value    a setting of the connector; may be repeated

      Ends with 1 when something was lost or doubled, 2 for a wrong option, 3 when it could not run.
      """;

  /** The settings in these arguments; an unknown one is refused with its name. */
  static BenchSettings of(String... arguments) {
    var values = new HashMap<String, String>();
    var connector = new ArrayList<String>();
    for (var argument : arguments) {
      var parts = argument.split("=", 2);
      if (!parts[0].startsWith("--")) {
        throw new IllegalArgumentException("'" + argument + "' is no option; see --help");
      }
      var value = parts.length == 2 ? parts[1] : "true";
      if (parts[0].equals("--set")) {
        connector.add(value);
      } else {
        values.put(parts[0].substring(2), value);
      }
    }
    var settings =
        new BenchSettings(
            number(values, "latency", 100),
            number(values, "singles", 30),
            number(values, "warm-up", 20),
            kinds(values.remove("kinds")),
            number(values, "referrals", 200),
            number(values, "sharing", 37),
            Boolean.parseBoolean(values.remove("kill")),
            number(values, "idle", 0),
            number(values, "patience", 60),
            path(values, "jar", "target/cosell-connector.jar"),
            path(values, "directory", "target/bench"),
            java(values.remove("java")),
            List.copyOf(connector));
    if (!values.isEmpty()) {
      throw new IllegalArgumentException(
          "No such option: --" + String.join(", --", values.keySet()) + "; see --help");
    }
    return settings;
  }

  private static Set<Kind> kinds(String text) {
    var all = Set.of(Kind.values());
    if (text == null) {
      return all;
    }
    return Set.copyOf(
        Arrays.stream(text.split(","))
            .map(name -> Kind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
            .toList());
  }

  private static List<String> java(String text) {
    return text == null ? ConnectorProcess.JAVA_OPTIONS : List.of(text.strip().split("\\s+"));
  }

  private static int number(Map<String, String> values, String name, int usual) {
    var text = values.remove(name);
    try {
      return text == null ? usual : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + " must be a whole number", e);
    }
  }

  private static Path path(Map<String, String> values, String name, String usual) {
    var text = values.remove(name);
    return Path.of(text == null ? usual : text).toAbsolutePath();
  }
}
