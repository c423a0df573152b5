package io.cosell.connector.salesforce;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;

/**
 * One streaming connection with one subscription, from its handshake to its end. After {@link
 * StreamWatch} has found it dead it delivers nothing any more.
 */
class Stream implements AutoCloseable {
  static final String COMPONENT = "salesforce-streaming";
  static final String ROUTE = "salesforce-change-events";
  static final String DATABASE_REFUSES = ", because the database refuses";

  private static final Logger log = LoggerFactory.getLogger(Stream.class);
  private static final long POLITENESS_SECONDS = 2;

  private final CamelContext camel;
  private final StreamComponent component;
  private final StreamWatch watch;
  private final ChangeEvents events;
  private final Delivered delivered;
  private final ChangeEventListener listener;
  private final Executor background;
  private final ReentrantLock delivering = new ReentrantLock();
  private final long startAfter;
  private boolean closed;
  private volatile long position;
  private volatile Instant heardUpTo = Instant.EPOCH;

  Stream(
      CamelContext camel,
      StreamComponent component,
      StreamWatch watch,
      ChangeEvents events,
      long startAfter,
      ChangeEventListener listener,
      Executor background) {
    this.camel = camel;
    this.component = component;
    this.watch = watch;
    this.events = events;
    this.delivered = new Delivered(startAfter);
    this.startAfter = startAfter;
    this.position = startAfter;
    this.listener = listener;
    this.background = background;
  }

  /** Connects and asks for the events after the start position; the answer shows in the watch. */
  void open(String channel) throws Exception {
    camel.addComponent(COMPONENT, component);
    component.start();
    var connecting = CompletableFuture.runAsync(component::connect, background);
    while (!finished(connecting)) {
      if (watch.death().isPresent()) {
        return;
      }
    }
    camel.addRoutes(route(channel));
  }

  private static boolean finished(CompletableFuture<Void> work) throws Exception {
    try {
      work.get(50, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private RouteBuilder route(String channel) {
    var from =
        "%s:subscribe:%s?rawPayload=true&replayId=%d".formatted(COMPONENT, channel, startAfter);
    return new RouteBuilder(camel) {
      @Override
      public void configure() {
        from(from)
            .routeId(ROUTE)
            .description("Hands every change event of Salesforce to the inbox.")
            .errorHandler(noErrorHandler())
            .process(exchange -> take(exchange.getMessage().getBody(String.class)));
      }
    };
  }

  private void take(String message) {
    delivering.lock();
    try {
      if (closed || watch.death().isPresent()) {
        return;
      }
      watch.working();
      var event = events.read(message);
      if (delivered.contains(event)) {
        log.debug("Event {} came twice", event.position());
        return;
      }
      if (event.recordIds().isEmpty()) {
        listener.onGap(
            "Salesforce does not name the records of a %s of %s"
                .formatted(event.changeType(), event.entity()));
      }
      listener.onChange(event);
      delivered.add(event);
      position = event.position().replayId();
      heardUpTo = event.committedAt();
      watch.working();
    } catch (DataIntegrityViolationException e) {
      log.warn("A change event could not be stored; it will be asked for again", e);
      watch.die("a change event could not be stored: " + e);
    } catch (DataAccessException | TransactionException e) {
      log.debug("The database refuses a change event; it will be asked for again", e);
      watch.die("a change event could not be stored" + DATABASE_REFUSES);
    } catch (RuntimeException e) {
      log.warn("A change event could not be stored; it will be asked for again", e);
      watch.die("a change event could not be stored: " + e);
    } finally {
      delivering.unlock();
    }
  }

  StreamWatch watch() {
    return watch;
  }

  /** The replay id the subscription began after, -1 for new events only. */
  long startAfter() {
    return startAfter;
  }

  /** The last event the listener took, or where the subscription began. */
  long position() {
    return position;
  }

  /** When the change that the last event told of was committed; long ago before the first. */
  Instant heardUpTo() {
    return heardUpTo;
  }

  /**
   * Ends the subscription. Waits briefly for the event under way and for Salesforce's good-bye,
   * then cuts the connection.
   */
  @Override
  public void close() {
    watch.die("closed");
    stopDelivering();
    try {
      if (camel.getRoute(ROUTE) != null) {
        camel.getRouteController().stopRoute(ROUTE, POLITENESS_SECONDS, TimeUnit.SECONDS);
        camel.removeRoute(ROUTE);
      }
      camel.removeEndpoints(COMPONENT + "*");
    } catch (Exception e) {
      log.warn("The route of the streaming connection did not stop", e);
    }
    var goodbye = CompletableFuture.runAsync(component::disconnect, background);
    try {
      goodbye.get(POLITENESS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.debug("Salesforce gave no good-bye", e);
    }
    camel.removeComponent(COMPONENT);
    component.stop();
  }

  private void stopDelivering() {
    boolean held = false;
    try {
      held = delivering.tryLock(POLITENESS_SECONDS, TimeUnit.SECONDS);
      closed = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (held) {
        delivering.unlock();
      }
    }
  }
}
