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
  private static final int KEPT = 1_000;
  private final ThreadLocal<List<CallRecord>> current = ThreadLocal.withInitial(ArrayList::new);

  /** Adds a call to what this thread has made; of a thread that never asks, the last 1,000 stay. */
  public void record(CallRecord call) {
    var calls = current.get();
    if (calls.size() == KEPT) {
      calls.remove(0);
    }
    calls.add(call);
  }

  /** Hands over what this thread has made since the last call of this method. */
  public List<CallRecord> drain() {
    var calls = List.copyOf(current.get());
    current.remove();
    return calls;
  }
}
