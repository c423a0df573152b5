package io.cosell.sandbox.salesforce;

import java.util.Map;

/**
 * A person at work in Lightning: other user, other change origin, no API calls spent. Rules of the
 * org apply; a refused save throws IllegalStateException with the error code and text.
 */
public final class Seller {
  private final Engine engine;
  private final String userId;

  Seller(Engine engine, String userId) {
    this.engine = engine;
    this.userId = userId;
  }

  /** Saves a new record and returns its id. Values are those of JSON, by field name. */
  public String create(String object, Map<String, Object> fields) {
    var type = engine.org.require(object);
    return saving(tx -> engine.dml.create(tx, type, fields, author()));
  }

  /** Changes these fields of a record; a null value clears its field. */
  public void update(String object, String id, Map<String, Object> fields) {
    var type = engine.org.require(object);
    saving(
        tx -> {
          engine.dml.update(tx, type, id(id), fields, author());
          return id;
        });
  }

  /** Puts a record into the recycle bin. */
  public void delete(String object, String id) {
    var type = engine.org.require(object);
    saving(
        tx -> {
          engine.dml.delete(tx, type, id(id), author());
          return id;
        });
  }

  /** Takes a record out of the recycle bin. */
  public void undelete(String object, String id) {
    var type = engine.org.require(object);
    saving(
        tx -> {
          engine.dml.undelete(tx, type, id(id), author());
          return id;
        });
  }

  /** Merges an account or contact into another: children move, the loser is deleted. */
  public void merge(String object, String winner, String loser) {
    saving(
        tx -> {
          new Merge(engine).merge(tx, engine.org.require(object), id(winner), id(loser), author());
          return winner;
        });
  }

  /** Converts a lead to account, contact and opportunity; returns the opportunity's id. */
  public String convertLead(String id) {
    return saving(tx -> new LeadConversion(engine).convert(tx, id(id), author()));
  }

  /** Converts a lead to account and contact only; returns the account's id. */
  public String convertLeadWithoutOpportunity(String id) {
    return saving(tx -> new LeadConversion(engine).convertToAccount(tx, id(id), author()));
  }

  /** Converts a lead into an opportunity that is there already, and its account. */
  public void convertLeadInto(String id, String opportunityId) {
    saving(tx -> new LeadConversion(engine).convertInto(tx, id(id), id(opportunityId), author()));
  }

  /** The user's id. */
  public String userId() {
    return userId;
  }

  private Author author() {
    return Author.lightning(userId);
  }

  private static String id(String id) {
    return Ids.normal(id).orElse(id);
  }

  private interface Work {
    String in(Transaction tx);
  }

  private String saving(Work work) {
    try (var tx = engine.begin()) {
      var result = work.in(tx);
      tx.commit();
      return result;
    } catch (ApiException e) {
      throw new IllegalStateException(e.code + ": " + e.getMessage(), e);
    }
  }
}
