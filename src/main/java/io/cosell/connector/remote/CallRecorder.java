package io.cosell.connector.remote;

import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Collects the calls the current thread makes, so that one piece of work can tell what it asked
 * for.
 */
@Component
public class CallRecorder {
  private final ThreadLocal<List<CallRecord>> current = ThreadLocal.withInitial(ArrayList::new);

  /** Adds a call to what this thread has made. */
  public void record(CallRecord call) {
    current.get().add(call);
  }

  /** Hands over what this thread has made since the last call of this method. */
  public List<CallRecord> drain() {
    var calls = List.copyOf(current.get());
    current.remove();
    return calls;
  }
}
