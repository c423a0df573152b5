package io.cosell.connector.salesforce;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where each channel's events have been stored up to. */
@Component
public class ReplayPositions {

  /** The saved position of this channel, empty before its first event. */
  public Optional<ReplayPosition> find(String orgId, String channel) {
    throw new IllegalStateException("in work");
  }

  /** Moves the position; part of the caller's transaction. */
  public void save(ReplayPosition position) {
    throw new IllegalStateException("in work");
  }
}
