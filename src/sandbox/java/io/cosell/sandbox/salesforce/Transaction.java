package io.cosell.sandbox.salesforce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The changes of one unit of work, seen by itself only until {@link #commit()}. Holds the locks of
 * what it touched until it ends; closing without a commit undoes everything.
 */
final class Transaction implements View, AutoCloseable {
  private final Store store;
  private final RowLocks locks;
  private final Duration lockWait;
  private final Duration pauseBeforeCommit;
  private Map<String, Change> changes = new LinkedHashMap<>();
  private Set<Row> expunged = new LinkedHashSet<>();

  /** Set by the fault of that name: the next record touched cannot be locked. */
  private boolean refusesLocks;

  Transaction(Store store, RowLocks locks, Duration lockWait, Duration pauseBeforeCommit) {
    this.store = store;
    this.locks = locks;
    this.lockWait = lockWait;
    this.pauseBeforeCommit = pauseBeforeCommit;
  }

  /** What {@link #rollBackTo} returns to. */
  record Savepoint(Map<String, Change> changes, Set<Row> expunged) {}

  Savepoint savepoint() {
    return new Savepoint(new LinkedHashMap<>(changes), new LinkedHashSet<>(expunged));
  }

  void rollBackTo(Savepoint point) {
    changes = new LinkedHashMap<>(point.changes());
    expunged = new LinkedHashSet<>(point.expunged());
  }

  void refuseLocks() {
    refusesLocks = true;
  }

  void lock(String id) {
    if (refusesLocks || !locks.acquire(this, id, lockWait)) {
      throw ApiException.badRequest(
          "UNABLE_TO_LOCK_ROW",
          "unable to obtain exclusive access to this record or 1 records: " + id);
    }
  }

  void lockValue(Field field, String type, Object value) {
    lock(type + '.' + field.name + '=' + Store.key(value));
  }

  /** Remembers the new state; the first kind of change of a record wins, the last state counts. */
  void put(Change.Kind kind, Row now, Author author) {
    var key = key(now);
    var earlier = changes.get(key);
    var before = earlier == null ? store.find(now.type(), now.id()) : earlier.before();
    var first = earlier == null || kind == Change.Kind.DELETE ? kind : earlier.kind();
    if (earlier != null && earlier.before() == null && kind == Change.Kind.DELETE) {
      changes.remove(key);
      return;
    }
    changes.put(key, new Change(first, before, now, author));
  }

  /** Takes a record away without a recycle bin. */
  void expunge(Row row) {
    changes.remove(key(row));
    expunged.add(row);
  }

  void commit() {
    if (!pauseBeforeCommit.isZero() && !changes.isEmpty()) {
      pause();
    }
    if (!changes.isEmpty() || !expunged.isEmpty()) {
      store.commit(List.copyOf(changes.values()), List.copyOf(expunged));
    }
    changes = new LinkedHashMap<>();
    expunged = new LinkedHashSet<>();
  }

  private static String key(Row row) {
    return row.type() + row.id();
  }

  private void pause() {
    try {
      Thread.sleep(pauseBeforeCommit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    locks.releaseAll(this);
  }

  @Override
  public Row find(String type, String id) {
    var change = changes.get(type + id);
    if (change != null) {
      return change.after();
    }
    var row = store.find(type, id);
    return row == null || expunged.contains(row) ? null : row;
  }

  @Override
  public Collection<Row> all(String type) {
    if (changes.isEmpty() && expunged.isEmpty()) {
      return store.all(type);
    }
    var rows = new ArrayList<Row>();
    for (var row : store.all(type)) {
      if (!changes.containsKey(key(row)) && !expunged.contains(row)) {
        rows.add(row);
      }
    }
    for (var change : changes.values()) {
      if (change.type().equals(type)) {
        rows.add(change.after());
      }
    }
    return rows;
  }

  @Override
  public Collection<Row> having(String type, Field field, Object value) {
    var stored = store.having(type, field, value);
    if (changes.isEmpty() && expunged.isEmpty()) {
      return stored;
    }
    var rows = new ArrayList<Row>();
    for (var row : stored) {
      if (!changes.containsKey(key(row)) && !expunged.contains(row)) {
        rows.add(row);
      }
    }
    for (var change : changes.values()) {
      var now = change.after();
      if (now.type().equals(type)
          && now.get(field.name) != null
          && Store.key(now.get(field.name)).equals(Store.key(value))) {
        rows.add(now);
      }
    }
    return rows;
  }
}
