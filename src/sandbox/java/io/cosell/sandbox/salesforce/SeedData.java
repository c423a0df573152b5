package io.cosell.sandbox.salesforce;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of a fresh org: organization, users, stages and currencies. */
final class SeedData {
  /** Ids that the rest of the org needs. */
  record Seeded(String organization, String integrationUser, List<String> sellers) {}

  /** The objects whose records belong to the org's set-up. */
  static final Set<String> OBJECTS =
      Set.of(
          "Organization",
          "User",
          "OpportunityStage",
          "CurrencyType",
          "PermissionSet",
          "RecordType",
          "PermissionSetAssignment",
          "ObjectPermissions");

  private final Engine engine;

  SeedData(Engine engine) {
    this.engine = engine;
  }

  Seeded plant() {
    var organization =
        engine.seed(
            "Organization",
            Map.of(
                "Name", "Fabrikam Partner Ltd",
                "IsSandbox", false,
                "OrganizationType", "Enterprise Edition",
                "InstanceName", "EU42",
                "DefaultLocaleSidKey", "en_GB",
                "LanguageLocaleKey", "en_US"));
    var integration =
        user(engine.options.username(), "Co-sell", "Integration", engine.options.username());
    var sellers =
        List.of(
            user("alice.moreau@fabrikam.example", "Alice", "Moreau", null),
            user("bruno.keller@fabrikam.example", "Bruno", "Keller", null),
            user("chiara.rossi@fabrikam.example", "Chiara", "Rossi", null),
            user("daniel.weber@fabrikam.example", "Daniel", "Weber", null));
    stages();
    engine.permissions.plant(integration);
    if (engine.options.multiCurrency()) {
      currency("EUR", "1", true);
      currency("USD", "1.08", false);
      currency("GBP", "0.85", false);
    }
    return new Seeded(organization.id(), integration, sellers);
  }

  private String user(String username, String first, String last, String email) {
    var values = new LinkedHashMap<String, Object>();
    values.put("Username", username);
    values.put("Email", email == null ? username : email);
    values.put("FirstName", first);
    values.put("LastName", last);
    values.put("Name", first + " " + last);
    values.put("Phone", "+44 113 555 01" + (10 + first.length()));
    values.put("IsActive", true);
    values.put("UserType", "Standard");
    return engine.seed("User", values).id();
  }

  private void stages() {
    stage("Prospecting", 10, "Pipeline", false, false);
    stage("Qualification", 10, "Pipeline", false, false);
    stage("Needs Analysis", 20, "Pipeline", false, false);
    stage("Value Proposition", 50, "Pipeline", false, false);
    stage("Id. Decision Makers", 60, "Pipeline", false, false);
    stage("Perception Analysis", 70, "Pipeline", false, false);
    stage("Proposal/Price Quote", 75, "Best Case", false, false);
    stage("Negotiation/Review", 90, "Commit", false, false);
    stage("Closed Won", 100, "Closed", true, true);
    stage("Closed Lost", 0, "Omitted", true, false);
    stage("On Hold", 5, "Pipeline", false, false);
  }

  private void stage(String name, int probability, String forecast, boolean closed, boolean won) {
    new Stages(engine).add(name, probability, forecast, closed, won);
  }

  private void currency(String code, String rate, boolean corporate) {
    engine.seed(
        "CurrencyType",
        Map.of(
            "IsoCode",
            code,
            "ConversionRate",
            Values.plain(new BigDecimal(rate)),
            "DecimalPlaces",
            2,
            "IsActive",
            true,
            "IsCorporate",
            corporate));
  }
}
