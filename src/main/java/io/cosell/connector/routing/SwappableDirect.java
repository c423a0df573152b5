package io.cosell.connector.routing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Camel's {@code direct} component for routes that are replaced while others call them.
 *
 * <p>Its own producer remembers the route it called last, and while one thread waits for a new
 * route, a second thread through the same step still calls the old one, which by then rejects it.
 * Here every call asks anew, and {@link Inside} tells how many calls are on their way or inside.
 */
@Component("direct")
public final class SwappableDirect extends DirectComponent {
  private final Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    var endpoint = new SwappableEndpoint(uri, this);
    endpoint.setBlock(isBlock());
    endpoint.setTimeout(getTimeout());
    setProperties(endpoint, parameters);
    return endpoint;
  }

  private AtomicInteger inside(String key) {
    return inside.computeIfAbsent(key, it -> new AtomicInteger());
  }

  private DirectConsumer consumer(String key, boolean block, long timeout)
      throws InterruptedException {
    return getConsumer(key, block, timeout);
  }

  /** Knows how many calls are on their way to a route or inside it. */
  interface Inside {
    /** Exact once the consumer is suspended: from then on it only falls. */
    int callsInside();
  }

  private static final class SwappableEndpoint extends DirectEndpoint implements Inside {
    private final SwappableDirect component;
    private final String key;

    SwappableEndpoint(String uri, SwappableDirect component) {
      super(uri, component);
      this.component = component;
      this.key = uri.split("\\?", 2)[0];
    }

    @Override
    public Producer createProducer() {
      return new Caller(this);
    }

    @Override
    public int callsInside() {
      return component.inside(key).get();
    }
  }

  private static final class Caller extends DefaultAsyncProducer {
    private final SwappableEndpoint endpoint;

    Caller(SwappableEndpoint endpoint) {
      super(endpoint);
      this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      var inside = endpoint.component.inside(endpoint.key);
      try {
        var consumer = enter(inside);
        if (consumer != null) {
          return call(consumer, exchange, inside, callback);
        }
        if (endpoint.isFailIfNoConsumers()) {
          exchange.setException(
              new DirectConsumerNotAvailableException(
                  "No consumers available on endpoint: " + endpoint, exchange));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        exchange.setException(e);
      }
      callback.done(true);
      return true;
    }

    /**
     * Counts itself in before it looks for the route. So whoever sees the count at zero after the
     * route was taken away knows that nobody will enter it any more.
     */
    private DirectConsumer enter(AtomicInteger inside) throws InterruptedException {
      var end = System.nanoTime() + endpoint.getTimeout() * 1_000_000;
      while (true) {
        inside.incrementAndGet();
        var consumer = endpoint.component.consumer(endpoint.key, false, 0);
        if (consumer != null) {
          return consumer;
        }
        inside.decrementAndGet();
        var left = (end - System.nanoTime()) / 1_000_000;
        if (!endpoint.isBlock()
            || left <= 0
            || endpoint.component.consumer(endpoint.key, true, left) == null) {
          return null;
        }
      }
    }

    private boolean call(
        DirectConsumer consumer, Exchange exchange, AtomicInteger inside, AsyncCallback callback) {
      if (endpoint.isSynchronous() || consumer.getEndpoint().isSynchronous()) {
        try {
          consumer.getProcessor().process(exchange);
        } catch (Exception e) {
          exchange.setException(e);
        }
        inside.decrementAndGet();
        callback.done(true);
        return true;
      }
      return consumer
          .getAsyncProcessor()
          .process(
              exchange,
              sync -> {
                inside.decrementAndGet();
                callback.done(sync);
              });
    }
  }
}
