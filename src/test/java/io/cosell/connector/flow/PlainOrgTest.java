package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.audit.AuditQuery;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An org as many small companies have it: state and country picklists, one currency, no opportunity
 * teams. Its customers are known by their numbers.
 */
class PlainOrgTest extends FlowTest {
  private static RunningConnector own;

  @Override
  RunningConnector underTest() {
    if (own == null) {
      var org =
          new SalesforceSandbox(
                  SalesforceOptions.builder()
                      .countryPicklists(true)
                      .multiCurrency(false)
                      .opportunityTeams(false)
                      .build())
              .start();
      org.schema().addExternalId("Account", "Customer_Number__c", 40);
      org.schema().addState("DE", "BY", "Bavaria").addState("DE", "HH", "Hamburg");
      own =
          new RunningConnector(
                  org, new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start())
              .start(
                  Map.of(
                      "cosell.opportunity.default-currency", "EUR",
                      "cosell.sync.co-sell-only", "false",
                      "cosell.account.match-by", "external-id, duns, name-and-postal-code",
                      "cosell.account.external-id-field", "Customer_Number__c",
                      "cosell.account.duns-field", "DunsNumber"));
    }
    return own;
  }

  @AfterAll
  static void close() {
    own.close();
    own = null;
  }

  @Test
  @DisplayName("B10 a customer is found by its external id, whatever its name")
  void b10ExternalId() {
    var number = unique("C");
    var account = account(Map.of("Name", "Contoso Holding", "Customer_Number__c", number));

    var id =
        shared(
            deal("By number", "Contoso")
                .withCustomerId("External", number.toLowerCase(Locale.ROOT)));

    assertThat(opportunityOf(id).get("AccountId")).isEqualTo(account);
  }

  @Test
  @DisplayName("B10 a customer is found by its D-U-N-S number, however that is written")
  void b10Duns() {
    var account = account(Map.of("Name", "Litware Inc", "DunsNumber", "012345678"));

    var id = shared(deal("By D-U-N-S", "Litware").withCustomerId("Duns", "01-234-5678"));

    assertThat(opportunityOf(id).get("AccountId")).isEqualTo(account);
  }

  @Test
  @DisplayName("B10 a customer without ids is found by name and postal code; of two, the oldest")
  void b10Name() {
    var customer = unique("Proseware");
    var oldest = account(Map.of("Name", customer, "BillingPostalCode", "80331"));
    account(Map.of("Name", customer, "BillingPostalCode", "80331"));

    var opportunity = opportunityOf(shared(deal("By name", customer)));

    assertThat(opportunity.get("AccountId")).isEqualTo(oldest);
    assertThat((String) opportunity.get("Audit__c"))
        .contains("2 accounts match the customer by name-and-postal-code; the oldest is taken");
  }

  @Test
  @DisplayName(
      "B11 a namesake with another D-U-N-S number is somebody else; the new account has all")
  void b11() {
    var customer = unique("Adatum");
    var namesake =
        account(Map.of("Name", customer, "BillingPostalCode", "80331", "DunsNumber", "999999999"));

    var id =
        shared(
            deal("Somebody else", customer)
                .in("DE", "Bavaria")
                .withCustomerId("Duns", "15-048-3782")
                .withCustomerId("External", customer));

    var account = salesforce.record("Account", (String) opportunityOf(id).get("AccountId"));
    assertThat(account.get("Id")).isNotEqualTo(namesake);
    assertThat(account)
        .containsEntry("Name", customer)
        .containsEntry("DunsNumber", "150483782")
        .containsEntry("Customer_Number__c", customer)
        .containsEntry("BillingCountryCode", "DE")
        .containsEntry("BillingCountry", "Germany")
        .containsEntry("BillingStateCode", "BY")
        .containsEntry("BillingState", "Bavaria");
  }

  @Test
  @DisplayName("B11 twenty deals of one new D-U-N-S number at once make one account")
  void oneAccount() {
    var names = unique("Fourth Coffee");

    partnerCenter.atOnce(
        () -> {
          for (int i = 0; i < 20; i++) {
            shared(deal(names + i, names + i).withCustomerId("Duns", "770000001"));
          }
        });

    until(() -> assertThat(connector.opportunities("Name LIKE '%" + names + "%'")).hasSize(20));
    assertThat(salesforce.query("SELECT Id FROM Account WHERE DunsNumber = '770000001'"))
        .hasSize(1);
  }

  @Test
  void aStateTheOrgDoesNotHaveIsLeftOutAndTheSellerIsTold() {
    var opportunity = opportunityOf(shared(deal("Nowhere", unique("Nowhere")).in("DE", "Nowhere")));

    assertThat(salesforce.record("Account", (String) opportunity.get("AccountId")))
        .containsEntry("BillingCountryCode", "DE")
        .containsEntry("BillingStateCode", null);
    assertThat((String) opportunity.get("Audit__c"))
        .contains("Account.BillingStateCode \"Nowhere\" is not written: the org has no such state");
  }

  @Test
  @DisplayName("B13 a lead comes with the codes of its country and state")
  void b13() {
    var company = unique("Lead");
    partnerCenter
        .asMicrosoftSeller()
        .sendsLead(
            deal("Lead", company).in("DE", "bavaria").with("/qualification", "MarketingQualified"));

    until(() -> assertThat(leads(company)).hasSize(1));
    assertThat(salesforce.record("Lead", (String) leads(company).get(0).get("Id")))
        .containsEntry("CountryCode", "DE")
        .containsEntry("Country", "Germany")
        .containsEntry("StateCode", "BY");
  }

  private List<Map<String, Object>> leads(String company) {
    return salesforce.query("SELECT Id FROM Lead WHERE Company = '" + company + "'");
  }

  @Test
  void aStateThatWasTakenOutOfTheListMeanwhileIsLeftOutToo() {
    salesforce.schema().removeState("DE", "HH");
    try {
      var opportunity =
          opportunityOf(shared(deal("Gone state", unique("Gone state")).in("DE", "Hamburg")));

      assertThat(salesforce.record("Account", (String) opportunity.get("AccountId")))
          .containsEntry("BillingStateCode", null);
      assertThat((String) opportunity.get("Audit__c"))
          .contains(
              "Account.BillingStateCode \"Hamburg\" is not written: the org has no such state");
    } finally {
      salesforce.schema().addState("DE", "HH", "Hamburg");
    }
  }

  @Test
  void aCountryTheOrgDoesNotHaveIsADeadLetterUntilItHasIt() {
    var countries = Locale.getISOCountries();
    salesforce.schema().restrictPicklist("Account", "BillingCountryCode", true, "DE", "GB");
    var id = shared(deal("No such country", unique("Alpine")).in("CH", ""));
    try {
      until(() -> assertThat(dead("referral/" + id)).isNotEmpty());
      assertThat(dead("referral/" + id))
          .contains(
              "E124 Account.BillingCountryCode is \"CH\": this country is not in the org's list")
          .contains("Activate it in Salesforce under State and Country/Territory Picklists");
      assertThat(found(id)).isEmpty();
    } finally {
      salesforce.schema().restrictPicklist("Account", "BillingCountryCode", true, countries);
    }

    partnerCenter.asPortalUser().changes(id, "/details/notes", "Once more, please.");

    assertThat(salesforce.record("Account", (String) opportunityOf(id).get("AccountId")))
        .containsEntry("BillingCountryCode", "CH");
  }

  @Test
  @DisplayName("A02 an opportunity goes out with codes, ids, the only currency and its owner")
  void a02() {
    var name = unique("Outbound");
    var account =
        account(
            Map.of(
                "Name", name,
                "BillingStreet", "1 Ludwigstrasse",
                "BillingCity", "Munich",
                "BillingCountryCode", "DE",
                "BillingStateCode", "BY",
                "Customer_Number__c", name,
                "DunsNumber", "12345679"));
    var id = opportunityOf(account, name);

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    var referral = referralOf(id);
    assertThat(referral.at("/customerProfile/address/country").asText()).isEqualTo("DE");
    assertThat(referral.at("/customerProfile/address/state").asText()).isEqualTo("BY");
    assertThat(referral.at("/customerProfile/ids").toString())
        .contains("{\"profileType\":\"Duns\",\"id\":\"012345679\"}")
        .contains("{\"profileType\":\"External\",\"id\":\"" + name + "\"}");
    assertThat(referral.at("/details/currency").asText()).isEqualTo("EUR");
    assertThat(referral.at("/team/0/email").asText()).isEqualTo("alice.moreau@fabrikam.example");
    until(() -> assertThat((String) record(id).get("Name")).isEqualTo("✔ " + name));
  }

  @Test
  @DisplayName("B07 a value in another currency is not written; the seller's goes out in the org's")
  void b07() {
    var id = shared(deal("In dollars", unique("In dollars")).worth("120000", "USD"));
    var opportunity = opportunityOf(id);
    assertThat(opportunity.get("Amount")).isNull();
    assertThat((String) opportunity.get("Audit__c"))
        .contains("Amount: the value 120000 of Partner Center is not taken over")
        .contains("it is in USD there, and all amounts of this org are in EUR");
    untilIdle();

    var opportunityId = (String) opportunity.get("Id");
    edit(opportunityId, Map.of("StageName", "Qualification", "Amount", 110_000));

    until(
        () -> {
          var details = partnerCenter.referral(id).path("details");
          assertThat(details.path("dealValue").decimalValue()).isEqualByComparingTo("110000");
          assertThat(details.path("currency").asText()).isEqualTo("EUR");
        });
    untilIdle();
    assertThat(connector.audit().find(AuditQuery.ofReferral(id, 10)))
        .anySatisfy(
            entry -> assertThat(entry.summary()).contains("dealValue").contains("currency"));
    partnerCenter.asPortalUser().changes(id, "/details/dealValue", 115_000);
    until(() -> assertThat(record(opportunityId).get("Amount").toString()).startsWith("115000"));
  }

  private static Deal deal(String name, String customer) {
    return Deal.named(unique(name)).forCustomer(customer, "80331").worth("48000", "EUR");
  }

  private String account(Map<String, Object> fields) {
    return salesforce.asSeller().create("Account", fields);
  }

  private String opportunityOf(String account, String name) {
    var values = new HashMap<String, Object>();
    values.put("Name", name);
    values.put("AccountId", account);
    values.put("StageName", "Prospecting");
    values.put("CloseDate", "2027-03-31");
    values.put("Amount", 48000);
    var id = salesforce.asSeller().create("Opportunity", values);
    salesforce
        .asSeller()
        .create(
            "Microsoft_Solution__c",
            Map.of("Opportunity__c", id, "Name", "X", "Solution_Identifier__c", "SOL-40210-KLP"));
    return id;
  }

  /** Why the record's event was laid aside; empty when it was not. */
  private String dead(String subject) {
    return inboxOf(subject).stream()
        .filter(entry -> entry.state() == EntryState.DEAD)
        .map(entry -> entry.cause() + " " + entry.remedy())
        .findFirst()
        .orElse("");
  }
}
