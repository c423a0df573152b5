package io.cosell.sandbox.salesforce;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a lead into account, contact and opportunity, which no REST write can do. */
final class LeadConversion {
  private final Engine engine;

  LeadConversion(Engine engine) {
    this.engine = engine;
  }

  /** Returns the id of the opportunity. */
  String convert(Transaction tx, String id, Author author) {
    var lead = engine.dml.existing(tx, engine.org.require("Lead"), id);
    if (lead.is("IsConverted")) {
      throw ApiException.badRequest(
          "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
    }
    var account = create(tx, "Account", Map.of("Name", lead.text("Company")), author);
    var contact = create(tx, "Contact", contact(lead, account), author);
    var opportunity = create(tx, "Opportunity", opportunity(lead, account, contact), author);
    var changed = new LinkedHashMap<String, Object>();
    changed.put("IsConverted", true);
    changed.put("Status", "Closed - Converted");
    changed.put("ConvertedAccountId", account);
    changed.put("ConvertedContactId", contact);
    changed.put("ConvertedOpportunityId", opportunity);
    engine.dml.touch(tx, lead, changed, author);
    return opportunity;
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

  private Map<String, Object> opportunity(Row lead, String account, String contact) {
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
