package io.cosell.connector.routing;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the folder's content has changed and hands it over once it has come to rest.
 *
 * <p>What counts is the text of the files, so swapped symbolic links and volumes that report no
 * events are noticed too, at the next regular look.
 */
final class RouteWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RouteWatch.class);
  private static final int QUIET_PERIODS_AT_MOST = 10;

  private final RouteDirectory directory;
  private final RoutesProperties settings;
  private final BooleanSupplier retryIsDue;
  private final Consumer<RouteDirectory.Content> taker;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Thread thread;
  private WatchService events;
  private WatchKey key;

  RouteWatch(
      RouteDirectory directory,
      RoutesProperties settings,
      BooleanSupplier retryIsDue,
      Consumer<RouteDirectory.Content> taker) {
    this.directory = directory;
    this.settings = settings;
    this.retryIsDue = retryIsDue;
    this.taker = taker;
  }

  /** Starts to look for content that differs from this. */
  synchronized void start(RouteDirectory.Content known) {
    try {
      events = FileSystems.getDefault().newWatchService();
    } catch (IOException e) {
      noLonger(e);
      return;
    }
    thread = new Thread(() -> run(known), "route-files");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends watching; waits for a swap that is under way. */
  @Override
  public synchronized void close() {
    closing.countDown();
    if (thread == null) {
      return;
    }
    try {
      events.close(); // so that nobody waits for an event
      thread.join(settings.drainTimeout().toMillis());
    } catch (IOException e) {
      log.debug("The watch on the route files could not be closed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void noLonger(Exception cause) {
    log.error("Edits of route files are no longer noticed; restart the connector", cause);
  }

  private void run(RouteDirectory.Content start) {
    var known = start;
    try {
      while (closing.getCount() > 0) {
        try {
          known = look(known);
        } catch (ClosedWatchServiceException e) {
          throw e;
        } catch (RuntimeException | LinkageError e) {
          log.error("The route files could not be looked at; trying again", e);
          pause(settings.pollInterval());
        }
      }
    } catch (ClosedWatchServiceException e) {
      if (closing.getCount() > 0) {
        noLonger(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RouteDirectory.Content look(RouteDirectory.Content known) throws InterruptedException {
    waitForEvent();
    var content = directory.read();
    if (closing.getCount() == 0 || content.equals(known) && !retryIsDue.getAsBoolean()) {
      return known;
    }
    content = atRest(content);
    taker.accept(content);
    return content;
  }

  private RouteDirectory.Content atRest(RouteDirectory.Content first) throws InterruptedException {
    var content = first;
    for (int i = 0; i < QUIET_PERIODS_AT_MOST && !pause(settings.quietPeriod()); i++) {
      var next = directory.read();
      if (next.equals(content)) {
        break;
      }
      content = next;
    }
    return content;
  }

  private void waitForEvent() throws InterruptedException {
    if (key == null || !key.isValid()) {
      try {
        key =
            directory
                .path()
                .register(
                    events,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
      } catch (IOException e) {
        pause(settings.pollInterval()); // no such folder yet, or no events there: look regularly
        return;
      }
    }
    var signalled = events.poll(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
    if (signalled != null) {
      signalled.pollEvents();
      signalled.reset();
    }
  }

  /** Returns true at once when the watch is being closed. */
  private boolean pause(Duration time) throws InterruptedException {
    return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
