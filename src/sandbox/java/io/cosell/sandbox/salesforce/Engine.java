package io.cosell.sandbox.salesforce;

import io.cosell.sandbox.server.Faults;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The org at work: records, rules and queries without any protocol. */
final class Engine {
  final SalesforceOptions options;
  final Org org;
  final Store store = new Store();
  final Ids ids = new Ids();
  final Clock clock;
  final Dml dml;
  final Queries queries;
  final Faults faults;
  final Permissions permissions = new Permissions(this);
  private final RowLocks locks = new RowLocks();
  private final SeedData.Seeded seeded;
  private final long idsOfSeeds;
  private volatile boolean outerCallOptions;

  Engine(SalesforceOptions options, Faults faults) {
    this.options = options;
    this.faults = faults;
    this.clock = options.clock();
    this.org = new StandardObjects(options).org();
    this.dml = new Dml(org, ids, clock, permissions);
    this.queries = new Queries(org, clock);
    this.seeded = new SeedData(this).plant();
    this.idsOfSeeds = ids.given();
  }

  /** The users and the organization every org starts with. */
  SeedData.Seeded seeded() {
    return seeded;
  }

  /** Forgets all records but users, stages, currencies and the organization. */
  void reset() {
    store.clear(SeedData.OBJECTS);
    ids.rewind(idsOfSeeds);
  }

  /** Whether the parts of a composite request inherit the call options of the whole. */
  boolean outerCallOptions() {
    return outerCallOptions;
  }

  void outerCallOptions(boolean on) {
    outerCallOptions = on;
  }

  /**
   * Begins a transaction for a request. Fault {@code lock-error} lets its first lock fail, fault
   * {@code slow-transaction} keeps its locks for {@code millis} before the commit.
   */
  Transaction begin(String method, String path) {
    if (method.equals("GET")) {
      return begin();
    }
    var slow =
        faults
            .strike(Set.of("slow-transaction"), method, path)
            .map(fault -> Duration.ofMillis(fault.number("millis", 500)))
            .orElse(Duration.ZERO);
    var transaction = new Transaction(store, locks, options.lockWait(), slow);
    if (faults.strike(Set.of("lock-error"), method, path).isPresent()) {
      transaction.refuseLocks();
    }
    return transaction;
  }

  /** A transaction no fault touches, for edits by people. */
  Transaction begin() {
    return new Transaction(store, locks, options.lockWait(), Duration.ZERO);
  }

  Soql parse(String soql) {
    return SoqlParser.parse(soql);
  }

  Queries.Result query(View view, Soql soql, boolean withDeleted, String version) {
    return store.reading(() -> queries.run(view, soql, withDeleted, version));
  }

  /** All visible fields of a row as JSON. */
  Map<String, Object> record(Row row, String version) {
    var type = org.require(row.type());
    var record = new LinkedHashMap<String, Object>();
    record.put("attributes", Queries.attributes(version, row.type(), row.id()));
    for (var field : type.visible()) {
      record.put(field.name, Values.json(row, field));
    }
    return record;
  }

  Row seed(String type, Map<String, Object> values) {
    var all = new LinkedHashMap<String, Object>(values);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    for (var stamp : List.of("CreatedDate", "LastModifiedDate", "SystemModstamp")) {
      all.putIfAbsent(stamp, now);
    }
    var object = org.require(type);
    var row = new Row(type, ids.next(object.keyPrefix), all, false);
    store.seed(row);
    return row;
  }
}
