package io.cosell.sandbox.salesforce;

import java.util.LinkedHashMap;
import java.util.Map;

/** Merging of accounts or contacts: children go to the winner, the loser to the recycle bin. */
final class Merge {
  private final Engine engine;

  Merge(Engine engine) {
    this.engine = engine;
  }

  void merge(Transaction tx, ObjectType type, String winner, String loser, Author author) {
    engine.dml.existing(tx, type, winner);
    var gone = engine.dml.existing(tx, type, loser);
    for (var child : engine.org.children(type)) {
      for (var dependent : tx.having(child.type().name, child.field(), loser)) {
        if (!dependent.deleted()) {
          engine.dml.touch(tx, dependent, Map.of(child.field().name, winner), author);
        }
      }
    }
    if (type.any("MasterRecordId") != null) {
      var pointer = new LinkedHashMap<String, Object>();
      pointer.put("MasterRecordId", winner);
      engine.dml.touch(tx, gone, pointer, author);
    }
    engine.dml.delete(tx, type, loser, author);
    engine.dml.touch(tx, engine.dml.existing(tx, type, winner), Map.of(), author);
  }
}
