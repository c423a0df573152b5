package io.cosell.connector.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.remote.RemoteRefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Reads what the org looks like, in one call.
 *
 * <p>The composite guide admits all sObject resources as parts. Should an org not take describes
 * there, they are made one by one.
 */
@Component
class OrgReader {
  private static final String MULTI_CURRENCY_FIELD = "CurrencyIsoCode";

  private final Rest rest;
  private final Composite composite;
  private final Queries queries;
  private final SalesforceProperties settings;

  /**
   * What was read.
   *
   * @param inactiveStages names and labels of stages that are not used any more
   * @param withoutViewAll objects of which we see only our own records, as far as the org lets us
   *     look at our permissions
   */
  record Reading(Org org, Set<String> inactiveStages, List<String> withoutViewAll) {}

  OrgReader(Rest rest, Composite composite, Queries queries, SalesforceProperties settings) {
    this.rest = rest;
    this.composite = composite;
    this.queries = queries;
    this.settings = settings;
  }

  /** The org as it is now; what is missing or hidden is absent. */
  Reading read() {
    var parts = new ArrayList<Subrequest>();
    objects().forEach(object -> parts.add(describing(object)));
    var mine =
        "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = %s)"
            .formatted(Soql.quote(rest.user()));
    parts.add(
        Subrequest.query(
            "stages",
            "SELECT ApiName, MasterLabel, IsActive, IsClosed, IsWon FROM OpportunityStage"
                + " ORDER BY SortOrder"));
    parts.add(
        Subrequest.query(
            "currencies", "SELECT IsoCode, IsCorporate FROM CurrencyType WHERE IsActive = true"));
    parts.add(Subrequest.query("organisation", "SELECT DefaultCurrencyIsoCode FROM Organization"));
    parts.add(
        Subrequest.query(
            "viewAllData",
            "SELECT Id FROM PermissionSet WHERE PermissionsViewAllData = true AND Id IN " + mine));
    parts.add(
        Subrequest.query(
            "viewAll",
            "SELECT SobjectType, PermissionsViewAllRecords FROM ObjectPermissions"
                + " WHERE SobjectType IN %s AND ParentId IN %s"
                    .formatted(Soql.list(channelObjects()), mine)));
    var answers = composite.attempt(parts);
    return reading(answers);
  }

  private Reading reading(Map<String, Composite.Part> answers) {
    var fields = new HashMap<String, Set<String>>();
    var details = new HashMap<String, Map<String, Org.Field>>();
    var parent = "";
    boolean together = answers.get("Opportunity").status() == 200;
    for (var object : objects()) {
      var described = together ? described(object, answers.get(object)) : describe(object);
      if (described.isEmpty()) {
        continue;
      }
      var ofObject = new TreeMap<String, Org.Field>();
      for (var field : described.get().path("fields")) {
        ofObject.put(field.path("name").asText(), field(field, described.get()));
      }
      details.put(object, Map.copyOf(ofObject));
      fields.put(object, Set.copyOf(ofObject.keySet()));
      if (object.equals("Opportunity")) {
        parent = solutionParent(described.get());
      }
    }
    var multiple = fields.getOrDefault("Opportunity", Set.of()).contains(MULTI_CURRENCY_FIELD);
    var stages = needed("OpportunityStage", answers.get("stages"));
    var org =
        new Org(
            rest.organisation(),
            Map.copyOf(fields),
            activeStages(stages),
            Map.copyOf(details),
            multiple ? currencies(answers) : singleCurrency(answers),
            rest.user(),
            parent);
    return new Reading(org, inactiveStages(stages), withoutViewAll(answers));
  }

  private List<String> objects() {
    return List.of(
        "Opportunity",
        "Account",
        "Contact",
        "OpportunityContactRole",
        "OpportunityTeamMember",
        "User",
        "Lead",
        settings.solutions().object());
  }

  private List<String> channelObjects() {
    return List.of(
        "Opportunity",
        "Account",
        "Contact",
        "OpportunityContactRole",
        settings.solutions().object());
  }

  private static Subrequest describing(String object) {
    return new Subrequest(object, "GET", "sobjects/" + object + "/describe", null);
  }

  private Optional<JsonNode> describe(String object) {
    try {
      return Optional.of(rest.call("GET", rest.path(describing(object).path()), null));
    } catch (RemoteRefusedException e) {
      if (e.status() == 404 || e.theirCode().equals("INVALID_TYPE")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<JsonNode> described(String object, Composite.Part part) {
    var errors = ApiError.in(part.body());
    if (part.status() == 200) {
      return Optional.of(part.body());
    }
    if (part.status() == 404 || errors.stream().anyMatch(it -> it.code().equals("INVALID_TYPE"))) {
      return Optional.empty();
    }
    throw Failures.of(Attempt.of("describe " + object), part.status(), errors, null);
  }

  private static Org.Field field(JsonNode field, JsonNode object) {
    var createable = field.path("createable").asBoolean();
    return new Org.Field(
        field.path("type").asText(),
        field.path("length").asInt(),
        createable
            && !field.path("nillable").asBoolean()
            && !field.path("defaultedOnCreate").asBoolean(),
        createable,
        field.path("updateable").asBoolean(),
        field.path("unique").asBoolean(),
        field.path("externalId").asBoolean(),
        field.path("restrictedPicklist").asBoolean(),
        field.path("calculated").asBoolean(),
        Picklist.options(field, object));
  }

  private String solutionParent(JsonNode opportunity) {
    for (var child : opportunity.path("childRelationships")) {
      if (child.path("relationshipName").asText().equals(settings.solutions().relationship())
          && child.path("childSObject").asText().equals(settings.solutions().object())) {
        return child.path("field").asText();
      }
    }
    return "";
  }

  private static List<Org.Stage> activeStages(List<JsonNode> rows) {
    return rows.stream()
        .filter(stage -> stage.path("IsActive").asBoolean())
        .map(
            stage ->
                new Org.Stage(
                    stage.path("ApiName").asText(),
                    stage.path("MasterLabel").asText(stage.path("ApiName").asText()),
                    stage.path("IsClosed").asBoolean(),
                    stage.path("IsWon").asBoolean()))
        .toList();
  }

  private static Set<String> inactiveStages(List<JsonNode> rows) {
    return rows.stream()
        .filter(stage -> !stage.path("IsActive").asBoolean())
        .flatMap(
            stage ->
                Stream.of(stage.path("ApiName").asText(), stage.path("MasterLabel").asText("")))
        .collect(Collectors.toUnmodifiableSet());
  }

  private Org.Currencies currencies(Map<String, Composite.Part> answers) {
    var active = new HashSet<String>();
    var standard = "";
    for (var type : needed("CurrencyType", answers.get("currencies"))) {
      active.add(type.path("IsoCode").asText());
      if (type.path("IsCorporate").asBoolean()) {
        standard = type.path("IsoCode").asText();
      }
    }
    return new Org.Currencies(true, standard, Set.copyOf(active));
  }

  private Org.Currencies singleCurrency(Map<String, Composite.Part> answers) {
    var code =
        rows(answers.get("organisation")).stream()
            .map(row -> row.path("DefaultCurrencyIsoCode"))
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .findFirst();
    return new Org.Currencies(false, code.orElse(""), Set.of());
  }

  private List<String> withoutViewAll(Map<String, Composite.Part> answers) {
    if (answers.get("viewAllData").status() != 200 || !rows(answers.get("viewAllData")).isEmpty()) {
      return List.of();
    }
    var known = new HashSet<String>();
    var seen = new HashSet<String>();
    for (var row : rows(answers.get("viewAll"))) {
      known.add(row.path("SobjectType").asText());
      if (row.path("PermissionsViewAllRecords").asBoolean()) {
        seen.add(row.path("SobjectType").asText());
      }
    }
    return channelObjects().stream()
        .filter(object -> known.contains(object) && !seen.contains(object))
        .toList();
  }

  private List<JsonNode> needed(String object, Composite.Part part) {
    if (part.status() != 200) {
      throw Failures.of(
          Attempt.of("query of " + object), part.status(), ApiError.in(part.body()), null);
    }
    return rows(part);
  }

  /** The rows of a query, none when it was refused. */
  private List<JsonNode> rows(Composite.Part part) {
    var rows = new ArrayList<JsonNode>();
    queries.complete(part.body()).path("records").forEach(rows::add);
    return rows;
  }
}
