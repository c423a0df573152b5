package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns decided changes into the parts of one all-or-nothing write; no part for what is as it
 * should be.
 */
public class OpportunityWriter {
  /** Reference ids within the write. */
  public static final String OPPORTUNITY = "opportunity";

  /** Reference id of an account that is created. */
  public static final String ACCOUNT = "account";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FieldTable table;
  private final OpportunityNames names;
  private final Stages stages;

  OpportunityWriter(FieldTable table, OpportunityNames names, Stages stages) {
    this.table = table;
    this.names = names;
    this.stages = stages;
  }

  /** The parts to send, in their order; none when nothing has to be written. */
  public List<Subrequest> parts(OpportunityWrite write, Org org) {
    var body = JSON.objectNode();
    boolean creating = write.current() == null;
    if (creating) {
      table.onCreateOpportunity().forEach((field, value) -> body.set(field, value.deepCopy()));
    }
    putValues(body, write, org);
    putIdentity(body, write);
    write.extra().forEach(body::set);

    var parts = new ArrayList<Subrequest>();
    var account = write.accountId();
    if (creating) {
      if (account == null) {
        parts.add(new Subrequest(ACCOUNT, "POST", "sobjects/Account", account(write, org)));
        account = "@{" + ACCOUNT + ".id}";
      }
      body.put("AccountId", account);
      put(body, "OwnerId", write.ownerId());
    }
    var children =
        children(
            write,
            account,
            creating ? "@{" + OPPORTUNITY + ".id}" : write.current().path("Id").asText(),
            org);
    boolean rightMark =
        creating
            || !names.showMark()
            || NameMark.carries(write.current().path("Name").asText(), mark(write));
    if (body.isEmpty() && children.isEmpty() && rightMark) {
      return List.of();
    }
    putMark(body, write);
    body.put(
        names.audit(),
        AuditField.withLine(
            creating ? "" : write.current().path(names.audit()).asText(""),
            write.at(),
            write.auditLine()));
    parts.add(
        creating
            ? new Subrequest(
                OPPORTUNITY,
                "PATCH",
                "sobjects/Opportunity/" + names.identifier() + "/" + write.referralId(),
                body)
            : new Subrequest(
                OPPORTUNITY,
                "PATCH",
                "sobjects/Opportunity/" + write.current().path("Id").asText(),
                body));
    parts.addAll(children);
    return parts;
  }

  /** A write of nothing but the Audit line and the mark. */
  public Subrequest note(
      JsonNode opportunity, String auditLine, boolean inStep, java.time.Instant at) {
    var body = JSON.objectNode();
    if (names.showMark()) {
      body.put(
          "Name",
          NameMark.put(
              inStep ? NameMark.CHECK : NameMark.CROSS, opportunity.path("Name").asText()));
    }
    body.put(
        names.audit(),
        AuditField.withLine(opportunity.path(names.audit()).asText(""), at, auditLine));
    return new Subrequest(
        OPPORTUNITY, "PATCH", "sobjects/Opportunity/" + opportunity.path("Id").asText(), body);
  }

  /** True when the newest line of the Audit field says this already. */
  public boolean lastLineIs(JsonNode opportunity, String text) {
    return AuditField.lastLineIs(opportunity.path(names.audit()).asText(""), text);
  }

  private void putValues(ObjectNode body, OpportunityWrite write, Org org) {
    for (var row : table.rows()) {
      var value = write.changes().get(row.name());
      boolean unwritable = value == null || row.ofAccount() || row.kind().isList();
      if (unwritable || !org.has("Opportunity", row.salesforceField())) {
        continue;
      }
      switch (row.kind()) {
        case NAME ->
            body.put(
                "Name",
                names.showMark()
                    ? NameMark.put(mark(write), value.toString())
                    : NameMark.cut(value.toString()));
        case PHASE -> body.put("StageName", stages.nameOf(Phase.of(value.toString()), org));
        case CHOICE -> body.put(row.salesforce(), row.label(value.toString()));
        default -> body.set(row.salesforce(), row.kind().toJson(value.toString()));
      }
    }
  }

  /** What ties the opportunity to its referral, where it is not there yet. */
  private void putIdentity(ObjectNode body, OpportunityWrite write) {
    if (write.current() == null) {
      body.put(names.syncFlag(), true);
      body.put(names.link(), write.referralLink());
      return;
    }
    if (!write.referralId().equalsIgnoreCase(write.current().path(names.identifier()).asText())) {
      body.put(names.identifier(), write.referralId());
      body.put(names.link(), write.referralLink());
    }
  }

  private void putMark(ObjectNode body, OpportunityWrite write) {
    if (names.showMark() && write.current() != null && !body.has("Name")) {
      var name = write.current().path("Name").asText();
      if (!NameMark.carries(name, mark(write))) {
        body.put("Name", NameMark.put(mark(write), name));
      }
    }
  }

  private static String mark(OpportunityWrite write) {
    return write.inStep() ? NameMark.CHECK : NameMark.CROSS;
  }

  private ObjectNode account(OpportunityWrite write, Org org) {
    var body = JSON.objectNode();
    for (var row : table.rows()) {
      var value = write.changes().get(row.name());
      if (value != null && row.ofAccount() && org.has("Account", row.salesforceField())) {
        body.set(row.salesforceField(), row.kind().toJson(value.toString()));
      }
    }
    return body;
  }

  private List<Subrequest> children(
      OpportunityWrite write, String accountId, String opportunityId, Org org) {
    var parts = new ArrayList<Subrequest>();
    for (var row : table.rows()) {
      if (write.changes().get(row.name()) instanceof FieldValue.Items wanted) {
        switch (row.kind()) {
          case CONTACTS -> contacts(parts, wanted, write, accountId, opportunityId);
          case TEAM -> team(parts, wanted, write, opportunityId);
          default -> solutions(parts, wanted, write, opportunityId, org);
        }
      }
    }
    return parts;
  }

  private void contacts(
      List<Subrequest> parts,
      FieldValue.Items wanted,
      OpportunityWrite write,
      String accountId,
      String opportunityId) {
    var present =
        rows(
            write.current(),
            OpportunityMapping.ROLES,
            row -> People.key(People.ofSalesforce(row.path("Contact"))));
    boolean primary = present.isEmpty();
    var account =
        accountId == null && write.current() != null
            ? write.current().path("AccountId").asText(null)
            : accountId;
    for (var entry : wanted.byKey().entrySet()) {
      var person = entry.getValue();
      var role = present.get(entry.getKey());
      if (role != null) {
        changedContact(parts, role, person);
        continue;
      }
      var contactId = write.contactIds().get(entry.getKey());
      var reference = "contact" + parts.size();
      if (contactId == null) {
        parts.add(new Subrequest(reference, "POST", "sobjects/Contact", contact(person, account)));
        contactId = "@{" + reference + ".id}";
      }
      var body =
          JSON.objectNode()
              .put("OpportunityId", opportunityId)
              .put("ContactId", contactId)
              .put("IsPrimary", primary);
      primary = false;
      parts.add(
          new Subrequest("role" + parts.size(), "POST", "sobjects/OpportunityContactRole", body));
    }
    present.forEach(
        (key, role) -> {
          if (!wanted.byKey().containsKey(key)) {
            parts.add(
                new Subrequest(
                    "role" + parts.size(),
                    "DELETE",
                    "sobjects/OpportunityContactRole/" + role.path("Id").asText(),
                    null));
          }
        });
  }

  private static void changedContact(
      List<Subrequest> parts, JsonNode role, SortedMap<String, String> person) {
    var known = People.ofSalesforce(role.path("Contact"));
    var body = contact(person, null);
    var before = contact(known, null);
    before
        .properties()
        .forEach(
            field -> {
              if (field.getValue().equals(body.get(field.getKey()))) {
                body.remove(field.getKey());
              }
            });
    if (!person.containsKey(People.LAST_NAME)) {
      body.remove("LastName");
    }
    if (!body.isEmpty()) {
      parts.add(
          new Subrequest(
              "contact" + parts.size(),
              "PATCH",
              "sobjects/Contact/" + role.path("ContactId").asText(),
              body));
    }
  }

  private static ObjectNode contact(SortedMap<String, String> person, String accountId) {
    var body = JSON.objectNode();
    put(body, "FirstName", person.get(People.FIRST_NAME));
    put(
        body,
        "LastName",
        person.getOrDefault(People.LAST_NAME, People.key(person).replaceFirst("@.*", "")));
    put(body, "Email", person.get(People.EMAIL));
    put(body, "Phone", person.get(People.PHONE));
    put(body, "AccountId", accountId);
    return body;
  }

  private void team(
      List<Subrequest> parts,
      FieldValue.Items wanted,
      OpportunityWrite write,
      String opportunityId) {
    var present =
        rows(
            write.current(),
            OpportunityMapping.MEMBERS,
            row -> People.key(People.ofSalesforce(row.path("User"))));
    var owner =
        write.current() == null
            ? ""
            : People.key(People.ofSalesforce(write.current().path("Owner")));
    wanted
        .byKey()
        .keySet()
        .forEach(
            key -> {
              var user = write.userIds().get(key);
              if (!present.containsKey(key) && !key.equals(owner) && user != null) {
                var body =
                    JSON.objectNode().put("OpportunityId", opportunityId).put("UserId", user);
                parts.add(
                    new Subrequest(
                        "member" + parts.size(), "POST", "sobjects/OpportunityTeamMember", body));
              }
            });
    present.forEach(
        (key, member) -> {
          if (!wanted.byKey().containsKey(key)) {
            parts.add(
                new Subrequest(
                    "member" + parts.size(),
                    "DELETE",
                    "sobjects/OpportunityTeamMember/" + member.path("Id").asText(),
                    null));
          }
        });
  }

  private void solutions(
      List<Subrequest> parts,
      FieldValue.Items wanted,
      OpportunityWrite write,
      String opportunityId,
      Org org) {
    var present =
        rows(
            write.current(),
            names.solutionsRelationship(),
            row -> row.path(names.solutionIdentifier()).asText().toLowerCase(Locale.ROOT));
    wanted
        .byKey()
        .forEach(
            (key, attributes) -> {
              if (!present.containsKey(key)) {
                var body = JSON.objectNode();
                body.put(org.solutionParent(), opportunityId);
                put(body, names.solutionIdentifier(), attributes.get(Solutions.ID));
                put(
                    body,
                    "Name",
                    cut(attributes.getOrDefault(Solutions.NAME, attributes.get(Solutions.ID)), 80));
                put(body, names.solutionType(), attributes.get(Solutions.TYPE));
                put(body, names.solutionPublisher(), attributes.get(Solutions.PUBLISHER));
                parts.add(
                    new Subrequest(
                        "solution" + parts.size(), "POST", "sobjects/" + names.solutions(), body));
              }
            });
    present.forEach(
        (key, row) -> {
          if (!wanted.byKey().containsKey(key)) {
            parts.add(
                new Subrequest(
                    "solution" + parts.size(),
                    "DELETE",
                    "sobjects/" + names.solutions() + "/" + row.path("Id").asText(),
                    null));
          }
        });
  }

  private static Map<String, JsonNode> rows(
      JsonNode opportunity,
      String relationship,
      java.util.function.Function<JsonNode, String> key) {
    var rows = new TreeMap<String, JsonNode>();
    if (opportunity != null) {
      opportunity
          .path(relationship)
          .path("records")
          .forEach(row -> rows.putIfAbsent(key.apply(row), row));
    }
    return rows;
  }

  private static void put(ObjectNode body, String field, String text) {
    if (text != null) {
      body.put(field, text);
    }
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
