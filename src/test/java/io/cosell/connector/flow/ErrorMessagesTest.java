package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.salesforce.FieldType;
import io.cosell.sandbox.server.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What seller and administrator see of a refusal: code, field, value, reason, remedy. Leaves deals
 * behind that are not in step, so it has a connector of its own.
 */
class ErrorMessagesTest extends FlowTest {
  private static final Map<String, Object> SYNC = Map.of("Sync_with_Partner_Center__c", true);
  private static RunningConnector own;

  @BeforeAll
  static void start() {
    own = RunningConnector.withItsOwnClouds().start(Map.of());
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @AfterEach
  void putTheCloudsRight() {
    salesforce.schema().removeField("Opportunity", "Region__c").removeValidationRule("rule");
    salesforce.schema().makeUnique("Account", "BillingCity", false);
    salesforce.faults().clear();
    partnerCenter.switches().turnOff(Switch.PAST_CLOSING_DATE_REFUSED);
    partnerCenter.api().faults().clear();
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() {
    var id =
        salesforce
            .asSeller()
            .create(
                "Opportunity",
                Map.of(
                    "Name", "✔",
                    "StageName", "Prospecting",
                    "CloseDate", "2027-03-31",
                    "How_can_Microsoft_help__c", "General or Other",
                    "OwnerId", salesforce.integrationUser(),
                    "Sync_with_Partner_Center__c", true));

    var dead = deadLetterOf("opportunity/" + id);

    assertThat(dead.path("cause").asText())
        .contains(
            "E101 Name is empty",
            "E102 Account.Name is empty",
            "E103 Account.BillingStreet is empty",
            "E103 Account.BillingCity is empty",
            "E104 Account.BillingCountry is empty",
            "E105 Amount is empty",
            "E108 OpportunityContactRoles is empty",
            "E109 Microsoft_Solutions__r is empty",
            "E110 OpportunityTeamMembers is empty");
    assertThat(dead.path("remedy").asText())
        .contains("Fill in Account.BillingStreet, Account.BillingCity.", "Add a contact role");
    assertThat(auditField(id))
        .contains("CRM to Partner Center Referral sync failed: E101 Name is empty", "E109 ")
        .contains("Add a Microsoft solution with its identifier");
  }

  @Test
  void oneMistakeIsSaidWithCodeFieldValueReasonAndRemedyEverywhere() {
    var id = opportunity(unique("Country"), Map.of());
    var account = (String) record(id).get("AccountId");
    salesforce.asSeller().update("Account", account, Map.of("BillingCountry", "Germany"));
    untilIdle();

    edit(id, SYNC);

    var dead = deadLetterOf("opportunity/" + id);
    assertThat(dead.path("code").asText()).isEqualTo("E104");
    assertThat(dead.path("cause").asText())
        .startsWith("E104 Account.BillingCountry is \"Germany\": Partner Center needs the");
    assertThat(dead.path("remedy").asText())
        .isEqualTo("Enter the two-letter code in Account.BillingCountry.");
    assertThat(auditField(id))
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d - CRM to Partner Center Referral sync failed: E104"
                + " Account.BillingCountry is \"Germany\": .*\\. Enter the two-letter code in"
                + " Account.BillingCountry\\.");
    var noted = connector.asOperator("/api/audit?opportunity=" + id).path(0);
    assertThat(noted.path("kind").asText()).isEqualTo("refused");
    assertThat(noted.at("/detail/code").asText()).isEqualTo("E104");
    assertThat(noted.at("/detail/fields")).hasToString("[\"Account.BillingCountry\"]");
    assertThat(noted.at("/detail/remedy").asText()).isEqualTo(dead.path("remedy").asText());
  }

  @Test
  void aPersonWithoutPhoneIsNamed() {
    var id = opportunity(unique("No phone"), Map.of("How_can_Microsoft_help__c", "Other"));
    edit(id, Map.of("How_can_Microsoft_help__c", "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    var contact =
        (String)
            salesforce
                .query(
                    "SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '"
                        + id
                        + "'")
                .get(0)
                .get("ContactId");
    var nothing = new HashMap<String, Object>();
    nothing.put("Phone", null);
    salesforce.asSeller().update("Contact", contact, nothing);

    edit(id, SYNC);

    assertThat(deadLetterOf("opportunity/" + id).path("cause").asText())
        .startsWith(
            "E111 OpportunityContactRoles is \"ada." + id.toLowerCase(java.util.Locale.ROOT))
        .endsWith("missing: phone");
  }

  @Test
  void fiftyOneSolutionsAreOneTooMany() {
    var id = opportunity(unique("Many"), Map.of());
    for (int i = 1; i <= 50; i++) {
      salesforce
          .asSeller()
          .create(
              "Microsoft_Solution__c",
              Map.of("Opportunity__c", id, "Name", "S", "Solution_Identifier__c", "SOL-" + i));
    }

    edit(id, SYNC);

    assertThat(deadLetterOf("opportunity/" + id).path("cause").asText())
        .startsWith("E113 Microsoft_Solutions__r: Partner Center takes at most 50: there are 51");
  }

  @Test
  void aHelpTheTableDoesNotKnowIsNamedAndHoldsNoComparisonUp() {
    var id = linkedOpportunity(unique("Telepathy"));

    edit(id, Map.of("How_can_Microsoft_help__c", "Telepathic advice"));

    assertThat(deadLetterOf("opportunity/" + id).path("cause").asText())
        .startsWith("E116 How_can_Microsoft_help__c is \"Telepathic advice\": the value map");
    assertThat(auditField(id)).contains("For the administrator: Add the value to `values`");
    connector.inbox().accept(Subjects.comparison("asked for by a test"));
    untilIdle();
    assertThat(inboxOf("comparison/both-sides")).noneMatch(it -> it.state() == EntryState.DEAD);
  }

  @Test
  void aChangeThatLeavesNoSolutionIsNotSent() {
    var id = linkedOpportunity(unique("Last solution"));
    var solution =
        salesforce
            .query("SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '" + id + "'")
            .get(0);

    salesforce.asSeller().delete("Microsoft_Solution__c", (String) solution.get("Id"));

    until(() -> assertThat(auditField(id)).contains("sync failed: E109 Microsoft_Solutions__r"));
    assertThat(referralOf(id).at("/details/requirements/solutions")).hasSize(1);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "Description, E201 Description is, takes at most 4000 characters, Correct Description.",
    "CloseDate, E201 CloseDate is \"2001-01-01T00:00:00Z\", must not lie in the past, Correct CloseDate."
  })
  void whatPartnerCenterRefusesIsSaidInSalesforcesWords(
      String field, String said, String reason, String remedy) {
    partnerCenter.switches().turnOn(Switch.PAST_CLOSING_DATE_REFUSED);
    var id = linkedOpportunity(unique(field));

    edit(id, Map.of(field, field.equals("CloseDate") ? "2001-01-01" : "word ".repeat(900)));

    until(() -> assertThat(auditField(id)).contains("sync failed: " + said, reason, remedy));
    var dead = deadLetterOf("opportunity/" + id);
    assertThat(dead.path("code").asText()).isEqualTo("E201");
    assertThat(dead.path("cause").asText()).contains("PATCH /referrals/", "request-id");
    assertThat((String) record(id).get("Name")).startsWith("✖ ");
  }

  @Test
  void aRefusalOnCreationIsSaidInSalesforcesWords() {
    var id = opportunity(unique("Long notes"), Map.of("Description", "word ".repeat(900)));

    edit(id, SYNC);

    var dead = deadLetterOf("opportunity/" + id);
    assertThat(dead.path("cause").asText())
        .startsWith("E201 Description is \"word word")
        .contains("POST /referrals", "status 400 invalidRequest");
  }

  @Test
  void everythingTheOrgWillNotTakeIsNamedAtOnceAndForgottenOnceItDoes() {
    salesforce.schema().addRequiredField("Opportunity", "Region__c");
    var id =
        shared(
            Deal.named(unique("Misfit"))
                .forCustomer(unique("Customer"), "LS1 4AA")
                .with("/customerProfile/address/city", "Llanfairpwllgwyngyllgogerychwyrndrobwllll")
                .worth("1000", "JPY"));

    var dead = deadLetterOf("referral/" + id);

    assertThat(dead.path("cause").asText())
        .contains(
            "E114 Account.BillingCity is \"Llanfair",
            "41 characters of 40",
            "E125 CurrencyIsoCode is \"JPY\"",
            "E122 Region__c is empty: this org requires a value");
    assertThat(found(id)).isEmpty();

    salesforce.schema().removeField("Opportunity", "Region__c");
    var fits = shared(Deal.named(unique("Fits")).forCustomer(unique("Customer"), "LS1 4AA"));
    opportunityOf(fits);
  }

  @Test
  void whatSalesforceRefusesIsSaidToBoth() {
    var name = unique("Limited");
    var id = linkedOpportunity(name);
    salesforce
        .schema()
        .addValidationRule(
            "Opportunity",
            "rule",
            record -> String.valueOf(record.get("Amount")).startsWith("999"),
            "The amount is too high.");
    var referral = referralOf(id).path("id").asText();

    partnerCenter.asPortalUser().changes(referral, "/details/dealValue", 999000);

    until(
        () ->
            assertThat(auditField(id))
                .contains(
                    "Partner Center Referral to CRM sync failed: E302 a validation rule of your org"
                        + " refuses it: The amount is too high. Do what the rule says"));
    var dead = deadLetterOf("referral/" + referral);
    assertThat(dead.path("code").asText()).isEqualTo("E302");
    assertThat(dead.path("cause").asText())
        .contains("PATCH sobjects/Opportunity/" + id, "FIELD_CUSTOM_VALIDATION_EXCEPTION");
  }

  @Test
  void aValueThatMustBeUniqueIsTriedAFewTimesAndThenNamed() {
    salesforce.schema().makeUnique("Account", "BillingCity", true);
    var city = unique("City");
    salesforce.asSeller().create("Account", Map.of("Name", "First", "BillingCity", city));
    var id =
        shared(
            Deal.named(unique("Second"))
                .forCustomer(unique("Second"), "LS1 4AA")
                .with("/customerProfile/address/city", city));

    until(
        () ->
            assertThat(deadLetterOf("referral/" + id).path("cause").asText())
                .startsWith("E321 another record has this value in a unique field: duplicate value")
                .contains("BillingCity duplicates value on record with id: 001"));
    assertThat(inboxOf("referral/" + id).get(0).attempts()).isEqualTo(4);
  }

  @Test
  void whatWaitsSaysWhy() {
    var id = linkedOpportunity(unique("Throttled"));
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("PATCH", "/").with("status", 429).with("retryAfter", 2));

    edit(id, Map.of("Amount", 51000));

    until(
        () ->
            assertThat(inThe("waiting", "opportunity/" + id))
                .singleElement()
                .satisfies(
                    waiting -> {
                      assertThat(waiting.path("code").asText()).isEqualTo("E442");
                      assertThat(waiting.path("cause").asText()).startsWith("E442 Partner Center");
                      assertThat(waiting.path("remedy").asText()).isEqualTo("Nothing.");
                    }));
    until(() -> assertThat(referralOf(id).at("/details/dealValue").asInt()).isEqualTo(51000));
  }

  @Test
  void aChangeAfterTheDealWasWonIsNotedWithItsCode() {
    var id = linkedOpportunity(unique("Won"));
    edit(id, Map.of("StageName", "Closed Won"));
    until(() -> assertThat(referralOf(id).path("status").asText()).isEqualTo("Closed"));
    untilIdle();

    edit(id, Map.of("Amount", 1));

    until(
        () ->
            assertThat(connector.asOperator("/api/audit?opportunity=" + id).toString())
                .contains("not sent: E119 the referral is closed, which is final"));
    assertThat(referralOf(id).at("/details/dealValue").asInt()).isEqualTo(48000);
  }

  @Test
  void aForeignCrmIdAndAMissingOpportunityAreNotedWithTheirCodes() {
    var foreign = shared(Deal.named(unique("Foreign")));
    opportunityOf(foreign);
    untilIdle();
    var theirs = partnerCenter.asPortalUser();
    var strange = theirs.creates(visible("Strange").withCrmId("CRM-4711")).path("id").asText();
    var gone = theirs.creates(visible("Gone").withCrmId("006000000000ZZZ")).path("id").asText();

    until(
        () -> {
          assertThat(summary(strange)).startsWith("E120 referral " + strange);
          assertThat(summary(gone)).startsWith("E121 referral " + gone);
        });
  }

  @Test
  void aFieldSalesforceDoesNotShowAnyMoreIsForTheAdministrator() {
    salesforce.schema().addField("Opportunity", "Region__c", FieldType.STRING);
    var id = linkedOpportunity(unique("Hidden"));
    salesforce.schema().hideField("Opportunity", "NextStep");
    salesforce.schema().hideField("Opportunity", "Referral_Program__c");
    try {
      edit(id, Map.of("Amount", 52000));

      assertThat(deadLetterOf("opportunity/" + id).path("cause").asText())
          .startsWith("E309 the integration user does not see a field: ")
          .contains("No such column 'Referral_Program__c' on entity 'Opportunity'");
      assertThat(auditField(id)).contains("For the administrator: Restore the field");
    } finally {
      salesforce.schema().showField("Opportunity", "NextStep");
      salesforce.schema().showField("Opportunity", "Referral_Program__c");
    }
    edit(id, Map.of("Amount", 53000));
    until(() -> assertThat(referralOf(id).at("/details/dealValue").asInt()).isEqualTo(53000));
  }

  private static Deal visible(String name) {
    return Deal.named(unique(name)).visibleToMicrosoft();
  }

  private String summary(String referralId) {
    return connector
        .asOperator("/api/audit?referral=" + referralId)
        .path(0)
        .path("summary")
        .asText();
  }

  private String auditField(String opportunityId) {
    return String.valueOf(record(opportunityId).get("Audit__c")).split("\n", 2)[0];
  }

  private JsonNode deadLetterOf(String subject) {
    until(() -> assertThat(inThe("dead", subject)).isNotEmpty());
    return inThe("dead", subject).get(0);
  }

  private List<JsonNode> inThe(String state, String subject) {
    return StreamSupport.stream(
            connector.asOperator("/api/inbox?state=" + state).spliterator(), false)
        .filter(entry -> entry.at("/event/subject").asText().equals(subject))
        .toList();
  }
}
