package io.cosell.connector.flow;

import static org.awaitility.Awaitility.await;

import io.cosell.connector.ConnectorApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The connector in a process of its own, so that it can be killed. */
final class ConnectorProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final Map<String, String> settings;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  /**
   * Not started yet.
   *
   * @param log where its output goes
   */
  ConnectorProcess(Map<String, String> settings, Path log) {
    this.settings = settings;
    this.log = log;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** Starts it; again with the same data if it ran before. */
  ConnectorProcess start() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(ConnectorApplication.class.getName());
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  ConnectorProcess untilReady() {
    await("the connector is ready, see " + log)
        .atMost(LONGEST_START)
        .pollInterval(Duration.ofMillis(100))
        .until(this::isReady);
    return this;
  }

  boolean isReady() {
    return status("/actuator/health/readiness") == 200;
  }

  private int status(String path) {
    var address = URI.create("http://127.0.0.1:" + settings.get("server.port") + path);
    try {
      var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Lets it stand still as on a machine that has other things to do, until it is {@link #thaw}ed.
   */
  void freeze() {
    signal("STOP");
  }

  /** Lets it go on as if no time had passed. */
  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    waitForEnd();
  }

  /** Asks it to end, as {@code SIGTERM} does; true when it did in time. */
  boolean terminate(Duration grace) {
    process.destroy();
    try {
      return process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it ended with. */
  int exitCode() {
    return process.exitValue();
  }

  /** What it has said so far, over all its starts. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last thing it said. */
  String lastLine() {
    return log().stripTrailing().lines().reduce((before, line) -> line).orElse("");
  }

  private void waitForEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
    }
  }
}
