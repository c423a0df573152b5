package io.cosell.connector.routing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Stops a route after its work in flight has finished.
 *
 * <p>Camel's own graceful stop lets a {@code direct:} route take new work until it happens to be
 * idle at one of the looks it takes once a second, which under load may be never. So the input is
 * suspended first; callers wait there, 30 seconds at most, until the new route takes over.
 */
final class Drain {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final CamelContext camel;
  private final Duration timeout;

  Drain(CamelContext camel, Duration timeout) {
    this.camel = camel;
    this.timeout = timeout;
  }

  /** Returns false when work was still in flight after the timeout; the route then goes on. */
  boolean stop(String route) throws Exception {
    var consumer = camel.getRoute(route).getConsumer();
    var endpoint = camel.getRoute(route).getEndpoint();
    var suspended = ServiceHelper.suspendService(consumer);
    if (suspended && !isIdle(route, endpoint)) {
      ServiceHelper.resumeService(consumer);
      return false;
    }
    return camel
        .getRouteController()
        .stopRoute(route, Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS, true);
  }

  private boolean isIdle(String route, Endpoint endpoint) {
    var end = System.nanoTime() + timeout.toNanos();
    while (callsIn(route, endpoint) > 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return true;
  }

  private int callsIn(String route, Endpoint endpoint) {
    var entered = endpoint instanceof SwappableDirect.Inside direct ? direct.callsInside() : 0;
    return entered + camel.getInflightRepository().size(route);
  }
}
