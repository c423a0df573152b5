package io.cosell.sandbox.bench;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.boot.logging.LoggingSystem;

/** The benchmark's command; {@code --help} tells its options. */
public final class Bench {
  private Bench() {}

  /** Measures what the arguments ask for and prints one table. */
  public static void main(String[] args) {
    if (Arrays.asList(args).contains("--help")) {
      System.out.print(BenchSettings.HELP);
      return;
    }
    LoggingSystem.get(Bench.class.getClassLoader()).beforeInitialize();
    System.exit(status(args));
  }

  private static int status(String... args) {
    try {
      return run(BenchSettings.of(args)) == 0 ? 0 : 1;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IllegalStateException e) {
      System.err.println("The benchmark ended early: " + e.getMessage());
      return 3;
    }
  }

  private static int run(BenchSettings settings) {
    if (!Files.isRegularFile(settings.jar())) {
      throw new IllegalArgumentException(settings.jar() + " is not there; mvn package makes it");
    }
    var report = new Report();
    int wrong = 0;
    try (var clouds = new Clouds(settings.latency());
        var connector = new ConnectorProcess(settings, clouds)) {
      report.section("the connector");
      double ready = connector.start();
      report.add(
          "start to ready", String.format(Locale.ROOT, "%.1f s", ready / 1000), "target 10 s");
      report.add("CPU until ready", connector.cpu().toMillis() + " ms", "");
      report.add("latency per API call", settings.latency() + " ms", "");
      wrong += singles(settings, clouds, connector, report);
      if (settings.referrals() > 0) {
        wrong += new ManyAtOnce(settings, clouds, connector, report).measure();
      }
      idle(settings, clouds, report);
      report.section("over all");
      report.add("peak memory", connector.peakMegabytes() + " MB", "target 512 MB");
      report.add("virtual machine", String.join(" ", settings.java()), "");
      connector.stop();
    }
    System.out.println(report);
    return wrong;
  }

  private static int singles(
      BenchSettings settings, Clouds clouds, ConnectorProcess connector, Report report) {
    if (settings.singles() == 0) {
      return 0;
    }
    int lost = 0;
    try (var apart = new Clouds(settings.latency())) {
      var singles = new SingleChanges(settings, clouds, connector, new Floor(apart), report);
      for (var kind : Kind.values()) {
        if (settings.kinds().contains(kind)) {
          lost += singles.measure(kind);
        }
      }
    }
    return lost;
  }

  private static void idle(BenchSettings settings, Clouds clouds, Report report) {
    if (settings.idle() == 0) {
      return;
    }
    clouds.awaitQuiet(3_000);
    clouds.forgetCalls();
    Clouds.pause(settings.idle() * 1000L);
    report.section(settings.idle() + " quiet seconds");
    report.add("API calls", clouds.calls().detail(1), "only the periodic comparison");
  }
}
