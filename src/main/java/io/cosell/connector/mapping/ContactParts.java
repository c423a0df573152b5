package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The customer's people: a contact for each and its role in the opportunity. */
final class ContactParts {
  private static final String ROLE = "OpportunityContactRole";

  private final OpportunityWrite write;
  private final String accountId;
  private final String opportunityId;
  private final ObjectNode created;
  private final ChildRows roles;
  private final List<Subrequest> parts = new ArrayList<>();

  /**
   * For one write.
   *
   * @param accountId whose people they are, null for nobody's
   * @param created what every new contact has, whoever it is
   */
  ContactParts(OpportunityWrite write, String accountId, String opportunityId, ObjectNode created) {
    this.write = write;
    this.accountId = accountId;
    this.opportunityId = opportunityId;
    this.created = created;
    this.roles =
        new ChildRows(
            write.current(),
            OpportunityMapping.ROLES,
            row -> People.key(People.ofSalesforce(row.path("Contact"))));
  }

  /**
   * The parts that make the list as it is wanted; where none stays primary, the first new one
   * becomes it.
   */
  List<Subrequest> parts(FieldValue.Items wanted) {
    var people = new ArrayList<>(wanted.byKey().entrySet());
    people.sort(Comparator.comparing(entry -> !entry.getKey().equals(write.primaryContact())));
    boolean primary = people.stream().map(Map.Entry::getKey).noneMatch(this::isPrimary);
    for (var entry : people) {
      if (roles.has(entry.getKey())) {
        change(roles.first(entry.getKey()), entry.getValue());
      } else {
        add(entry.getKey(), entry.getValue(), primary);
        primary = false;
      }
    }
    parts.addAll(roles.deletions(wanted.byKey().keySet(), ROLE, "oldRole"));
    return parts;
  }

  private boolean isPrimary(String key) {
    return roles.has(key) && roles.first(key).path("IsPrimary").asBoolean();
  }

  private void add(String key, SortedMap<String, String> person, boolean primary) {
    var contactId = write.contactIds().get(key);
    if (contactId == null) {
      var reference = "contact" + parts.size();
      var body = created.deepCopy();
      body.setAll(attributes(named(key, person)));
      if (accountId != null) {
        body.put("AccountId", accountId);
      }
      parts.add(new Subrequest(reference, "POST", "sobjects/Contact", body));
      contactId = "@{" + reference + ".id}";
    } else if (hasRole(contactId)) {
      return;
    }
    var role =
        JsonNodeFactory.instance
            .objectNode()
            .put("OpportunityId", opportunityId)
            .put("ContactId", contactId)
            .put("IsPrimary", primary);
    parts.add(new Subrequest("role" + parts.size(), "POST", "sobjects/" + ROLE, role));
  }

  /** Salesforce wants a last name. Who is told by the name has an only name as the last one. */
  private static SortedMap<String, String> named(String key, SortedMap<String, String> person) {
    var named = new TreeMap<>(person);
    if (!person.containsKey(People.EMAIL) && !person.containsKey(People.LAST_NAME)) {
      named.put(People.LAST_NAME, named.remove(People.FIRST_NAME));
    }
    named.putIfAbsent(People.LAST_NAME, key.replaceFirst("@.*", ""));
    return named;
  }

  /** A contact may stand for several people. */
  private boolean hasRole(String contactId) {
    return write.current() != null
        && write
            .current()
            .path(OpportunityMapping.ROLES)
            .path("records")
            .findValuesAsText("ContactId")
            .contains(contactId);
  }

  private void change(JsonNode role, SortedMap<String, String> person) {
    var before = attributes(People.ofSalesforce(role.path("Contact")));
    var body = attributes(People.changeable(person));
    before
        .properties()
        .forEach(
            field -> {
              if (field.getValue().equals(body.get(field.getKey()))) {
                body.remove(field.getKey());
              }
            });
    if (!body.isEmpty()) {
      parts.add(
          new Subrequest(
              "contact" + parts.size(),
              "PATCH",
              "sobjects/Contact/" + role.path("ContactId").asText(),
              body));
    }
  }

  private static ObjectNode attributes(SortedMap<String, String> person) {
    var body = JsonNodeFactory.instance.objectNode();
    put(body, "FirstName", person.get(People.FIRST_NAME));
    put(body, "LastName", person.get(People.LAST_NAME));
    put(body, "Email", person.get(People.EMAIL));
    put(body, "Phone", person.get(People.PHONE));
    return body;
  }

  private static void put(ObjectNode body, String field, String text) {
    if (text != null) {
      body.put(field, text);
    }
  }
}
