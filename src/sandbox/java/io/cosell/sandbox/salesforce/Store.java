package io.cosell.sandbox.salesforce;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The committed records with indexes; whole transactions become visible at once. */
final class Store implements View {
  private final Map<String, Table> tables = new ConcurrentHashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<Consumer<List<Change>>> listeners = new ArrayList<>();

  /** The listener hears of every commit in commit order, on the committing thread. */
  void onCommit(Consumer<List<Change>> listener) {
    listeners.add(listener);
  }

  /** Runs the reader with no commit in between. */
  <T> T reading(Supplier<T> reader) {
    lock.readLock().lock();
    try {
      return reader.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  void commit(List<Change> changes, Collection<Row> expunged) {
    lock.writeLock().lock();
    try {
      for (var change : changes) {
        table(change.type()).put(change.row());
      }
      for (var row : expunged) {
        table(row.type()).remove(row);
      }
      for (var listener : listeners) {
        listener.accept(changes);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Puts a record in place without rules and events, for the org's own set-up. */
  void seed(Row row) {
    lock.writeLock().lock();
    try {
      table(row.type()).put(row);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Drops all records but those of these objects. */
  void clear(Set<String> kept) {
    lock.writeLock().lock();
    try {
      tables.keySet().retainAll(kept);
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public Row find(String type, String id) {
    return table(type).rows.get(id);
  }

  @Override
  public Collection<Row> all(String type) {
    return table(type).rows.values();
  }

  @Override
  public Collection<Row> having(String type, Field field, Object value) {
    return reading(() -> table(type).having(field, value));
  }

  private Table table(String type) {
    return tables.computeIfAbsent(type, name -> new Table());
  }

  static Object key(Object value) {
    return value instanceof String text ? text.toLowerCase(Locale.ROOT) : value;
  }

  private static final class Table {
    final NavigableMap<String, Row> rows = new ConcurrentSkipListMap<>();
    private final Map<String, Map<Object, Set<String>>> indexes = new ConcurrentHashMap<>();

    void put(Row row) {
      var before = rows.put(row.id(), row);
      for (var index : indexes.entrySet()) {
        var old = before == null ? null : before.get(index.getKey());
        var now = row.get(index.getKey());
        if (old != null && !old.equals(now)) {
          drop(index.getValue(), old, row.id());
        }
        if (now != null && !now.equals(old)) {
          add(index.getValue(), now, row.id());
        }
      }
    }

    void remove(Row row) {
      var before = rows.remove(row.id());
      if (before != null) {
        indexes.forEach(
            (field, index) -> {
              if (before.get(field) != null) {
                drop(index, before.get(field), row.id());
              }
            });
      }
    }

    /** An index comes into being when it is first asked for. */
    Collection<Row> having(Field field, Object value) {
      var index = indexes.get(field.name);
      if (index == null) {
        synchronized (this) {
          index = indexes.computeIfAbsent(field.name, this::build);
        }
      }
      var ids = index.getOrDefault(key(value), Set.of());
      var found = new ArrayList<Row>(ids.size());
      for (var id : ids) {
        var row = rows.get(id);
        if (row != null) {
          found.add(row);
        }
      }
      return found;
    }

    private Map<Object, Set<String>> build(String field) {
      var index = new ConcurrentHashMap<Object, Set<String>>();
      for (var row : rows.values()) {
        if (row.get(field) != null) {
          add(index, row.get(field), row.id());
        }
      }
      return index;
    }

    private static void add(Map<Object, Set<String>> index, Object value, String id) {
      index.computeIfAbsent(key(value), any -> new ConcurrentSkipListSet<>()).add(id);
    }

    private static void drop(Map<Object, Set<String>> index, Object value, String id) {
      index.computeIfPresent(
          key(value),
          (any, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
          });
    }
  }
}
