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
import org.springframework.stereotype.Component;

/** Reads what the org looks like: describe calls and two or three queries. */
@Component
class OrgReader {
  private static final String MULTI_CURRENCY_FIELD = "CurrencyIsoCode";

  private final Rest rest;
  private final Queries queries;
  private final SalesforceProperties settings;

  OrgReader(Rest rest, Queries queries, SalesforceProperties settings) {
    this.rest = rest;
    this.queries = queries;
    this.settings = settings;
  }

  /** The org as it is now; what is missing or hidden is absent. */
  Org read() {
    var fields = new HashMap<String, Set<String>>();
    var details = new HashMap<String, Map<String, Org.Field>>();
    var parent = "";
    for (var object : objects()) {
      var described = describe(object);
      if (described.isEmpty()) {
        continue;
      }
      var ofObject = new TreeMap<String, Org.Field>();
      for (var field : described.get().path("fields")) {
        ofObject.put(field.path("name").asText(), field(field));
      }
      details.put(object, Map.copyOf(ofObject));
      fields.put(object, Set.copyOf(ofObject.keySet()));
      if (object.equals("Opportunity")) {
        parent = solutionParent(described.get());
      }
    }
    var multiple = fields.getOrDefault("Opportunity", Set.of()).contains(MULTI_CURRENCY_FIELD);
    return new Org(
        rest.organisation(),
        Map.copyOf(fields),
        stages(),
        Map.copyOf(details),
        multiple ? currencies() : singleCurrency(),
        rest.user(),
        parent);
  }

  /** Every stage of the org by name, true for the active ones. */
  Map<String, Boolean> allStages() {
    var stages = new TreeMap<String, Boolean>();
    for (var stage : query("SELECT ApiName, IsActive FROM OpportunityStage ORDER BY SortOrder")) {
      stages.merge(
          stage.path("ApiName").asText(), stage.path("IsActive").asBoolean(), Boolean::logicalOr);
    }
    return stages;
  }

  /**
   * The objects of which we see only our own records, as far as the org lets us look at our
   * permissions.
   */
  List<String> withoutViewAll(Org org, List<String> objects) {
    var mine =
        "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = %s)"
            .formatted(Soql.quote(org.userId()));
    try {
      var all =
          query(
              "SELECT Id FROM PermissionSet WHERE PermissionsViewAllData = true AND Id IN " + mine);
      if (!all.isEmpty()) {
        return List.of();
      }
      var known = new HashSet<String>();
      var seen = new HashSet<String>();
      for (var row :
          query(
              "SELECT SobjectType, PermissionsViewAllRecords FROM ObjectPermissions"
                  + " WHERE SobjectType IN %s AND ParentId IN %s"
                      .formatted(Soql.list(objects), mine))) {
        known.add(row.path("SobjectType").asText());
        if (row.path("PermissionsViewAllRecords").asBoolean()) {
          seen.add(row.path("SobjectType").asText());
        }
      }
      return objects.stream().filter(it -> known.contains(it) && !seen.contains(it)).toList();
    } catch (RemoteRefusedException e) {
      return List.of();
    }
  }

  private List<String> objects() {
    return List.of(
        "Opportunity",
        "Account",
        "Contact",
        "OpportunityContactRole",
        "OpportunityTeamMember",
        "User",
        settings.solutions().object());
  }

  private Optional<JsonNode> describe(String object) {
    try {
      return Optional.of(rest.call("GET", rest.path("sobjects/" + object + "/describe"), null));
    } catch (RemoteRefusedException e) {
      if (e.status() == 404 || e.code().equals("INVALID_TYPE")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Org.Field field(JsonNode field) {
    var createable = field.path("createable").asBoolean();
    var values = new ArrayList<String>();
    for (var value : field.path("picklistValues")) {
      if (value.path("active").asBoolean(true)) {
        values.add(value.path("value").asText());
      }
    }
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
        List.copyOf(values));
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

  private List<Org.Stage> stages() {
    var stages = new ArrayList<Org.Stage>();
    for (var stage :
        query(
            "SELECT ApiName, IsClosed, IsWon FROM OpportunityStage WHERE IsActive = true"
                + " ORDER BY SortOrder")) {
      stages.add(
          new Org.Stage(
              stage.path("ApiName").asText(),
              stage.path("IsClosed").asBoolean(),
              stage.path("IsWon").asBoolean()));
    }
    return List.copyOf(stages);
  }

  private Org.Currencies currencies() {
    var active = new HashSet<String>();
    var standard = "";
    for (var type : query("SELECT IsoCode, IsCorporate FROM CurrencyType WHERE IsActive = true")) {
      active.add(type.path("IsoCode").asText());
      if (type.path("IsCorporate").asBoolean()) {
        standard = type.path("IsoCode").asText();
      }
    }
    return new Org.Currencies(true, standard, Set.copyOf(active));
  }

  private Org.Currencies singleCurrency() {
    try {
      var rows = query("SELECT DefaultCurrencyIsoCode FROM Organization");
      var code = rows.isEmpty() ? "" : rows.get(0).path("DefaultCurrencyIsoCode").asText("");
      return new Org.Currencies(false, code.equals("null") ? "" : code, Set.of());
    } catch (RemoteRefusedException e) {
      return new Org.Currencies(false, "", Set.of());
    }
  }

  private List<JsonNode> query(String soql) {
    var answer = rest.call("GET", rest.path(Subrequest.query("query", soql).path()), null);
    var rows = new ArrayList<JsonNode>();
    queries.complete(answer).path("records").forEach(rows::add);
    return rows;
  }
}
