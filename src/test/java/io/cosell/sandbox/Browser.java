package io.cosell.sandbox;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A Chromium without a window, for tests of pages. Where browser or driver is missing, the test is
 * skipped and says so; with the environment variable {@code CI=true} it fails instead.
 */
public final class Browser {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> DRIVERS = List.of("chromedriver");

  private Browser() {}

  /** A browser with a window of this size; the caller quits it. */
  public static ChromeDriver open(int width, int height) {
    var browser = require("Chromium", BROWSERS);
    var driver = require("chromedriver", DRIVERS);
    var options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--hide-scrollbars",
        "--window-size=" + width + "," + height);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(driver.toFile()).build();
    return new ChromeDriver(service, options);
  }

  private static Path require(String what, List<String> names) {
    return find(names).orElseGet(() -> missing(what, names));
  }

  private static Path missing(String what, List<String> names) {
    var message =
        what + " is not installed (no " + String.join(", ", names) + " on the PATH), so no browser";
    if ("true".equals(System.getenv("CI"))) {
      return fail(message);
    }
    return abort(message + " test runs here");
  }

  private static Optional<Path> find(List<String> names) {
    var path = System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator);
    return names.stream()
        .flatMap(name -> Stream.of(path).map(directory -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
