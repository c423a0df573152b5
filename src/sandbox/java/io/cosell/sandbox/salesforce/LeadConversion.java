package io.cosell.sandbox.salesforce;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a lead into account, contact and opportunity, which no REST write can do. */
final class LeadConversion {
  private static final String ACCOUNT = "ConvertedAccountId";
  private static final String CONTACT = "ConvertedContactId";

  private final Engine engine;

  LeadConversion(Engine engine) {
    this.engine = engine;
  }

  /** Returns the id of the opportunity. */
  String convert(Transaction tx, String id, Author author) {
    var lead = open(tx, id);
    var changed = accountAndContact(tx, lead, author);
    var deal = opportunity(lead, changed.get(ACCOUNT), changed.get(CONTACT));
    var opportunity = create(tx, "Opportunity", deal, author);
    changed.put("ConvertedOpportunityId", opportunity);
    engine.dml.touch(tx, lead, changed, author);
    return opportunity;
  }

  /** Returns the id of the account; there is no opportunity. */
  String convertToAccount(Transaction tx, String id, Author author) {
    var lead = open(tx, id);
    var changed = accountAndContact(tx, lead, author);
    engine.dml.touch(tx, lead, changed, author);
    return String.valueOf(changed.get(ACCOUNT));
  }

  /** Returns the id of the opportunity, which was there before. */
  String convertInto(Transaction tx, String id, String opportunityId, Author author) {
    var lead = open(tx, id);
    var deal = engine.dml.existing(tx, engine.org.require("Opportunity"), opportunityId);
    var changed = converted(deal.text("AccountId"), lead, tx, author);
    changed.put("ConvertedOpportunityId", opportunityId);
    engine.dml.touch(tx, lead, changed, author);
    return opportunityId;
  }

  private Row open(Transaction tx, String id) {
    var lead = engine.dml.existing(tx, engine.org.require("Lead"), id);
    if (lead.is("IsConverted")) {
      throw ApiException.badRequest(
          "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
    }
    return lead;
  }

  private Map<String, Object> accountAndContact(Transaction tx, Row lead, Author author) {
    var account = create(tx, "Account", Map.of("Name", lead.text("Company")), author);
    return converted(account, lead, tx, author);
  }

  private Map<String, Object> converted(String account, Row lead, Transaction tx, Author author) {
    var changed = new LinkedHashMap<String, Object>();
    changed.put("IsConverted", true);
    changed.put("Status", "Closed - Converted");
    changed.put(ACCOUNT, account);
    changed.put(CONTACT, create(tx, "Contact", contact(lead, account), author));
    return changed;
  }

  private String create(Transaction tx, String type, Map<String, Object> fields, Author author) {
    return engine.dml.create(tx, engine.org.require(type), fields, author);
  }

  private static Map<String, Object> contact(Row lead, String account) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("AccountId", account);
    for (var name : new String[] {"LastName", "FirstName", "Email", "Phone", "Title"}) {
      fields.put(name, lead.get(name));
    }
    return fields;
  }

  private Map<String, Object> opportunity(Row lead, Object account, Object contact) {
    var today = engine.clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    var fields = new LinkedHashMap<String, Object>();
    fields.put("Name", lead.text("Company") + "-");
    fields.put("AccountId", account);
    fields.put("ContactId", contact);
    fields.put("StageName", "Prospecting");
    fields.put("CloseDate", today.plusMonths(3).withDayOfMonth(1).minusDays(1).toString());
    return fields;
  }
}
