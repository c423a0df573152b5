package io.cosell.sandbox.partnercenter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Remembers the last 20,000 changes and tells those who listen. */
class ChangeLog {
  private static final int KEPT = 20_000;
  private final Deque<Change> changes = new ArrayDeque<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();

  synchronized void add(Change change) {
    if (changes.size() == KEPT) {
      changes.removeFirst();
    }
    changes.addLast(change);
    listeners.forEach(listener -> listener.accept(change));
  }

  synchronized void clear() {
    changes.clear();
  }

  synchronized List<Change> all() {
    return List.copyOf(changes);
  }

  void listen(Consumer<Change> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<Change> listener) {
    listeners.remove(listener);
  }
}
