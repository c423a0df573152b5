package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.cosell.connector.remote.Problem;
import io.cosell.sandbox.salesforce.FieldType;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.mock.env.MockEnvironment;

/** An org with state and country picklists, one currency, no teams, formulas and own stages. */
class OrgVariantsTest {
  private static SalesforceSandbox cloud;
  private static ConnectorPart connector;
  private List<Problem> problems;
  private List<String> notices;

  @BeforeAll
  static void start() {
    cloud =
        new SalesforceSandbox(
                SalesforceOptions.builder()
                    .client("the-app", ScriptedSalesforce.SECRET)
                    .countryPicklists(true)
                    .multiCurrency(false)
                    .opportunityTeams(false)
                    .build())
            .start();
    cloud.schema().addFormula("Opportunity", "Weighted__c", FieldType.CURRENCY, record -> 1);
    cloud.schema().addFormula("Account", "Number__c", FieldType.STRING, record -> "7");
    cloud.stages().add("Signed", 100, "Closed", true, true);
    cloud.stages().relabel("On Hold", "Geparkt").relabel("Prospecting", "Offen");
    cloud.stages().relabel("Needs Analysis", "Offen").deactivate("Perception Analysis");
    connector =
        ConnectorPart.connectedTo(
            cloud.url(),
            "cosell.opportunity.default-currency=EUR",
            "cosell.opportunity.on-hold-stage=Geparkt",
            "cosell.opportunity.deal-value-field=Weighted__c",
            "cosell.account.external-id-field=Number__c",
            "cosell.account.duns-field=DUNS__c");
    connector.salesforce().check();
  }

  @AfterAll
  static void stop() {
    connector.close();
    cloud.close();
  }

  @BeforeEach
  void look() {
    problems = connector.salesforce().check();
    notices = connector.salesforce().notices();
  }

  @Test
  void hasNothingWrongButTheFieldThatIsMissing() {
    assertThat(problems)
        .extracting(Problem::setting, Problem::value)
        .containsExactly(tuple("cosell.account.duns-field", "DUNS__c"));
    assertThat(problems.get(0).remedy()).contains("no such field").contains("permission set");
  }

  @Test
  void tellsWhatOfTheOrgDecidesHowDealsTravel() {
    assertThat(notices)
        .satisfiesExactlyInAnyOrder(
            it ->
                assertThat(it)
                    .startsWith("cosell.opportunity.on-hold-stage=Geparkt is the label")
                    .endsWith("write its API name, On Hold"),
            it ->
                assertThat(it)
                    .startsWith("cosell.opportunity.deal-value-field=Weighted__c is a formula"),
            it -> assertThat(it).startsWith("The only currency is EUR"),
            it -> assertThat(it).contains("BillingCountryCode is read and written"),
            it -> assertThat(it).startsWith("Opportunity teams are off"));
  }

  @Test
  void knowsTheStatesOfEachCountry() {
    var state = connector.salesforce().org().field("Account", "BillingStateCode").orElseThrow();

    assertThat(state.options())
        .contains(
            new Org.Option("CA", "California", Set.of("US")),
            new Org.Option("CA", "Cagliari", Set.of("IT")),
            new Org.Option("NSW", "New South Wales", Set.of("AU")));
  }

  @Test
  void readsCodesInsteadOfTextsOnlyWhereThereAreAny() {
    var org = connector.salesforce().org();

    assertThat(org.addressCode("Account", "BillingCountry")).contains("BillingCountryCode");
    assertThat(org.addressCode("Account", "ShippingState")).contains("ShippingStateCode");
    assertThat(org.addressCode("Account", "BillingCity")).isEmpty();
    assertThat(org.addressCode("Account", "BillingCountryCode")).isEmpty();
  }

  @Test
  void takesTheFirstActiveClosedStageForWon() {
    cloud.stages().deactivate("Closed Won");
    try {
      assertThat(connector.salesforce().orgAnew().stages())
          .filteredOn(Org.Stage::won)
          .extracting(Org.Stage::name)
          .containsExactly("Signed");
    } finally {
      cloud.stages().activate("Closed Won");
    }
  }

  @Test
  void refusesALabelOfSeveralStages() {
    assertThat(stageProblems(Map.of("active-stage", "Offen")))
        .singleElement()
        .returns("cosell.opportunity.active-stage", Problem::setting)
        .returns("Offen", Problem::value)
        .satisfies(
            it ->
                assertThat(it.remedy())
                    .startsWith("is the label of several stages: use one of [Prospecting,"));
  }

  @Test
  void refusesAStageThatIsNotUsedAnyMore() {
    assertThat(stageProblems(Map.of("active-stage", "Perception Analysis")))
        .singleElement()
        .satisfies(it -> assertThat(it.remedy()).startsWith("is an inactive stage"));
  }

  @Test
  void refusesEndingsThatAreNone() {
    assertThat(stageProblems(Map.of("won-stage", "Closed Lost", "lost-stage", "Qualification")))
        .extracting(Problem::toString)
        .containsExactly(
            "cosell.opportunity.won-stage=Closed Lost: is a stage of lost deals: choose another",
            "cosell.opportunity.lost-stage=Qualification: is an open stage: choose a closed one");
  }

  @Test
  void refusesAnOrgInWhichNothingCanBeWon() {
    cloud.stages().deactivate("Closed Won").deactivate("Signed");
    try {
      assertThat(stageProblems(Map.of()))
          .singleElement()
          .returns("cosell.opportunity.won-stage", Problem::setting)
          .satisfies(
              it ->
                  assertThat(it.remedy())
                      .contains("no active stage that is closed and won")
                      .contains("activate one"));
    } finally {
      cloud.stages().activate("Closed Won").activate("Signed");
    }
  }

  private static List<Problem> stageProblems(Map<String, String> settings) {
    var environment = new MockEnvironment();
    settings.forEach((name, value) -> environment.setProperty("cosell.opportunity." + name, value));
    var properties =
        Binder.get(environment).bindOrCreate("cosell.opportunity", OpportunityProperties.class);
    var reading = connector.get(OrgReader.class).read();
    return StageCheck.problems(reading.org(), reading.inactiveStages(), properties);
  }
}
