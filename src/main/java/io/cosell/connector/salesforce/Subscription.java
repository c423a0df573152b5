package io.cosell.connector.salesforce;

import org.springframework.stereotype.Component;

/** In work. */
@Component
public class Subscription {
  /** Subscribes. */
  public void start() {}

  /** Ends. */
  public void stop() {}
}
