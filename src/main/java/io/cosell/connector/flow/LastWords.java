package io.cosell.connector.flow;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The last line of the log: that the connector has stopped, and how. */
@Component
class LastWords implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(LastWords.class);

  private volatile int handedBack;
  private volatile boolean running;

  /** So many entries were not finished. */
  void handedBack(int entries) {
    handedBack = entries;
  }

  @Override
  @EventListener(ApplicationReadyEvent.class)
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    if (handedBack == 0) {
      log.info("The connector has stopped; nothing is under way any more");
    } else {
      log.warn(
          "The connector has stopped; {} entries were not finished in time and are looked at again"
              + " after the next start",
          handedBack);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public boolean isAutoStartup() {
    return false;
  }

  /** After everything else has stopped. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
