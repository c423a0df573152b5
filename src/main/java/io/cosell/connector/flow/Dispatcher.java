package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.inbox.InboxProperties;
import io.cosell.connector.replica.Leases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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
  private static final int LOOKS_PER_CLAIM = 4;

  private final Inbox inbox;
  private final Leases leases;
  private final Worker worker;
  private final InboxProperties settings;
  private final SyncProperties sync;
  private final DatabaseWatch database;
  private final Semaphore bell = new Semaphore(0);
  private final Semaphore free;
  private volatile boolean running;
  private long forgottenAt = System.nanoTime();
  private Thread thread;
  private ExecutorService workers;

  Dispatcher(
      Inbox inbox,
      Leases leases,
      Worker worker,
      InboxProperties settings,
      SyncProperties sync,
      DatabaseWatch database) {
    this.database = database;
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

  /** From now on no work begins. Waits until that is so, but not for work under way. */
  synchronized void stopHandingOut(Duration most) {
    if (!running) {
      return;
    }
    running = false;
    bell.release();
    workers.shutdown();
    try {
      thread.join(most.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits for what is under way; what is not finished in time is handed back, free for anybody at
   * once.
   *
   * @return how many entries were handed back
   */
  synchronized int finish(Duration most) {
    if (workers == null) {
      return 0;
    }
    try {
      workers.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int handedBack = handBack();
    workers.shutdownNow();
    return handedBack;
  }

  private int handBack() {
    try {
      int entries = inbox.giveBackAll();
      leases.releaseHeld();
      return entries;
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          "What is under way cannot be handed back, as the database refuses; it is offered again when"
              + " its claim ends: {}",
          e.getMessage());
      return 0;
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
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (!database.suspects(e)) {
          log.error("The inbox could not be looked at; it is looked at again in a moment", e);
        }
        forgottenAt = System.nanoTime();
        pause();
      }
    }
  }

  private int handOut() {
    if (System.nanoTime() - forgottenAt >= 0) {
      inbox.giveBackForgotten();
      forgottenAt = System.nanoTime() + settings.claim().toNanos() / LOOKS_PER_CLAIM;
    }
    int places = free.availablePermits();
    if (places == 0) {
      return 0;
    }
    List<Entry> claimed = inbox.claim(places);
    claimed.forEach(this::begin);
    return claimed.size();
  }

  private void begin(Entry entry) {
    free.acquireUninterruptibly();
    try {
      workers.execute(
          () -> {
            try {
              worker.work(entry);
            } finally {
              free.release();
              bell.release();
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("{} was claimed while the connector stops; it is handed back", entry.subject());
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
