package io.cosell.sandbox.bench;

import io.cosell.sandbox.ConnectorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The connector as a user would run it: its jar, in a process and a directory of its own. */
final class ConnectorProcess implements AutoCloseable {
  /** Measured best: half the processor time of the usual ones until ready, a third less after. */
  static final List<String> JAVA_OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

  private final BenchSettings settings;
  private final int port = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private Duration cpuOfFormer = Duration.ZERO;
  private long peakOfFormer;

  /** Sets up the directory: routes, mapping and properties; nothing of an earlier run. */
  ConnectorProcess(BenchSettings settings, Clouds clouds) {
    this.settings = settings;
    var directory = settings.directory();
    try {
      delete(directory);
      Files.createDirectories(directory);
      copy(Path.of("routes"), directory.resolve("routes"));
      copy(Path.of("mapping"), directory.resolve("mapping"));
      Files.write(directory.resolve("application.properties"), properties(clouds));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "connector-end"));
  }

  private List<String> properties(Clouds clouds) {
    var lines = new ArrayList<String>();
    new ConnectorSettings(clouds.salesforce(), clouds.partnerCenter(), port, settings.directory())
        .asMap()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("spring.datasource")) {
                lines.add(name + "=" + value.replace("\\", "\\\\"));
              }
            });
    lines.addAll(settings.connector());
    return lines;
  }

  /**
   * Starts it and waits until it says it is ready.
   *
   * @return how long that took, in milliseconds
   */
  double start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.java());
    command.add("-jar");
    command.add(settings.jar().toString());
    long start = System.nanoTime();
    try {
      process =
          new ProcessBuilder(command)
              .directory(settings.directory().toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!isReady()) {
      boolean late = System.nanoTime() - start > LONGEST_START.toNanos();
      if (late || !process.isAlive()) {
        throw new IllegalStateException(
            "The connector " + (late ? "is not ready" : "has ended") + "; see " + log());
      }
      Clouds.pause(20);
    }
    return Percentiles.millis(start, System.nanoTime());
  }

  /** Its log. */
  Path log() {
    return settings.directory().resolve("connector.log");
  }

  private boolean isReady() {
    var readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    try {
      var request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Ends it as kill -9 does and waits until it is gone. */
  void kill() {
    cpuOfFormer = cpu();
    peakOfFormer = peakMegabytes();
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Processor time so far, with that of killed ones. */
  Duration cpu() {
    return cpuOfFormer.plus(process.info().totalCpuDuration().orElse(Duration.ZERO));
  }

  /** The most memory it ever had; 0 where the system does not tell. */
  long peakMegabytes() {
    try {
      var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
      var found = PEAK.matcher(status);
      return Math.max(peakOfFormer, found.find() ? Long.parseLong(found.group(1)) / 1024 : 0);
    } catch (IOException e) {
      return peakOfFormer;
    }
  }

  /** Asks it to end and waits for that, half a minute at most. */
  void stop() {
    process.destroy();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
