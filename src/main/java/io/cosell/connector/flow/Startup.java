package io.cosell.connector.flow;

import io.cosell.connector.database.DatabaseWatch;
import io.cosell.connector.inbox.Inbox;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.partnercenter.PartnerCenter;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.replica.Leases;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.SubscriptionHolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Lets the connector work only when settings and both clouds are as they must be. Until then it
 * says what is wrong and looks again, without a restart; nothing is written to either side
 * meanwhile.
 */
@Component
class Startup implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Startup.class);

  private final Mapping mapping;
  private final PartnerCenter partnerCenter;
  private final Salesforce salesforce;
  private final SubscriptionHolder subscription;
  private final Dispatcher dispatcher;
  private final Inbox inbox;
  private final Leases leases;
  private final CamelContext camel;
  private final StartupProperties settings;
  private final SyncProperties sync;
  private final DatabaseWatch database;
  private final LastWords lastWords;
  private final boolean databaseIsOurs;
  private volatile List<Problem> problems =
      List.of(new Problem("start-up check", "running", "wait until it is through"));
  private volatile boolean running;
  private CountDownLatch stopped = new CountDownLatch(0);
  private Thread thread;

  /**
   * How the connector starts and stops.
   *
   * @param checkAgain how long to wait before a failed start-up check is repeated
   * @param grace how long work under way may take when the connector is stopped; what is not
   *     finished by then is handed back. The process ends at most ten seconds later
   */
  @ConfigurationProperties("cosell.startup")
  record StartupProperties(
      @DefaultValue("10s") Duration checkAgain, @DefaultValue("20s") Duration grace) {}

  Startup(
      Mapping mapping,
      PartnerCenter partnerCenter,
      Salesforce salesforce,
      SubscriptionHolder subscription,
      Dispatcher dispatcher,
      Inbox inbox,
      Leases leases,
      CamelContext camel,
      StartupProperties settings,
      SyncProperties sync,
      DatabaseWatch database,
      LastWords lastWords,
      Environment environment) {
    this.mapping = mapping;
    this.partnerCenter = partnerCenter;
    this.salesforce = salesforce;
    this.subscription = subscription;
    this.dispatcher = dispatcher;
    this.inbox = inbox;
    this.leases = leases;
    this.camel = camel;
    this.settings = settings;
    this.sync = sync;
    this.database = database;
    this.lastWords = lastWords;
    this.databaseIsOurs =
        environment.getProperty("spring.datasource.url", "").startsWith("jdbc:h2:");
  }

  /** What is wrong; empty once the connector works. */
  List<Problem> problems() {
    return problems;
  }

  /** What the start-up check found worth knowing about the org. */
  List<String> notices() {
    return salesforce.notices();
  }

  /**
   * Begins once the application is ready. Not earlier: Spring would start Camel for it, before it
   * has any routes.
   */
  @Override
  @EventListener(ApplicationReadyEvent.class)
  public void start() {
    running = true;
    stopped = new CountDownLatch(1);
    thread = new Thread(this::checkUntilRight, "start-up-check");
    thread.start();
  }

  /**
   * Takes no more work, ends the subscription, and gives work under way the rest of the grace time.
   */
  @Override
  public synchronized void stop() {
    long deadline = System.nanoTime() + settings.grace().toNanos();
    running = false;
    stopped.countDown();
    dispatcher.stopHandingOut(settings.grace());
    var unsubscribed = CompletableFuture.runAsync(subscription::stop, Startup::inItsOwnThread);
    lastWords.handedBack(
        dispatcher.finish(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    unsubscribed.join();
  }

  /** A good-bye nobody answers takes none of the time that work under way has. */
  private static void inItsOwnThread(Runnable task) {
    new Thread(task, "unsubscribe").start();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public boolean isAutoStartup() {
    return false;
  }

  /** Before everything else stops. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  private void checkUntilRight() {
    try {
      List<Problem> told = List.of();
      while (running) {
        var found = check();
        if (found.isEmpty()) {
          found = opened();
        }
        problems = found;
        if (found.isEmpty()) {
          return;
        }
        for (var problem : found) {
          if (!told.contains(problem)) {
            log.error("The connector cannot work yet. {}", problem);
          }
        }
        told = found;
        if (stopped.await(settings.checkAgain().toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.error("The start-up check failed unexpectedly; restart the connector", e);
      problems = List.of(new Problem("start-up check", "failed", String.valueOf(e.getMessage())));
    }
  }

  private List<Problem> check() {
    var refusal = database.look();
    if (refusal.isPresent()) {
      return List.of(databaseRefuses(refusal.get()));
    }
    var found = new ArrayList<Problem>();
    found.addAll(sync.problems());
    found.addAll(asked("mapping table", mapping::check));
    found.addAll(asked("Partner Center", partnerCenter::check));
    var wrong = asked("Salesforce", salesforce::check);
    found.addAll(wrong);
    if (!sync.coSellOnly() && wrong.isEmpty()) {
      found.addAll(asked("Salesforce", salesforce::checkLeads));
    }
    if (found.isEmpty()) {
      found.addAll(asked("mapping table", () -> mapping.check(salesforce.org())));
      found.addAll(asked("customers", () -> mapping.customers(salesforce.org()).problems()));
    }
    if (!sync.coSellOnly() && found.isEmpty()) {
      found.addAll(asked("mapping table", () -> mapping.leads().check(salesforce.org())));
    }
    return List.copyOf(found);
  }

  private static List<Problem> asked(String whom, Supplier<List<Problem>> check) {
    try {
      return check.get();
    } catch (RuntimeException e) {
      return List.of(
          new Problem(whom, "not reachable", e.getMessage() + "; it is asked again in a moment"));
    }
  }

  private static Problem databaseRefuses(String cause) {
    return new Problem("spring.datasource.url", cause, "see that the database works");
  }

  /** Opens, unless the connector is being stopped; the problem is a database that went away. */
  private synchronized List<Problem> opened() throws Exception {
    try {
      if (running) {
        open();
      }
      return List.of();
    } catch (RuntimeException e) {
      if (!database.suspects(e)) {
        throw e;
      }
      return List.of(databaseRefuses(String.valueOf(e.getMessage())));
    }
  }

  private void open() throws Exception {
    if (databaseIsOurs) {
      leases.releaseAfterCrash();
      int unfinished = inbox.giveBackAfterCrash();
      if (unfinished > 0) {
        log.info(
            "{} entries were under way when the connector ended; they are offered again",
            unfinished);
      }
    }
    if (sync.mayWriteSalesforce() || sync.mayWritePartnerCenter()) {
      int heldBack = inbox.offerHeldBack();
      if (heldBack > 0) {
        log.info("{} entries were held back by cosell.sync; they are looked at again", heldBack);
      }
    }
    dispatcher.start();
    subscription.start();
    inbox.accept(Subjects.selfTest("at start"));
    inbox.accept(Subjects.comparison("at start"));
    for (var timer :
        List.of(Timers.COMPARISON, Timers.REGISTRATION, Timers.SELF_TEST, Timers.HOUSEKEEPING)) {
      if (camel.getRoute(timer) != null) {
        camel.getRouteController().startRoute(timer);
      }
    }
    if (sync.comparesEverythingByTheClock()) {
      camel.getRouteController().startRoute(Timers.FULL_COMPARISON);
    }
    notices().forEach(log::info);
    log.info(
        "The connector works; mode to Salesforce: {}, to Partner Center: {}",
        sync.modeToSalesforce(),
        sync.modeToPartnerCenter());
  }
}
