package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What differs from org to org, and what the standard objects do by themselves. */
class OrgTest {
  private SalesforceSandbox org;
  private ApiClient api;

  @BeforeEach
  void start() {
    start(SalesforceOptions.builder());
  }

  private void start(SalesforceOptions.Builder options) {
    if (org != null) {
      org.close();
    }
    org = new SalesforceSandbox(options.build()).start();
    api = new ApiClient(org);
  }

  @AfterEach
  void stop() {
    org.close();
  }

  private String create(String object, Object... pairs) {
    var fields = new HashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put((String) pairs[i], pairs[i + 1]);
    }
    return org.asSeller().create(object, fields);
  }

  private String deal(Object... pairs) {
    var all = new Object[pairs.length + 6];
    System.arraycopy(pairs, 0, all, 0, pairs.length);
    System.arraycopy(
        new Object[] {"Name", "N", "StageName", "Prospecting", "CloseDate", "2026-12-31"},
        0,
        all,
        pairs.length,
        6);
    return create("Opportunity", all);
  }

  @Test
  void knowsOneCurrencyOnlyWithoutMultiCurrency() {
    start(SalesforceOptions.builder().multiCurrency(false).notes(false).opportunityTeams(false));

    var write =
        api.post(
            "/sobjects/Opportunity",
            "{\"Name\":\"N\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2026-12-31\",\"CurrencyIsoCode\":\"EUR\"}");

    assertThat(write.message())
        .isEqualTo("No such column 'CurrencyIsoCode' on sobject of type Opportunity");
    assertThat(api.query("SELECT IsoCode FROM CurrencyType").errorCode()).isEqualTo("INVALID_TYPE");
    assertThat(api.query("SELECT Id FROM ContentNote").errorCode()).isEqualTo("INVALID_TYPE");
    assertThat(api.query("SELECT Id FROM OpportunityTeamMember").errorCode())
        .isEqualTo("INVALID_TYPE");
  }

  @Test
  void refusesACurrencyTheOrgDoesNotHave() {
    assertThatThrownBy(() -> deal("CurrencyIsoCode", "XTS"))
        .hasMessage(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Opportunity Currency: bad value for restricted"
                + " picklist field: XTS");
  }

  @Test
  void keepsCountryTextAndCodeInStepWithCountryPicklists() {
    start(SalesforceOptions.builder().countryPicklists(true));

    var byCode = create("Account", "Name", "A", "BillingCountryCode", "DE");
    var byText = create("Account", "Name", "B", "BillingCountry", "France");

    assertThat(org.record("Account", byCode)).containsEntry("BillingCountry", "Germany");
    assertThat(org.record("Account", byText)).containsEntry("BillingCountryCode", "FR");
    assertThatThrownBy(() -> create("Account", "Name", "C", "BillingCountry", "DE"))
        .hasMessage(
            "FIELD_INTEGRITY_EXCEPTION: There's a problem with this country, even though it may"
                + " appear correct. Please select a country/territory from the list of valid"
                + " countries.: Billing Country");
  }

  @Test
  void hasOnePrimaryContactOfADeal() {
    var first = create("Contact", "LastName", "First");
    var second = create("Contact", "LastName", "Second");
    var deal = deal("ContactId", first);

    create("OpportunityContactRole", "OpportunityId", deal, "ContactId", second, "IsPrimary", true);

    assertThat(org.query("SELECT Contact.Name FROM OpportunityContactRole WHERE IsPrimary = true"))
        .singleElement()
        .satisfies(it -> assertThat(it.get("Contact").toString()).contains("Second"));
  }

  @Test
  void updatesATeamMemberThatIsThereAlready() {
    var deal = deal();
    var user = org.asSeller().userId();
    var first = create("OpportunityTeamMember", "OpportunityId", deal, "UserId", user);

    var again =
        create(
            "OpportunityTeamMember",
            "OpportunityId",
            deal,
            "UserId",
            user,
            "TeamMemberRole",
            "Sales Rep");
    org.asSeller().delete("OpportunityTeamMember", first);

    assertThat(again).isEqualTo(first);
    assertThat(api.get("/queryAll?q=SELECT+Id+FROM+OpportunityTeamMember").body().path("totalSize"))
        .hasToString("0");
  }

  @Test
  void keepsADetailWithItsMaster() {
    var solution = create("Microsoft_Solution__c", "Opportunity__c", deal(), "Name", "S");

    var moved =
        api.patch(
            "/sobjects/Microsoft_Solution__c/" + solution,
            "{\"Opportunity__c\":\"" + deal() + "\"}");

    assertThat(moved.errorCode()).isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
  }

  @Test
  void leadsFromAMergedAccountToItsMaster() {
    var winner = create("Account", "Name", "Winner");
    var loser = create("Account", "Name", "Loser");
    var deal = deal("AccountId", loser);

    org.asSeller().merge("Account", winner, loser);

    assertThat(org.record("Opportunity", deal)).containsEntry("AccountId", winner);
    assertThat(org.record("Account", loser)).isNull();
    assertThat(
            api.get("/queryAll?q=SELECT+MasterRecordId+FROM+Account+WHERE+IsDeleted=true")
                .body()
                .at("/records/0/MasterRecordId")
                .asText())
        .isEqualTo(winner);
  }

  @Test
  void followsChangesOfItsStages() {
    org.stages().rename("On Hold", "Parked").deactivate("Prospecting").relabel("Closed Won", "Won");

    var stages =
        org.query("SELECT ApiName, MasterLabel FROM OpportunityStage WHERE IsActive = true");

    assertThat(stages)
        .extracting(it -> it.get("ApiName"))
        .contains("Parked", "Closed Won")
        .doesNotContain("On Hold", "Prospecting");
    assertThat(stages).extracting(it -> it.get("MasterLabel")).contains("Won");
    assertThat(
            api.get("/sobjects/Opportunity/describe")
                .body()
                .path("fields")
                .findParents("picklistValues"))
        .anySatisfy(
            it -> {
              assertThat(it.path("name").asText()).isEqualTo("StageName");
              assertThat(it.path("picklistValues").findValuesAsText("value")).contains("Parked");
            });
  }

  @Test
  void linksAnEnhancedNoteToADeal() {
    var deal = deal();
    var content = Base64.getEncoder().encodeToString("Hello".getBytes(StandardCharsets.UTF_8));
    var note =
        api.post("/sobjects/ContentNote", "{\"Title\":\"T\",\"Content\":\"" + content + "\"}")
            .body()
            .path("id")
            .asText();

    var link =
        api.post(
            "/sobjects/ContentDocumentLink",
            "{\"ContentDocumentId\":\"%s\",\"LinkedEntityId\":\"%s\",\"ShareType\":\"V\"}"
                .formatted(note, deal));

    assertThat(link.status()).isEqualTo(201);
    assertThat(
            org.query(
                "SELECT ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '"
                    + deal
                    + "'"))
        .hasSize(1);
  }

  @Test
  void listsWhatWasUpdatedAndDeleted() {
    var kept = deal();
    var gone = deal();
    org.asSeller().delete("Opportunity", gone);
    var span = "?start=2000-01-01T00:00:00Z&end=2100-01-01T00:00:00Z";
    var recent = "?start=" + Instant.now().minusSeconds(3600) + "&end=2100-01-01T00:00:00%2B00:00";

    var updated = api.get("/sobjects/Opportunity/updated/" + recent);
    var deleted = api.get("/sobjects/Opportunity/deleted" + recent);
    var tooOld = api.get("/sobjects/Opportunity/updated" + span);

    assertThat(updated.body().path("ids").path(0).asText()).isEqualTo(kept);
    assertThat(deleted.body().at("/deletedRecords/0/id").asText()).isEqualTo(gone);
    assertThat(tooOld.errorCode()).isEqualTo("INVALID_REPLICATION_DATE");
  }

  @Test
  void cutsALongChildResultToo() {
    var deal = deal();
    for (int i = 0; i < 3; i++) {
      create("Microsoft_Solution__c", "Opportunity__c", deal, "Name", "S" + i);
    }
    org.mostRowsPerAnswer(2);

    var children =
        api.query("SELECT Id, (SELECT Name FROM Microsoft_Solutions__r) FROM Opportunity")
            .body()
            .at("/records/0/Microsoft_Solutions__r");
    var rest = api.get(children.path("nextRecordsUrl").asText());

    assertThat(children.path("done").asBoolean(true)).isFalse();
    assertThat(children.path("records")).hasSize(2);
    assertThat(rest.body().at("/records/0/Name").asText()).isEqualTo("S2");
  }

  @Test
  void convertsALeadAsAPersonDoes() {
    var lead = create("Lead", "LastName", "Doe", "FirstName", "Jo", "Company", "Acme");

    var deal = org.asSeller().convertLead(lead);

    assertThat(org.record("Lead", lead))
        .containsEntry("IsConverted", true)
        .containsEntry("ConvertedOpportunityId", deal)
        .containsEntry("Status", "Closed - Converted");
    assertThat(org.query("SELECT Account.Name FROM Opportunity").get(0).toString())
        .contains("Name=Acme");
    assertThat(org.query("SELECT Contact.Name FROM OpportunityContactRole").get(0).toString())
        .contains("Name=Jo Doe");
  }

  @Test
  void changesNoLeadThatIsConverted() {
    var lead = create("Lead", "LastName", "Doe", "Company", "Acme");
    org.asSeller().convertLead(lead);

    var answer = api.patch("/sobjects/Lead/" + lead, "{\"Company\":\"Other\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errorCode()).isEqualTo("CANNOT_UPDATE_CONVERTED_LEAD");
  }

  @Test
  void takesASolutionsObjectOfAnotherName() {
    org.schema()
        .addDetailObject("My_Offer__c", "a77", "Opportunity", "Deal__c", "My_Offers__r")
        .addField("My_Offer__c", "Code__c", FieldType.STRING);
    var deal = deal();
    create("My_Offer__c", "Deal__c", deal, "Code__c", "X");

    assertThat(org.query("SELECT (SELECT Code__c FROM My_Offers__r) FROM Opportunity").toString())
        .contains("Code__c=X");
    assertThat(org.streaming().channel("My__chn", "My_Offer__c")).isNotNull();
  }

  @Test
  void refusesWhatATriggerAFlowOrALookupFilterForbids() {
    var account = create("Account", "Name", "Blocked");
    org.schema()
        .addTrigger("Account", "noSite", it -> "x".equals(it.get("Site")), "no site, please")
        .addFlow("Account", "noPhone", it -> it.get("Phone") != null, "no phone, please")
        .addLookupFilter(
            "Opportunity",
            "AccountId",
            it -> "Blocked".equals(it.get("Name")),
            "only accounts that are not blocked");

    var triggered = api.patch("/sobjects/Account/" + account, "{\"Site\":\"x\"}");
    var flowed = api.patch("/sobjects/Account/" + account, "{\"Phone\":\"1\"}");

    assertThat(triggered.errorCode()).isEqualTo("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
    assertThat(triggered.message()).isEqualTo("no site, please");
    assertThat(flowed.errorCode()).isEqualTo("CANNOT_EXECUTE_FLOW_TRIGGER");
    assertThatThrownBy(() -> deal("AccountId", account))
        .hasMessage("FIELD_FILTER_VALIDATION_EXCEPTION: only accounts that are not blocked");
    org.schema().removeAutomation("noSite").removeAutomation("noPhone").removeLookupFilters();
    assertThat(api.patch("/sobjects/Account/" + account, "{\"Site\":\"x\"}").status())
        .isEqualTo(204);
    deal("AccountId", account);
  }

  @Test
  void keepsTheIntegrationUserFromEditingWhatIsNotSharedWithIt() {
    var deal = deal();
    var solution = create("Microsoft_Solution__c", "Opportunity__c", deal, "Name", "S");
    var child =
        "{\"Opportunity__c\":\"" + deal + "\",\"Name\":\"T\",\"Solution_Identifier__c\":\"SOL-1\"}";
    org.permissions().edit(deal, false);

    var edited = api.patch("/sobjects/Opportunity/" + deal, "{\"NextStep\":\"x\"}");

    assertThat(edited.errorCode()).isEqualTo("INSUFFICIENT_ACCESS_OR_READONLY");
    assertThat(api.post("/sobjects/Microsoft_Solution__c", child).errorCode())
        .isEqualTo("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY");
    assertThat(api.delete("/sobjects/Opportunity/" + deal).status()).isEqualTo(400);
    org.asSeller().update("Opportunity", deal, java.util.Map.of("NextStep", "by its owner"));
    assertThat(api.delete("/sobjects/Microsoft_Solution__c/" + solution).status()).isEqualTo(204);
    org.permissions().edit(deal, true);
    assertThat(api.post("/sobjects/Microsoft_Solution__c", child).status()).isEqualTo(201);
  }

  @Test
  void savesNothingNewWhenItsStorageIsFull() {
    var deal = deal();
    org.schema().fillStorage(true);

    assertThat(api.post("/sobjects/Account", "{\"Name\":\"A\"}").errorCode())
        .isEqualTo("STORAGE_LIMIT_EXCEEDED");
    assertThat(api.patch("/sobjects/Opportunity/" + deal, "{\"NextStep\":\"x\"}").status())
        .isEqualTo(204);
    org.schema().fillStorage(false);
    assertThat(api.post("/sobjects/Account", "{\"Name\":\"A\"}").status()).isEqualTo(201);
  }
}
