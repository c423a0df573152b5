package io.cosell.connector.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RouteWatchTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void endsAtOnceHoweverSeldomItLooks(@TempDir Path folder, CapturedOutput output) {
    var settings =
        new RoutesProperties(
            folder.toString(), true, LONG, Duration.ZERO, LONG, LONG, false, List.of());
    var directory = new RouteDirectory(folder);
    var taken = new CountDownLatch(1);
    var watch = new RouteWatch(directory, settings, () -> false, content -> taken.countDown());
    watch.start(directory.read());
    await()
        .until(
            () -> {
              Files.writeString(folder.resolve("a.camel.yaml"), "# edited");
              return taken.getCount() == 0;
            });
    var asked = System.nanoTime();

    watch.close();

    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
    assertThat(output.getAll())
        .doesNotContain("Edits of route files are no longer noticed")
        .doesNotContain("The route files could not be looked at");
  }
}
