package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.mapping.Mapping;
import io.cosell.connector.salesforce.DuplicateFoundException;
import io.cosell.connector.salesforce.Salesforce;
import io.cosell.connector.salesforce.Soql;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes the record a duplicate rule found for one that was to be created: the deal is about the
 * customer and the people Salesforce has already. Where the answer does not name it, it is looked
 * for; where that leaves a doubt, nothing is taken.
 */
@Component
class UseDuplicate {
  private static final String CONTACTS =
      "SELECT Id, AccountId, FirstName, LastName, Email, Phone FROM Contact WHERE ";

  private final Salesforce salesforce;
  private final Mapping mapping;

  UseDuplicate(Salesforce salesforce, Mapping mapping) {
    this.salesforce = salesforce;
    this.mapping = mapping;
  }

  /** False when there is none to take. */
  boolean take(Deal deal, DuplicateFoundException found) {
    if (found.refusesNew("Account")) {
      return account(found).filter(id -> takeAccount(deal, id)).isPresent();
    }
    return found.refusesNew("Contact") && takeContact(deal, found);
  }

  private Optional<String> account(DuplicateFoundException found) {
    var named = found.matches("001");
    if (!named.isEmpty()) {
      return Optional.of(named.get(0));
    }
    var namesakes =
        salesforce.query(
            "SELECT Id FROM Account WHERE Name = "
                + Soql.quote(text(found.record(), "Name"))
                + " LIMIT 2");
    return namesakes.size() == 1 ? Optional.of(text(namesakes.get(0), "Id")) : Optional.empty();
  }

  private static boolean takeAccount(Deal deal, String id) {
    deal.accountId(id);
    deal.note("a duplicate rule of Salesforce found the customer, account " + id);
    return true;
  }

  private boolean takeContact(Deal deal, DuplicateFoundException found) {
    var key = mapping.opportunities().personKey(found.record());
    var contact = contact(deal, found, key);
    if (contact.isEmpty() || deal.standIns().containsKey(key)) {
      return false;
    }
    deal.standIns().put(key, contact.get());
    deal.note(
        "a duplicate rule of Salesforce found contact %s for %s"
            .formatted(text(contact.get(), "Id"), key));
    return true;
  }

  private Optional<JsonNode> contact(Deal deal, DuplicateFoundException found, String key) {
    var named = found.matches("003");
    if (!named.isEmpty()) {
      return salesforce.query(CONTACTS + "Id = " + Soql.quote(named.get(0))).stream().findFirst();
    }
    var sameAddress =
        deal.found().contacts().stream()
            .filter(it -> text(it, "Email").equalsIgnoreCase(key))
            .findFirst();
    return sameAddress.isPresent() ? sameAddress : namesake(deal, found.record());
  }

  private Optional<JsonNode> namesake(Deal deal, JsonNode person) {
    var namesakes =
        deal.accountId()
            .map(
                account ->
                    salesforce.query(
                        CONTACTS
                            + "AccountId = %s AND LastName = %s AND FirstName = %s LIMIT 2"
                                .formatted(
                                    Soql.quote(account),
                                    Soql.quote(text(person, "LastName")),
                                    Soql.quote(text(person, "FirstName")))))
            .orElse(List.of());
    return namesakes.size() == 1 ? Optional.of(namesakes.get(0)) : Optional.empty();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
