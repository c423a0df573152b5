package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import io.cosell.sandbox.salesforce.InProcessOrg;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An org that keeps what the writer writes, by its own rules. */
final class OrgBed {
  private final Mapping mapping = MappingBed.mapping();
  private final InProcessOrg salesforce = new InProcessOrg();
  private final Org org = seenByUs(MappingBed.orgWithout());
  private final Map<String, String> users = users();

  /** What the org refused, and why. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(JsonNode error) {
      super(error.path("errorCode").asText() + " " + error.path("fields"));
    }
  }

  private Org seenByUs(Org it) {
    return new Org(
        it.id(),
        it.fields(),
        it.stages(),
        it.details(),
        it.currencies(),
        salesforce.integrationUser(),
        it.solutionParent());
  }

  void reset() {
    salesforce.reset();
  }

  /** True when this person is a user and can be in an opportunity's team. */
  boolean knows(String email) {
    return users.containsKey(email);
  }

  /** The one opportunity, null when there is none. */
  JsonNode opportunity() {
    return salesforce.query(mapping.opportunities().query(org, "Name != null")).get(0);
  }

  DealState state() {
    return mapping.opportunities().state(opportunity(), org);
  }

  /** Writes these values, creating the opportunity when there is none. */
  List<Subrequest> write(Map<String, FieldValue> changes) {
    var current = opportunity();
    var parts =
        mapping
            .writer()
            .parts(
                new OpportunityWrite(
                    current,
                    MappingBed.REFERRAL_ID,
                    "https://partner.example/6f0e",
                    current == null ? null : current.path("AccountId").asText(),
                    changes,
                    Map.of(),
                    users,
                    null,
                    Map.of(),
                    "done.",
                    true,
                    MappingBed.NOON,
                    null,
                    false),
                org);
    if (!parts.isEmpty()) {
      send(parts);
    }
    return parts;
  }

  private void send(List<Subrequest> parts) {
    var requests = JsonNodeFactory.instance.arrayNode();
    for (var part : parts) {
      var request = requests.addObject();
      request.put("method", part.method()).put("url", InProcessOrg.url(part.path()));
      request.put("referenceId", part.referenceId());
      if (part.body() != null) {
        request.set("body", part.body());
      }
    }
    for (var answer : salesforce.write(requests)) {
      var error = answer.path("body").path(0);
      boolean halted = error.path("message").asText().startsWith("The transaction was rolled back");
      if (answer.path("httpStatusCode").asInt() >= 300 && !halted) {
        throw new Refused(error);
      }
    }
  }

  private Map<String, String> users() {
    var users = new TreeMap<String, String>();
    for (var user : salesforce.query("SELECT Id, Email FROM User")) {
      users.put(user.path("Email").asText(), user.path("Id").asText());
    }
    users.remove(
        salesforce
            .query("SELECT Email FROM User WHERE Id = '" + salesforce.integrationUser() + "'")
            .at("/0/Email")
            .asText());
    return users;
  }
}
