package io.cosell.connector.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.remote.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SalesforceCheckTest {
  private final ScriptedSalesforce cloud = new ScriptedSalesforce();
  private ConnectorPart connector;

  private Salesforce connected(String... settings) {
    connector = ConnectorPart.connectedTo(cloud.url(), settings);
    return connector.salesforce();
  }

  @AfterEach
  void stop() {
    connector.close();
    cloud.close();
  }

  @Test
  void findsNothingWrongWithAnOrgThatHasEverything() {
    var salesforce = connected();

    assertThat(salesforce.check()).isEmpty();

    var org = salesforce.org();
    assertThat(org.id()).isEqualTo(ScriptedSalesforce.ORG);
    assertThat(org.stages()).extracting(Org.Stage::name).contains("On Hold");
    assertThat(org.has("Opportunity", "Audit__c")).isTrue();
    assertThat(org.has("OpportunityTeamMember", "Id")).isFalse();
    assertThat(org.solutionParent()).isEqualTo("Opportunity__c");
    assertThat(org.currencies().standard()).isEqualTo("EUR");
    assertThat(org.userId()).isEqualTo("005000000000001AAA");
  }

  @Test
  void namesTheFieldThatIsMissingItsPropertyAndTheRemedy() {
    cloud.knows("Account", "Name");
    var salesforce = connected("cosell.opportunity.deal-value-currency-field=Deal_Currency__c");

    assertThat(salesforce.check())
        .extracting(Problem::setting, Problem::value)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "cosell.opportunity.deal-value-currency-field", "Deal_Currency__c"),
            org.assertj.core.groups.Tuple.tuple("cosell.account.country-field", "BillingCountry"));
    assertThat(salesforce.check())
        .allSatisfy(it -> assertThat(it.remedy()).contains("assign the permission set"));
  }

  @Test
  void namesAStageThatIsMissingAndTheStagesThereAre() {
    cloud.knowsStages("Qualification", "Parked", "Closed Won", "Closed Lost");
    var salesforce = connected();

    assertThat(salesforce.check())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.setting()).isEqualTo("cosell.opportunity.on-hold-stage");
              assertThat(problem.remedy())
                  .contains("[Qualification, Parked, Closed Won, Closed Lost]");
            });
  }

  @Test
  void saysThatAStageIsNotUsedAnyMore() {
    cloud.knowsStages("Qualification", "!On Hold", "Closed Won", "Closed Lost");
    var salesforce = connected();

    assertThat(salesforce.check())
        .singleElement()
        .returns("On Hold", Problem::value)
        .satisfies(problem -> assertThat(problem.remedy()).startsWith("is an inactive stage"));
  }

  @Test
  void seesThatTheOrgWasPutRightWithoutARestart() {
    cloud.answersTheLogin(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"no client credentials user enabled\"}");
    var salesforce = connected();

    assertThat(salesforce.check())
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("set one under the app's"));

    cloud.answersTheLoginAgain();
    assertThat(salesforce.check()).isEmpty();
  }

  @Test
  void keepsRunningWithSettingsThatCannotBeRead() {
    var salesforce =
        connected(
            "cosell.salesforce.request-timeout=soon",
            "cosell.salesforce.connections=many",
            "cosell.salesforce.worker-threads=-1",
            "cosell.salesforce.authentication=magic",
            "cosell.salesforce.login-url=http://crm.example",
            "cosell.opportunity.show-mark-in-name=perhaps");

    assertThat(salesforce.check())
        .extracting(Problem::setting)
        .containsExactlyInAnyOrder(
            "cosell.salesforce.request-timeout",
            "cosell.salesforce.connections",
            "cosell.salesforce.worker-threads",
            "cosell.salesforce.authentication",
            "cosell.salesforce.login-url",
            "cosell.opportunity.show-mark-in-name");
    assertThat(cloud.calls()).isEmpty();
  }

  @Test
  void wantsTheCurrencyOfAnOrgWithASingleOneThatItCannotSee() {
    cloud.answersQuery("SELECT DefaultCurrencyIsoCode", "{\"done\":true,\"records\":[]}");
    var salesforce = connected();

    assertThat(salesforce.check())
        .extracting(Problem::setting)
        .containsExactly("cosell.opportunity.default-currency");
  }

  @Test
  void describesOneByOneWhereACompositeTakesNoDescribes() {
    cloud.answers(
        "composite",
        200,
        """
        {"compositeResponse":[
          {"referenceId":"Opportunity","httpStatusCode":404,"body":[{"errorCode":"NOT_FOUND"}]},
          {"referenceId":"stages","httpStatusCode":200,"body":{"done":true,"records":[
            {"ApiName":"Qualification","IsActive":true},{"ApiName":"On Hold","IsActive":true},
            {"ApiName":"Closed Won","IsActive":true,"IsClosed":true,"IsWon":true},
            {"ApiName":"Closed Lost","IsActive":true,"IsClosed":true}]}},
          {"referenceId":"organisation","httpStatusCode":200,"body":{"done":true,"records":[
            {"DefaultCurrencyIsoCode":"EUR"}]}},
          {"referenceId":"viewAllData","httpStatusCode":400,"body":[{"errorCode":"INVALID_TYPE"}]}]}
        """);
    var salesforce = connected();

    assertThat(salesforce.check()).isEmpty();
    assertThat(salesforce.org().has("Opportunity", "Audit__c")).isTrue();
  }

  @Test
  void tellsThatOnlyOwnRecordsAreSeenWhereItCanLook() {
    cloud.answersQuery("SELECT Id FROM PermissionSet", "{\"done\":true,\"records\":[]}");
    cloud.answersQuery(
        "SELECT SobjectType",
        """
        {"done":true,"records":[
          {"SobjectType":"Account","PermissionsViewAllRecords":false},
          {"SobjectType":"Opportunity","PermissionsViewAllRecords":false},
          {"SobjectType":"Opportunity","PermissionsViewAllRecords":true}]}
        """);
    var salesforce = connected();

    assertThat(salesforce.check())
        .singleElement()
        .returns("Account", Problem::setting)
        .satisfies(problem -> assertThat(problem.remedy()).contains("View All Records"));
  }
}
