package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.remote.Finding;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrgChecksTest {
  private static final Org ORG =
      new Org(
          "00D",
          Map.of(),
          List.of(),
          Map.of(
              "Opportunity",
              Map.of(
                  "Name", field("string", 20, true),
                  "OwnerId", field("reference", 5, true),
                  "Region__c", field("string", 255, true),
                  "StageName", restricted("picklist", "Qualification", "Closed Won"),
                  "CurrencyIsoCode", restricted("picklist", "EUR", "GBP"),
                  "Formula__c", readOnly("double")),
              "Account",
              Map.of(
                  "BillingCity", field("string", 40, false),
                  "BillingCountryCode", restricted("picklist", "DE", "GB"))),
          new Org.Currencies(false, "", Set.of()),
          "",
          "");

  @Test
  void findsNothingWrongWithWhatTheOrgTakes() {
    assertThat(
            created("{\"Name\":\"Rollout\",\"Region__c\":\"North\",\"StageName\":\"closed won\"}"))
        .isEmpty();
  }

  @Test
  void namesEveryTextThatIsTooLong() {
    var parts =
        List.of(
            part("POST", "sobjects/Account", "{\"BillingCity\":\"" + "x".repeat(41) + "\"}"),
            part(
                "PATCH", "sobjects/Opportunity/006", "{\"Name\":\"a name that is far too long\"}"));

    assertThat(OrgChecks.of(parts, ORG))
        .extracting(Finding::toString)
        .containsExactly(
            "E114 Account.BillingCity is \""
                + "x".repeat(41)
                + "\": the field in Salesforce is too short for it: 41 characters of 40",
            "E114 Name is \"a name that is far too long\": the field in Salesforce is too short for"
                + " it: 27 characters of 20");
  }

  @Test
  void namesAValueTheRestrictedPicklistLacks() {
    assertThat(changed("{\"StageName\":\"Won\"}"))
        .extracting(Finding::toString)
        .containsExactly("E115 StageName is \"Won\": the picklist in Salesforce has no such value");
  }

  @Test
  void namesACurrencyAndACountryThatAreNotActiveAsSuch() {
    assertThat(changed("{\"CurrencyIsoCode\":\"JPY\"}"))
        .extracting(Finding::toString)
        .containsExactly("E125 CurrencyIsoCode is \"JPY\": this currency is not active in the org");
    assertThat(
            OrgChecks.of(
                List.of(part("POST", "sobjects/Account", "{\"BillingCountryCode\":\"CH\"}")), ORG))
        .extracting(Finding::toString)
        .containsExactly(
            "E124 Account.BillingCountryCode is \"CH\": this country is not in the org's list");
  }

  @Test
  void namesARequiredFieldOfTheCustomersOnCreationOnly() {
    assertThat(created("{\"Name\":\"Rollout\"}"))
        .extracting(Finding::toString)
        .containsExactly("E122 Region__c is empty: this org requires a value");
    assertThat(
            OrgChecks.of(
                List.of(part("PATCH", "sobjects/Opportunity/Referral_Identifier__c/7f", "{}")),
                ORG))
        .as("an upsert may create")
        .extracting(Finding::field)
        .containsExactly("Region__c");
    assertThat(changed("{\"Name\":\"Rollout\"}")).isEmpty();
  }

  @Test
  void namesAFieldThatMayNotBeWritten() {
    assertThat(changed("{\"Formula__c\":7}"))
        .extracting(Finding::toString)
        .containsExactly("E123 Formula__c is \"7\": the integration user may not write it");
  }

  @Test
  void takesAReferenceToAnotherPartForWhatItStandsFor() {
    assertThat(changed("{\"OwnerId\":\"@{somebody.id}\"}")).isEmpty();
  }

  private static List<Finding> created(String body) {
    return OrgChecks.of(List.of(part("POST", "sobjects/Opportunity", body)), ORG);
  }

  private static List<Finding> changed(String body) {
    return OrgChecks.of(List.of(part("PATCH", "sobjects/Opportunity/006", body)), ORG);
  }

  private static Subrequest part(String method, String path, String body) {
    return new Subrequest("it", method, path, MappingBed.json(body));
  }

  private static Org.Field field(String type, int length, boolean required) {
    return new Org.Field(type, length, required, true, true, false, false, false, List.of());
  }

  private static Org.Field restricted(String type, String... values) {
    return new Org.Field(type, 255, false, true, true, false, false, true, List.of(values));
  }

  private static Org.Field readOnly(String type) {
    return new Org.Field(type, 0, false, false, false, false, false, false, List.of());
  }
}
