package io.cosell.connector.salesforce;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.component.salesforce.api.SalesforceException;
import org.springframework.stereotype.Component;

/** Compares the org with what the settings say about it. */
@Component
class OrgCheck {
  private static final String PREFIX = "cosell.salesforce.";
  private static final String GRANT =
      " assign the permission set of the connector to the integration user, or correct the property";
  private static final String ACCOUNT = "Account";
  private static final String MULTI_CURRENCY_FIELD = "CurrencyIsoCode";

  private final SettingsCheck settingsCheck;
  private final ConnectorComponent component;
  private final OrgReader reader;
  private final SalesforceProperties settings;
  private final OpportunityProperties opportunity;
  private final AccountProperties account;

  /**
   * What was found, and the org if it could be read.
   *
   * @param notices what of this org an administrator should know, although nothing is wrong
   */
  record Finding(List<Problem> problems, Optional<Org> org, List<String> notices) {
    Finding(List<Problem> problems, Optional<Org> org) {
      this(problems, org, List.of());
    }
  }

  OrgCheck(
      SettingsCheck settingsCheck,
      ConnectorComponent component,
      OrgReader reader,
      SalesforceProperties settings,
      OpportunityProperties opportunity,
      AccountProperties account) {
    this.settingsCheck = settingsCheck;
    this.component = component;
    this.reader = reader;
    this.settings = settings;
    this.opportunity = opportunity;
    this.account = account;
  }

  Org readOrg() {
    return reader.read().org();
  }

  Finding check() {
    var problems = new ArrayList<>(settingsCheck.check());
    if (!problems.isEmpty()) {
      return new Finding(problems, Optional.empty());
    }
    component.login().forgetPause();
    try {
      component.login().login(null);
    } catch (SalesforceException e) {
      var refusal = LoginRefusal.of(e);
      var problem = new Problem(refusal.setting(), valueOf(refusal.setting()), refusal.remedy());
      return new Finding(List.of(problem), Optional.empty());
    }
    try {
      var reading = reader.read();
      compare(reading, problems);
      return new Finding(
          problems, Optional.of(reading.org()), OrgNotices.of(reading.org(), opportunity, account));
    } catch (RemoteUnavailableException e) {
      return new Finding(
          List.of(
              new Problem(
                  PREFIX + "login-url",
                  settings.loginUrl(),
                  e.getMessage() + "; tried again by itself")),
          Optional.empty());
    } catch (RemoteRefusedException e) {
      return new Finding(List.of(refused(e)), Optional.empty());
    }
  }

  private Problem refused(RemoteRefusedException refusal) {
    return refusal.status() == 404
        ? new Problem(
            PREFIX + "api-version",
            settings.apiVersion(),
            refusal.getMessage() + "; the org may not have this version, set another")
        : new Problem(
            PREFIX + "login-url",
            settings.loginUrl(),
            refusal.getMessage() + "; check the address and the integration user's permissions");
  }

  private String valueOf(String setting) {
    return switch (setting.substring(PREFIX.length())) {
      case "login-url" -> settings.loginUrl();
      case "client-id" -> settings.clientId();
      case "username" -> settings.username();
      case "jwt-audience" -> settings.jwtAudience();
      case "authentication" -> settings.authentication();
      default -> "(secret)";
    };
  }

  private void compare(OrgReader.Reading reading, List<Problem> problems) {
    var org = reading.org();
    objects(org, problems);
    if (org.fields().containsKey("Opportunity")) {
      coSellFields(org, problems);
      dealValue(org, problems);
      problems.addAll(StageCheck.problems(org, reading.inactiveStages(), opportunity));
    }
    if (org.fields().containsKey(ACCOUNT)) {
      customer(org, problems);
    }
    solutions(org, problems);
    viewAll(reading.withoutViewAll(), problems);
  }

  private void customer(Org org, List<Problem> problems) {
    var country = account.countryField();
    var code = org.addressCode(ACCOUNT, country).orElse(country);
    visible(org, ACCOUNT, code, "cosell.account.country-field", problems);
    for (var id :
        Map.of(
                "external-id-field", account.externalIdField(),
                "duns-field", account.dunsField())
            .entrySet()) {
      if (!id.getValue().isBlank()) {
        visible(org, ACCOUNT, id.getValue(), "cosell.account." + id.getKey(), problems);
      }
    }
  }

  private static void objects(Org org, List<Problem> problems) {
    for (var object :
        List.of("Opportunity", "Account", "Contact", "OpportunityContactRole", "User")) {
      if (!org.fields().containsKey(object)) {
        problems.add(
            new Problem(
                object,
                "not visible",
                "the integration user does not see this object: assign the permission set of the connector"));
      }
    }
  }

  private void coSellFields(Org org, List<Problem> problems) {
    var fields = settings.fields();
    var written = new LinkedHashMap<String, String>();
    written.put("sync-flag", fields.syncFlag());
    written.put("referral-identifier", fields.referralIdentifier());
    written.put("referral-link", fields.referralLink());
    written.put("audit", fields.audit());
    written.forEach(
        (property, name) -> {
          if (!name.isBlank()) {
            field(org, "Opportunity", name, PREFIX + "fields." + property, problems);
          }
        });
    var mapped = new LinkedHashMap<String, String>();
    mapped.put("help", fields.help());
    mapped.put("visibility", fields.visibility());
    mapped.put("microsoft-crm-identifier", fields.microsoftCrmIdentifier());
    mapped.put("referral-program", fields.referralProgram());
    mapped.forEach(
        (property, name) -> {
          if (!name.isBlank()) {
            visible(org, "Opportunity", name, PREFIX + "fields." + property, problems);
          }
        });
    org.field("Opportunity", fields.referralIdentifier())
        .filter(field -> !field.unique() || !field.externalId())
        .ifPresent(
            field ->
                problems.add(
                    new Problem(
                        PREFIX + "fields.referral-identifier",
                        fields.referralIdentifier(),
                        "is not declared unique and external id: tick both on the field, else one referral can become two opportunities")));
  }

  /** Whether it may be written is the business of the mapping table, which knows the direction. */
  private static Optional<Org.Field> visible(
      Org org, String object, String field, String property, List<Problem> problems) {
    var found = org.field(object, field);
    if (found.isEmpty()) {
      problems.add(
          new Problem(
              property,
              field,
              "%s has no such field or the integration user does not see it:%s"
                  .formatted(object, GRANT)));
    }
    return found;
  }

  static void field(Org org, String object, String field, String property, List<Problem> problems) {
    var found = visible(org, object, field, property, problems);
    if (found.filter(it -> !it.createable() || !it.updateable()).isPresent()) {
      problems.add(
          new Problem(
              property,
              field,
              "the integration user may not write this field of %s:%s".formatted(object, GRANT)));
    }
  }

  private void dealValue(Org org, List<Problem> problems) {
    visible(
        org,
        "Opportunity",
        opportunity.dealValueField(),
        "cosell.opportunity.deal-value-field",
        problems);
    var currency = opportunity.dealValueCurrencyField();
    var single = currency.equals(MULTI_CURRENCY_FIELD) && !org.currencies().multiple();
    if (!single) {
      visible(
          org, "Opportunity", currency, "cosell.opportunity.deal-value-currency-field", problems);
    } else if (opportunity.defaultCurrency().isBlank() && org.currencies().standard().isBlank()) {
      problems.add(
          new Problem(
              "cosell.opportunity.default-currency",
              "",
              "the org has a single currency that the integration user does not see: set its ISO code, such as EUR"));
    }
    if (!opportunity.lostReasonField().isBlank()) {
      visible(
          org,
          "Opportunity",
          opportunity.lostReasonField(),
          "cosell.opportunity.lost-reason-field",
          problems);
    }
  }

  private void solutions(Org org, List<Problem> problems) {
    var solutions = settings.solutions();
    if (!org.fields().containsKey(solutions.object())) {
      problems.add(
          new Problem(
              PREFIX + "solutions.object",
              solutions.object(),
              "the org has no such object or the integration user does not see it:" + GRANT));
      return;
    }
    if (org.solutionParent().isEmpty()) {
      problems.add(
          new Problem(
              PREFIX + "solutions.relationship",
              solutions.relationship(),
              "Opportunity has no child relationship of this name to %s: correct the property"
                  .formatted(solutions.object())));
    }
    var names = new LinkedHashMap<String, String>();
    names.put("identifier", solutions.identifier());
    names.put("type", solutions.type());
    names.put("publisher", solutions.publisher());
    names.forEach(
        (property, name) -> {
          if (!name.isBlank()) {
            field(org, solutions.object(), name, PREFIX + "solutions." + property, problems);
          }
        });
  }

  private static void viewAll(List<String> objects, List<Problem> problems) {
    for (var object : objects) {
      problems.add(
          new Problem(
              object,
              "no View All",
              "Salesforce tells only owners of its changes: give the integration user View All"
                  + " Records on it"));
    }
  }
}
