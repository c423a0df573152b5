package io.cosell.connector.salesforce;

import io.cosell.connector.remote.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.stereotype.Component;

/** Compares the org's leads with what the settings say about them. */
@Component
class LeadCheck {
  private static final String OBJECT = "Lead";
  private static final String PREFIX = "cosell.salesforce.lead.";
  private static final String IDENTIFIER = PREFIX + "referral-identifier";

  private final LeadProperties settings;

  LeadCheck(LeadProperties settings) {
    this.settings = settings;
  }

  List<Problem> problems(Org org) {
    if (!org.fields().containsKey(OBJECT)) {
      return List.of(
          new Problem(
              OBJECT,
              "not visible",
              "leads are to come to Salesforce, but the integration user does not see this object:"
                  + " assign the permission set of the connector, or set cosell.sync.co-sell-only"
                  + " to true"));
    }
    var problems = new ArrayList<Problem>();
    fields(org, problems);
    statuses(org, problems);
    return problems;
  }

  private void fields(Org org, List<Problem> problems) {
    if (settings.referralIdentifier().isBlank()) {
      problems.add(new Problem(IDENTIFIER, "", "is empty; leads cannot be kept without it"));
    }
    var names = new LinkedHashMap<String, String>();
    names.put("referral-identifier", settings.referralIdentifier());
    names.put("referral-link", settings.referralLink());
    names.put("audit", settings.audit());
    names.put("country-field", settings.countryField());
    names.put("reason-field", settings.reasonField());
    names.forEach(
        (property, name) -> {
          if (!name.isBlank()) {
            OrgCheck.field(org, OBJECT, name, PREFIX + property, problems);
          }
        });
    org.field(OBJECT, settings.referralIdentifier())
        .filter(field -> !field.unique() || !field.externalId())
        .ifPresent(
            field ->
                problems.add(
                    new Problem(
                        IDENTIFIER,
                        settings.referralIdentifier(),
                        "is not declared unique and external id: tick both on the field, else one"
                            + " referral can become two leads")));
  }

  private void statuses(Org org, List<Problem> problems) {
    var there = org.field(OBJECT, "Status").map(Org.Field::values).orElse(List.of());
    var names = new LinkedHashMap<String, String>();
    names.put("new-status", settings.newStatus());
    names.put("accepted-status", settings.acceptedStatus());
    names.put("closed-status", settings.closedStatus());
    names.put("declined-status", settings.declinedStatus());
    names.forEach(
        (property, name) -> {
          boolean mayBeEmpty = !property.equals("new-status");
          if (!there.contains(name) && !(mayBeEmpty && name.isBlank())) {
            problems.add(
                new Problem(
                    PREFIX + property,
                    name,
                    "is no status of a lead in this org: use one of %s, or add it to the values of"
                            .formatted(there)
                        + " Lead Status in Salesforce"));
          }
        });
  }
}
