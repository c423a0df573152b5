package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns decided changes into the parts of one all-or-nothing write; no part for what is as it
 * should be. What the org has no field for is left out.
 */
public class OpportunityWriter {
  /** Reference ids within the write. */
  public static final String OPPORTUNITY = "opportunity";

  /** Reference id of an account that is created. */
  public static final String ACCOUNT = "account";

  private static final String OPPORTUNITY_OBJECT = "Opportunity";
  private static final String ACCOUNT_OBJECT = "Account";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FieldTable table;
  private final OpportunityNames names;
  private final Stages stages;
  private final LocalDate today;

  OpportunityWriter(FieldTable table, OpportunityNames names, Stages stages, LocalDate today) {
    this.table = table;
    this.names = names;
    this.stages = stages;
    this.today = today;
  }

  /**
   * What a new opportunity is to have although Partner Center does not say it, by field name.
   *
   * @param said the fields Partner Center has an opinion on
   * @param newAccount true when the account is created with it; another account is left alone
   */
  public Map<String, FieldValue> defaults(Set<String> said, boolean newAccount) {
    var defaults = new TreeMap<String, FieldValue>();
    for (var row : table.rows()) {
      boolean wanted = !said.contains(row.name()) && (newAccount || !row.ofAccount());
      if (wanted && !row.isOff() && row.rule().toSalesforce() != When.NEVER) {
        row.defaultValue(today).ifPresent(it -> defaults.put(row.name(), FieldValue.text(it)));
      }
    }
    return defaults;
  }

  /**
   * Decided changes as this org can take them.
   *
   * @param newAccount true when the account is created; another one is left alone
   */
  public FittedChanges fitted(Map<String, FieldValue> changes, boolean newAccount, Org org) {
    return FittedChanges.of(changes, table, newAccount, org);
  }

  /**
   * The parts to send, in their order; none when nothing has to be written.
   *
   * @throws UnmappableException naming every field this org will not take
   */
  public List<Subrequest> parts(OpportunityWrite write, Org org) {
    var parts = write.current() == null ? creation(write, org) : update(write, org);
    parts.forEach(
        part -> Literals.in(part, "AccountId", "OpportunityId", "ContactId", org.solutionParent()));
    UnmappableException.throwIfAny(OrgChecks.of(parts, org));
    return parts;
  }

  /** Account and opportunity before the people and solutions that refer to them. */
  private List<Subrequest> creation(OpportunityWrite write, Org org) {
    var parts = new ArrayList<Subrequest>();
    var account = write.accountId();
    if (account == null) {
      parts.add(
          new Subrequest(ACCOUNT, "POST", "sobjects/Account", accountValues(write, org, false)));
      account = "@{" + ACCOUNT + ".id}";
    } else {
      addAccountUpdate(parts, account, write, org);
    }
    var body = created(table.onCreateOpportunity());
    putValues(body, write, org);
    if (!body.has("Name")) {
      body.put("Name", marked(write, nameOfNameless(write)));
    }
    putIfThere(body, org, names.syncFlag(), JSON.booleanNode(true));
    putIfThere(body, org, names.link(), JSON.textNode(write.referralLink()));
    write.extra().forEach(body::set);
    body.put("AccountId", account);
    if (write.ownerId() != null) {
      body.put("OwnerId", write.ownerId());
    }
    putIfThere(body, org, names.audit(), audit("", write.at(), write.auditLine()));
    parts.add(patch("sobjects/Opportunity/" + names.identifier() + "/" + write.referralId(), body));
    parts.addAll(children(write, account, "@{" + OPPORTUNITY + ".id}", org));
    return parts;
  }

  private List<Subrequest> update(OpportunityWrite write, Org org) {
    var current = write.current();
    var account =
        write.accountId() == null ? current.path("AccountId").asText(null) : write.accountId();
    var parts = new ArrayList<Subrequest>();
    if (account != null) {
      addAccountUpdate(parts, account, write, org);
    }
    var body = JSON.objectNode();
    putValues(body, write, org);
    if (!write.referralId().equalsIgnoreCase(current.path(names.identifier()).asText())) {
      body.put(names.identifier(), write.referralId());
      putIfThere(body, org, names.link(), JSON.textNode(write.referralLink()));
    }
    write.extra().forEach(body::set);
    var name = current.path("Name").asText();
    if (names.showMark() && !body.has("Name") && !NameMark.carries(name, mark(write.inStep()))) {
      body.put("Name", marked(write, name));
    }
    var children = children(write, account, current.path("Id").asText(), org);
    boolean tells = write.tells() && !lastLineIs(current, write.auditLine());
    if (parts.isEmpty() && body.isEmpty() && children.isEmpty() && !tells) {
      return List.of();
    }
    putIfThere(
        body,
        org,
        names.audit(),
        audit(current.path(names.audit()).asText(""), write.at(), write.auditLine()));
    parts.add(patch("sobjects/Opportunity/" + current.path("Id").asText(), body));
    parts.addAll(children);
    return parts;
  }

  /** A write of nothing but the Audit line and the mark. */
  public Subrequest note(JsonNode opportunity, String auditLine, boolean inStep, Instant at) {
    var body = JSON.objectNode();
    if (names.showMark()) {
      body.put("Name", NameMark.put(mark(inStep), opportunity.path("Name").asText()));
    }
    body.set(names.audit(), audit(opportunity.path(names.audit()).asText(""), at, auditLine));
    var note = patch("sobjects/Opportunity/" + opportunity.path("Id").asText(), body);
    return Literals.in(note);
  }

  /** True when the newest line of the Audit field says this already. */
  public boolean lastLineIs(JsonNode opportunity, String text) {
    return AuditField.lastLineIs(opportunity.path(names.audit()).asText(""), text);
  }

  private static Subrequest patch(String path, ObjectNode body) {
    return new Subrequest(OPPORTUNITY, "PATCH", path, body);
  }

  private void putValues(ObjectNode body, OpportunityWrite write, Org org) {
    for (var row : table.rowsIn(org)) {
      var value = write.changes().get(row.name());
      boolean ofOpportunity =
          !row.ofAccount() && !row.kind().isList() && row.rule().toSalesforce() != When.NEVER;
      if (value == null || !ofOpportunity || !org.has(OPPORTUNITY_OBJECT, row.salesforce())) {
        continue;
      }
      switch (row.kind()) {
        case NAME -> body.put("Name", marked(write, value.toString()));
        case PHASE -> body.put("StageName", stages.nameOf(Phase.of(value.toString()), org));
        default -> body.set(row.salesforce(), row.toSalesforceJson(value.toString()));
      }
    }
  }

  private String marked(OpportunityWrite write, String name) {
    return names.showMark() ? NameMark.put(mark(write.inStep()), name) : NameMark.cut(name);
  }

  private static String mark(boolean inStep) {
    return inStep ? NameMark.CHECK : NameMark.CROSS;
  }

  /** Customer and first solution, as Partner Center shows a deal without a name. */
  private String nameOfNameless(OpportunityWrite write) {
    var customer = write.changes().get("customerName");
    var solution =
        table
            .row(Kind.SOLUTIONS)
            .map(row -> write.changes().get(row.name()))
            .filter(FieldValue.Items.class::isInstance)
            .flatMap(items -> ((FieldValue.Items) items).byKey().values().stream().findFirst())
            .map(OpportunityWriter::nameOf);
    var who = customer == null ? "Referral " + write.referralId() : customer.toString();
    return solution.map(what -> who + " @ " + what).orElse(who);
  }

  private static String nameOf(SortedMap<String, String> solution) {
    return solution.getOrDefault(Solutions.NAME, solution.get(Solutions.ID));
  }

  private static JsonNode audit(String before, Instant at, String line) {
    return JSON.textNode(AuditField.withLine(before, at, line));
  }

  private static void putIfThere(ObjectNode body, Org org, String field, JsonNode value) {
    if (org.has(OPPORTUNITY_OBJECT, field)) {
      body.set(field, value);
    }
  }

  /** An account that exists is the account's own business but for rows that always travel. */
  private void addAccountUpdate(
      List<Subrequest> parts, String accountId, OpportunityWrite write, Org org) {
    var body = accountValues(write, org, true);
    if (!body.isEmpty()) {
      parts.add(new Subrequest("changedAccount", "PATCH", "sobjects/Account/" + accountId, body));
    }
  }

  private ObjectNode accountValues(OpportunityWrite write, Org org, boolean exists) {
    var body = exists ? JSON.objectNode() : created(table.onCreateAccount());
    for (var row : table.rowsIn(org)) {
      var value = write.changes().get(row.name());
      var when = row.rule().toSalesforce();
      boolean wanted = when == When.ALWAYS || (when == When.CREATE && !exists);
      boolean possible = row.ofAccount() && org.has(ACCOUNT_OBJECT, row.salesforceField());
      if (value != null && wanted && possible) {
        body.set(row.salesforceField(), row.toSalesforceJson(value.toString()));
      }
    }
    return body;
  }

  /** What the table wants in every new record of this object. */
  private ObjectNode created(Map<String, JsonNode> values) {
    var body = JSON.objectNode();
    values.forEach((field, value) -> body.set(field, RelativeDay.resolved(value, today)));
    return body;
  }

  private List<Subrequest> children(
      OpportunityWrite write, String accountId, String opportunityId, Org org) {
    var parts = new ArrayList<Subrequest>();
    for (var row : table.rows()) {
      if (write.changes().get(row.name()) instanceof FieldValue.Items wanted) {
        switch (row.kind()) {
          case CONTACTS ->
              parts.addAll(
                  new ContactParts(
                          write, accountId, opportunityId, created(table.onCreateContact()))
                      .parts(wanted));
          case TEAM -> {
            if (org.fields().containsKey(TeamParts.MEMBER)) {
              parts.addAll(TeamParts.parts(wanted, write, opportunityId));
            }
          }
          default ->
              parts.addAll(
                  new SolutionParts(names, org, created(table.onCreateSolution()))
                      .parts(wanted, write, opportunityId));
        }
      }
    }
    return parts;
  }
}
