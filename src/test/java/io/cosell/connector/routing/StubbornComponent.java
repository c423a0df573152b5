package io.cosell.connector.routing;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/** Inputs that only fail when they are started, as a port does that is taken. */
public final class StubbornComponent extends DefaultComponent {
  private volatile boolean willing;

  void giveIn() {
    willing = true;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new DefaultEndpoint(uri, this) {
      @Override
      public Producer createProducer() {
        throw new UnsupportedOperationException();
      }

      @Override
      public Consumer createConsumer(Processor processor) {
        return new DefaultConsumer(this, processor) {
          @Override
          protected void doStart() throws Exception {
            if (!willing) {
              throw new IllegalStateException("The port is taken by another program");
            }
            super.doStart();
          }
        };
      }
    };
  }
}
