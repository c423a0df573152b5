package io.cosell.connector.flow;

import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.inbox.InboxProperties;
import io.cosell.connector.replica.Leases;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Hands the inbox's entries to workers as long as there are any free. Wakes at once when something
 * is accepted, and looks now and then for what became due.
 */
@Component
class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Inbox inbox;
  private final Leases leases;
  private final Worker worker;
  private final InboxProperties settings;
  private final SyncProperties sync;
  private final Semaphore bell = new Semaphore(0);
  private final Semaphore free;
  private volatile boolean running;
  private Thread thread;
  private ExecutorService workers;

  Dispatcher(
      Inbox inbox, Leases leases, Worker worker, InboxProperties settings, SyncProperties sync) {
    this.inbox = inbox;
    this.leases = leases;
    this.worker = worker;
    this.settings = settings;
    this.sync = sync;
    this.free = new Semaphore(settings.workers());
  }

  /** Begins to hand out work. */
  synchronized void start() {
    if (running) {
      return;
    }
    running = true;
    var number = new AtomicInteger();
    workers =
        Executors.newFixedThreadPool(
            settings.workers(), task -> new Thread(task, "worker-" + number.incrementAndGet()));
    inbox.onWork(bell::release);
    thread = new Thread(this::run, "dispatcher");
    thread.start();
  }

  /**
   * Stops handing out work and waits for what is under way; what is not finished in time is given
   * back.
   *
   * @return true when all work was finished
   */
  synchronized boolean stop(long millis) {
    if (!running) {
      return true;
    }
    running = false;
    bell.release();
    workers.shutdown();
    try {
      boolean finished = workers.awaitTermination(millis, TimeUnit.MILLISECONDS);
      if (!finished) {
        log.warn("{} entries are given back unfinished", inbox.giveBackAll());
        leases.releaseHeld();
        workers.shutdownNow();
      }
      thread.join(millis);
      return finished;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (running) {
      try {
        boolean paused = sync.mode() == SyncProperties.Mode.PAUSED;
        if (paused || handOut() == 0) {
          bell.tryAcquire(settings.lookEvery().toMillis(), TimeUnit.MILLISECONDS);
        }
        bell.drainPermits();
      } catch (DataAccessException | TransactionException e) {
        log.error("The database refuses; the inbox looks again in a moment: {}", e.getMessage());
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private int handOut() {
    int places = free.availablePermits();
    if (places == 0) {
      return 0;
    }
    List<Entry> claimed = inbox.claim(places);
    for (var entry : claimed) {
      free.acquireUninterruptibly();
      workers.execute(
          () -> {
            try {
              worker.work(entry);
            } finally {
              free.release();
              bell.release();
            }
          });
    }
    return claimed.size();
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
