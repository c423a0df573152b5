package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.Deal;
import java.time.LocalDate;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PartnerCenterToSalesforceTest extends FlowTest {

  @Test
  @DisplayName("B01 a deal Microsoft shares becomes an opportunity on hold with everything filled")
  void b01() {
    var customer = unique("Contoso");
    var id =
        shared(
            Deal.named(unique("Casino Royale"))
                .forCustomer(customer, "10115")
                .with("/inviteContext/assistanceRequestCode", "QuotesOrLicensing")
                .withContact("Vesper", "Lynd", "vesper@" + customer.replace(' ', '-') + ".example")
                .worth("120000", "EUR")
                .closing(LocalDate.of(2027, 5, 31)));

    var opportunity = opportunityOf(id);

    assertThat(opportunity.get("StageName")).isEqualTo("On Hold");
    assertThat(opportunity.get("Sync_with_Partner_Center__c")).isEqualTo(true);
    assertThat((String) opportunity.get("Referral_Link__c")).contains(id);
    assertThat(opportunity.get("How_can_Microsoft_help__c")).isNotNull();
    assertThat(opportunity.get("Amount").toString()).startsWith("120000");
    assertThat(opportunity.get("CurrencyIsoCode")).isEqualTo("EUR");
    assertThat(opportunity.get("CloseDate")).isEqualTo("2027-05-31");
    assertThat((String) opportunity.get("Name")).startsWith("✔ Casino Royale");
    assertThat((String) opportunity.get("Audit__c"))
        .contains("Partner Center Referral to CRM sync success.");
    var opportunityId = (String) opportunity.get("Id");
    assertThat(
            salesforce.query(
                "SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '"
                    + opportunityId
                    + "'"))
        .isNotEmpty();
    assertThat(
            salesforce.query(
                "SELECT Id FROM OpportunityContactRole WHERE IsPrimary = true AND OpportunityId = '"
                    + opportunityId
                    + "'"))
        .hasSize(1);
    assertThat(salesforce.record("Account", (String) opportunity.get("AccountId")).get("Name"))
        .isEqualTo(customer);
    until(
        () ->
            assertThat(partnerCenter.referral(id).path("externalReferenceId").asText())
                .isEqualTo(opportunityId));
  }

  @Test
  @DisplayName("B02 nothing goes to Partner Center while the deal is on hold")
  void b02() {
    var id = shared(Deal.named(unique("Waiting")).worth("1000", "EUR"));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();

    edit(opportunityId, Map.of("Amount", 2000));
    untilIdle();

    assertThat(partnerCenter.referral(id).at("/details/dealValue").decimalValue())
        .isEqualByComparingTo("1000");
  }

  @Test
  @DisplayName("B03 leaving the on-hold stage accepts the deal and sends what was held back")
  void b03() {
    var id = shared(Deal.named(unique("Accepted")).worth("1000", "EUR"));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();
    edit(opportunityId, Map.of("Amount", 2000));
    untilIdle();

    edit(opportunityId, Map.of("StageName", "Qualification"));

    until(
        () -> {
          var referral = partnerCenter.referral(id);
          assertThat(referral.path("status").asText()).isEqualTo("Active");
          assertThat(referral.path("substatus").asText()).isEqualTo("Accepted");
          assertThat(referral.at("/details/dealValue").decimalValue()).isEqualByComparingTo("2000");
        });
  }

  @Test
  @DisplayName("B06 a co-sell deal made in the portal arrives with the help it asks for")
  void b06() {
    var deal = Deal.named(unique("From the portal")).visibleToMicrosoft();
    var id = partnerCenter.asPortalUser().creates(deal).path("id").asText();
    partnerCenter.asPortalUser().asksMicrosoftForHelp(id, "QuotesOrLicensing", "Please help.");

    var opportunityId = (String) opportunityOf(id).get("Id");

    until(
        () -> {
          var record = record(opportunityId);
          assertThat(record.get("StageName")).isEqualTo("Qualification");
          assertThat(record.get("How_can_Microsoft_help__c")).isEqualTo("Quotes or Licensing");
          assertThat(record.get("Referral_Visibility__c")).isEqualTo(true);
        });
  }

  @Test
  @DisplayName("B07 what changes in Partner Center changes in Salesforce")
  void b07() {
    var opportunityId = linkedOpportunity(unique("Edited there"));
    var id = referralOf(opportunityId).path("id").asText();

    partnerCenter
        .asPortalUser()
        .changes(
            id,
            Map.of(
                "/details/dealValue", 73000,
                "/details/currency", "EUR",
                "/details/notes", "Bigger, says the portal.",
                "/details/closingDateTime", "2027-09-30T00:00:00Z"));

    until(
        () -> {
          var record = record(opportunityId);
          assertThat(record.get("Amount").toString()).startsWith("73000");
          assertThat(record.get("CurrencyIsoCode")).isEqualTo("EUR");
          assertThat(record.get("Description")).isEqualTo("Bigger, says the portal.");
          assertThat(record.get("CloseDate")).isEqualTo("2027-09-30");
          assertThat((String) record.get("Audit__c"))
              .startsWith(
                  ((String) record.get("Audit__c")).substring(0, 19)
                      + "Partner Center Referral to CRM");
        });
  }

  @Test
  @DisplayName("B09 won and lost in Partner Center close the opportunity")
  void b09() {
    var won = linkedOpportunity(unique("Won there"));
    var lost = linkedOpportunity(unique("Lost there"));

    partnerCenter.asPortalUser().wins(referralOf(won).path("id").asText());
    partnerCenter.asPortalUser().loses(referralOf(lost).path("id").asText(), "Budget");

    until(
        () -> {
          assertThat(record(won).get("StageName")).isEqualTo("Closed Won");
          assertThat(record(lost).get("StageName")).isEqualTo("Closed Lost");
        });
  }

  @Test
  @DisplayName("B12 a lead is ignored where only co-sell deals come to Salesforce")
  void b12() {
    var customer = unique("Only a lead");
    var lead = Deal.named(customer).forCustomer(customer, "10115");
    var id = partnerCenter.asMicrosoftSeller().sendsLead(lead).path("id").asText();
    untilIdle();
    partnerCenter.asPortalUser().accepts(id);
    untilIdle();

    assertThat(inboxOf("referral/" + id)).isNotEmpty();
    assertThat(found(id)).isEmpty();
    assertThat(salesforce.query("SELECT Id FROM Lead WHERE Company = '" + customer + "'"))
        .isEmpty();
    assertThat(salesforce.query("SELECT Id FROM Account WHERE Name = '" + customer + "'"))
        .isEmpty();
    assertThat(partnerCenter.referral(id).path("externalReferenceId").isNull()).isTrue();
  }

  @Test
  @DisplayName("B14 Microsoft's acceptance fills Microsoft's CRM identifier")
  void b14() {
    var id =
        opportunity(unique("Invited"), Map.of("How_can_Microsoft_help__c", "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    var own = referralOf(id);
    until(() -> assertThat(partnerCenter.engagement(own.path("engagementId").asText())).hasSize(2));

    partnerCenter.asMicrosoftSeller().accepts(own.path("id").asText());

    until(() -> assertThat(record(id).get("Microsoft_CRM_Identifier__c")).isNotNull());
  }

  @Test
  @DisplayName("B11 twenty deals of one new customer at once make one account")
  void oneAccount() {
    var customer = unique("Fabrikam");

    partnerCenter.atOnce(
        () ->
            IntStream.range(0, 20)
                .forEach(
                    i -> shared(Deal.named(customer + " " + i).forCustomer(customer, "80331"))));

    until(
        () ->
            assertThat(
                    connector.opportunities("Account.Name = '" + customer + "'").stream()
                        .map(row -> row.get("AccountId"))
                        .collect(Collectors.toList()))
                .hasSize(20));
    assertThat(salesforce.query("SELECT Id FROM Account WHERE Name = '" + customer + "'"))
        .hasSize(1);
  }
}
