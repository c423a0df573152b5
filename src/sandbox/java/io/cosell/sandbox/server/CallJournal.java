package io.cosell.sandbox.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the last 20,000 calls, so that a test can count what the connector really asked for.
 */
public class CallJournal {
  private static final int KEPT = 20_000;
  private final Deque<Call> calls = new ArrayDeque<>();

  synchronized void add(Call call) {
    if (calls.size() == KEPT) {
      calls.removeFirst();
    }
    calls.addLast(call);
  }

  /** All calls since the last {@link #clear()}, oldest first. */
  public synchronized List<Call> all() {
    return List.copyOf(calls);
  }

  /** The calls of this method whose path with query matches the regular expression somewhere. */
  public List<Call> of(String method, String path) {
    var pattern = java.util.regex.Pattern.compile(path);
    return all().stream()
        .filter(call -> call.method().equals(method) && pattern.matcher(call.path()).find())
        .toList();
  }

  /** Forgets all calls. */
  public synchronized void clear() {
    calls.clear();
  }
}
