package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.OnConflict;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Soql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Between an opportunity with its account, people and solutions and a {@link DealState}, by the
 * mapping table.
 */
public class OpportunityMapping {
  private static final String OPPORTUNITY = "Opportunity";
  static final String ROLES = "OpportunityContactRoles";
  static final String MEMBERS = "OpportunityTeamMembers";
  private static final List<String> OWNER =
      List.of("Owner.FirstName", "Owner.LastName", "Owner.Email", "Owner.Phone");
  private static final String TEAM_QUERY =
      "(SELECT Id, UserId, User.FirstName, User.LastName, User.Email, User.Phone FROM "
          + MEMBERS
          + ")";

  private final FieldTable table;
  private final OpportunityNames names;

  OpportunityMapping(FieldTable table, OpportunityNames names) {
    this.table = table;
    this.names = names;
  }

  /**
   * The query that reads everything the mapping needs of one opportunity, and nothing the org does
   * not have.
   *
   * @param condition what follows WHERE
   */
  public String query(Org org, String condition) {
    var columns =
        new LinkedHashSet<>(
            List.of(
                "Id",
                "Name",
                "StageName",
                "IsClosed",
                "IsWon",
                "AccountId",
                "OwnerId",
                "SystemModstamp",
                "LastModifiedDate",
                "LastModifiedById"));
    columns.addAll(
        present(
            org,
            OPPORTUNITY,
            names.syncFlag(),
            names.identifier(),
            names.link(),
            names.audit(),
            names.lostReason(),
            "HasOpportunityLineItem"));
    for (var row : table.rowsIn(org)) {
      if (!row.kind().isList()) {
        present(org, row.object(), row.salesforceField())
            .forEach(field -> columns.add(row.salesforce()));
      }
    }
    columns.addAll(OWNER);
    columns.add(
        "(SELECT Id, ContactId, IsPrimary, Contact.FirstName, Contact.LastName, Contact.Email, Contact.Phone FROM "
            + ROLES
            + " ORDER BY IsPrimary DESC)");
    columns.add(solutionsQuery(org));
    if (hasTeams(org)) {
      columns.add(TEAM_QUERY);
    }
    return "SELECT " + String.join(", ", columns) + " FROM Opportunity WHERE " + condition;
  }

  /**
   * The query that reads the people of the partner who work on each opportunity, of which
   * Salesforce sends no events; empty for an org without opportunity teams.
   *
   * @param condition what follows WHERE
   */
  public Optional<String> teamQuery(Org org, String condition) {
    return hasTeams(org)
        ? Optional.of(
            "SELECT Id, OwnerId, "
                + String.join(", ", OWNER)
                + ", "
                + TEAM_QUERY
                + " FROM Opportunity WHERE "
                + condition)
        : Optional.empty();
  }

  /**
   * The query that reads, in the order of their ids, the opportunities a seller has marked, with
   * what decides whether one gets a referral.
   *
   * @param afterId only those behind it; empty for the first
   */
  public String markedQuery(String afterId, int limit) {
    return "SELECT Id, StageName, IsClosed, IsWon, SystemModstamp, "
        + names.identifier()
        + " FROM Opportunity WHERE "
        + names.syncFlag()
        + " = true"
        + (afterId.isEmpty() ? "" : " AND Id > " + Soql.quote(afterId))
        + " ORDER BY Id LIMIT "
        + limit;
  }

  /** True when the team of this opportunity is not the one of this state. */
  public boolean hasOtherTeam(JsonNode opportunity, Org org, DealState before) {
    return table.row(Kind.TEAM).stream()
        .anyMatch(
            row ->
                !partnersPeople(opportunity, org)
                    .keySet()
                    .equals(before.items(row.name()).keySet()));
  }

  private String solutionsQuery(Org org) {
    var columns = new LinkedHashSet<>(List.of("Id", "Name", names.solutionIdentifier()));
    columns.addAll(
        present(org, names.solutions(), names.solutionType(), names.solutionPublisher()));
    return "(SELECT " + String.join(", ", columns) + " FROM " + names.solutionsRelationship() + ")";
  }

  private static boolean hasTeams(Org org) {
    return org.fields().containsKey(TeamParts.MEMBER);
  }

  private static Set<String> present(Org org, String object, String... fields) {
    var found = new TreeSet<String>();
    for (var field : fields) {
      if (field != null && !field.isBlank() && org.has(object, field)) {
        found.add(field);
      }
    }
    return found;
  }

  /** The condition that finds the opportunity of a referral. */
  public String ofReferral(String referralId) {
    return names.identifier() + " = " + Soql.quote(referralId);
  }

  /** The query that reads what a line in the Audit field and a mark need. */
  public String noteQuery(String opportunityId) {
    return "SELECT Id, Name, "
        + names.audit()
        + " FROM Opportunity WHERE Id = "
        + Soql.quote(opportunityId);
  }

  /** A contact as an element of a list of people. */
  public SortedMap<String, String> person(JsonNode contact) {
    return People.ofSalesforce(contact);
  }

  /** What tells a contact from others in such a list. */
  public String personKey(JsonNode contact) {
    return People.key(People.ofSalesforce(contact));
  }

  /** True while the deal waits for the seller's decision. */
  public boolean isOnHold(JsonNode opportunity, Org org) {
    return phase(opportunity, org) == Phase.OFFERED;
  }

  /** The deal as Salesforce has it now. The connector's own user is nobody's seller. */
  public DealState state(JsonNode opportunity, Org org) {
    var fields = new TreeMap<String, FieldValue>();
    for (var row : table.rowsIn(org)) {
      var value = read(row, opportunity, org);
      if (value != null) {
        fields.put(row.name(), value);
      }
    }
    return new DealState(fields);
  }

  private FieldValue read(FieldRow row, JsonNode opportunity, Org org) {
    var node =
        row.ofAccount()
            ? opportunity.path("Account").path(row.salesforceField())
            : opportunity.path(row.salesforce());
    return switch (row.kind()) {
      case PHASE -> phase(opportunity, org).value();
      case CURRENCY -> currency(row, node, opportunity, org);
      case CONTACTS -> contacts(opportunity);
      case TEAM -> team(opportunity, org);
      case SOLUTIONS -> solutions(opportunity);
      case CHOICE -> node.asText("").isBlank() ? emptied(row, node) : choice(row, node);
      default ->
          row.kind()
              .canonical(row.salesforceLabel(), node)
              .map(FieldValue::text)
              .orElseGet(() -> emptied(row, node));
    };
  }

  /**
   * An org with a single currency has no field for it. Its currency is told for a new referral
   * only; what an existing referral says is nobody's edit here.
   */
  private FieldValue currency(FieldRow row, JsonNode node, JsonNode opportunity, Org org) {
    return org.has(OPPORTUNITY, row.salesforceField()) || !referralId(opportunity).isEmpty()
        ? row.kind().canonical(row.salesforceLabel(), node).map(FieldValue::text).orElse(null)
        : new DealValue(table, names.defaultCurrency())
            .onlyCurrency(org)
            .map(FieldValue::text)
            .orElse(null);
  }

  /** A stage the org's list does not have is as open or closed as Salesforce says. */
  private Phase phase(JsonNode opportunity, Org org) {
    if (opportunity.path("IsClosed").asBoolean()) {
      return opportunity.path("IsWon").asBoolean() ? Phase.WON : Phase.LOST;
    }
    return Stages.meant(names.onHoldStage(), org).equals(opportunity.path("StageName").asText())
        ? Phase.OFFERED
        : Phase.ACCEPTED;
  }

  /** Of what cannot be taken back the seller's "nothing" counts: it has to be restored. */
  private static FieldValue emptied(FieldRow row, JsonNode node) {
    return row.rule().onConflict() == OnConflict.RATCHET && !node.isMissingNode()
        ? FieldValue.text("")
        : null;
  }

  private static FieldValue choice(FieldRow row, JsonNode node) {
    var choice = row.choice(node.asText());
    if (choice == null) {
      throw new UnmappableException(
          ErrorCode.NOT_IN_VALUE_MAP.of(row.salesforceLabel(), node.asText()));
    }
    return choice.isEmpty() ? emptied(row, node) : FieldValue.text(choice);
  }

  private static FieldValue contacts(JsonNode opportunity) {
    return new FieldValue.Items(people(opportunity.path(ROLES).path("records"), "Contact"));
  }

  /**
   * Owner and members. An org without opportunity teams cannot say who else belongs to the team of
   * an existing referral, so it has no opinion.
   */
  private FieldValue team(JsonNode opportunity, Org org) {
    if (!hasTeams(org) && !referralId(opportunity).isEmpty()) {
      return null;
    }
    return new FieldValue.Items(partnersPeople(opportunity, org));
  }

  /** The partner's people who work on it, by their key: its owner and its team. */
  public static SortedMap<String, SortedMap<String, String>> partnersPeople(
      JsonNode opportunity, Org org) {
    var team = people(opportunity.path(MEMBERS).path("records"), "User");
    var owner = People.ofSalesforce(opportunity.path("Owner"));
    var key = People.key(owner);
    if (!key.isEmpty() && !opportunity.path("OwnerId").asText().equals(org.userId())) {
      team.put(key, owner);
    }
    return team;
  }

  private static SortedMap<String, SortedMap<String, String>> people(JsonNode rows, String who) {
    var people = new TreeMap<String, SortedMap<String, String>>();
    for (var row : rows) {
      var person = People.ofSalesforce(row.path(who));
      var key = People.key(person);
      if (!key.isEmpty()) {
        people.putIfAbsent(key, person);
      }
    }
    return people;
  }

  private FieldValue solutions(JsonNode opportunity) {
    var solutions = new TreeMap<String, SortedMap<String, String>>();
    for (var row : opportunity.path(names.solutionsRelationship()).path("records")) {
      var solution = Solutions.ofSalesforce(row, names);
      var key = Solutions.key(solution);
      if (!key.isEmpty()) {
        solutions.putIfAbsent(key, solution);
      }
    }
    return new FieldValue.Items(solutions);
  }

  /** Keys of the people to name first in a referral: the primary contact, the owner. */
  public List<String> leaders(JsonNode opportunity) {
    var leaders = new ArrayList<String>();
    for (var role : opportunity.path(ROLES).path("records")) {
      if (role.path("IsPrimary").asBoolean()) {
        leaders.add(People.key(People.ofSalesforce(role.path("Contact"))));
      }
    }
    leaders.add(People.key(People.ofSalesforce(opportunity.path("Owner"))));
    return leaders;
  }

  /** True when the seller wants this deal in Partner Center. */
  public boolean wantsSync(JsonNode opportunity) {
    return opportunity.path(names.syncFlag()).asBoolean();
  }

  /** The referral's id as the opportunity has it, in lower case; empty for none. */
  public String referralId(JsonNode opportunity) {
    return opportunity.path(names.identifier()).asText("").strip().toLowerCase(Locale.ROOT);
  }
}
