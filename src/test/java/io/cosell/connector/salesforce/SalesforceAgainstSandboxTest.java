package io.cosell.connector.salesforce;

import static io.cosell.connector.salesforce.ScriptedSalesforce.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.remote.Problem;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SalesforceAgainstSandboxTest {
  private static SalesforceSandbox cloud;
  private static ConnectorPart connector;
  private static Salesforce salesforce;

  @BeforeAll
  static void start() {
    cloud =
        new SalesforceSandbox(
                SalesforceOptions.builder()
                    .client("the-app", ScriptedSalesforce.SECRET)
                    .lockWait(Duration.ofMillis(200))
                    .build())
            .start();
    connector = ConnectorPart.connectedTo(cloud.url(), "cosell.salesforce.probe-interval=200ms");
    salesforce = connector.salesforce();
  }

  @AfterAll
  static void stop() {
    connector.close();
    cloud.close();
  }

  @AfterEach
  void putTheOrgRight() {
    cloud.reset();
    cloud.revokeTokens();
    cloud.mostRowsPerAnswer(2000);
    cloud.schema().showField("Opportunity", "Audit__c");
    cloud.schema().makeReadOnly("Opportunity", "Referral_Link__c", false);
    cloud.schema().hideObject("Microsoft_Solution__c", false);
    cloud.schema().requireField("Opportunity", "NextStep", false);
  }

  private static Subrequest account(String name) {
    return new Subrequest(
        "acc", "POST", "sobjects/Account", json("{\"Name\":\"%s\"}".formatted(name)));
  }

  private static Subrequest opportunity(String referral, String stage) {
    return new Subrequest(
        "opp",
        "PATCH",
        "sobjects/Opportunity/Referral_Identifier__c/" + referral,
        json(
            """
            {"Name":"Rollout","StageName":"%s","CloseDate":"2027-01-31","Amount":120000.50,
             "AccountId":"@{acc.id}"}
            """
                .formatted(stage)));
  }

  @Test
  void findsNothingWrongWithTheOrgInOneCall() {
    salesforce.check();
    int before = cloud.apiCalls();

    assertThat(salesforce.check()).isEmpty();

    assertThat(cloud.apiCalls() - before).isEqualTo(1);
    assertThat(salesforce.org().id()).isEqualTo(cloud.organizationId());
    assertThat(salesforce.org().currencies().multiple()).isTrue();
    assertThat(salesforce.org().solutionParent()).isEqualTo("Opportunity__c");
    assertThat(salesforce.org().userId()).isEqualTo(cloud.integrationUser());
  }

  @Test
  void tellsEachThingThatIsWrongWithTheOrg() {
    cloud.schema().hideField("Opportunity", "Audit__c");
    cloud.schema().makeReadOnly("Opportunity", "Referral_Link__c", true);
    cloud.schema().hideObject("Microsoft_Solution__c", true);

    assertThat(salesforce.check())
        .extracting(Problem::setting, Problem::value)
        .containsExactlyInAnyOrder(
            tuple("cosell.salesforce.fields.audit", "Audit__c"),
            tuple("cosell.salesforce.fields.referral-link", "Referral_Link__c"),
            tuple("cosell.salesforce.solutions.object", "Microsoft_Solution__c"));
  }

  @Test
  void tellsAStageThatWasRenamed() {
    cloud.stages().rename("On Hold", "Parked");
    try {
      assertThat(salesforce.check())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.setting()).isEqualTo("cosell.opportunity.on-hold-stage");
                assertThat(problem.remedy()).contains("is no stage of this org", "Parked");
              });
    } finally {
      cloud.stages().rename("Parked", "On Hold");
    }
  }

  @Test
  void writesAnAccountAndItsOpportunityInOneCallAndReadsThemInOne() {
    var referral = UUID.randomUUID().toString();
    salesforce.org();
    int before = cloud.apiCalls();

    var written = salesforce.write(List.of(account("Fabrikam"), opportunity(referral, "On Hold")));
    var read =
        salesforce.read(
            List.of(
                Subrequest.query(
                    "opp",
                    "SELECT Id, Amount, Account.Name FROM Opportunity"
                        + " WHERE Referral_Identifier__c = "
                        + Soql.quote(referral)),
                Subrequest.query("users", "SELECT Id FROM User LIMIT 1")));

    assertThat(cloud.apiCalls() - before).isEqualTo(2);
    var row = read.get("opp").path("records").path(0);
    assertThat(row.path("Id")).isEqualTo(written.get("opp").path("id"));
    assertThat(row.path("Account").path("Name").asText()).isEqualTo("Fabrikam");
    assertThat(row.path("Amount").decimalValue()).isEqualByComparingTo("120000.5");
  }

  @Test
  void writesNothingWhenOnePartIsRefusedAndNamesItsField() {
    cloud.schema().requireField("Opportunity", "NextStep", true);

    assertThatThrownBy(
            () ->
                salesforce.write(
                    List.of(
                        account("Fabrikam"), opportunity(UUID.randomUUID().toString(), "On Hold"))))
        .isInstanceOfSatisfying(
            RemoteRefusedException.class,
            refused -> {
              assertThat(refused.theirCode()).isEqualTo("REQUIRED_FIELD_MISSING");
              assertThat(refused.fields()).containsExactly("NextStep");
            });
    assertThat(cloud.records("Account")).noneMatch(it -> "Fabrikam".equals(it.get("Name")));
  }

  @Test
  void comesBackLaterForALockedRecord() {
    cloud.faults().inject(Fault.named("lock-error"));

    assertThatThrownBy(() -> salesforce.write(List.of(account("Fabrikam"))))
        .isInstanceOf(RemoteUnavailableException.class)
        .hasMessageContaining("UNABLE_TO_LOCK_ROW");
  }

  @Test
  void comesBackLaterWhenTheAnswerOfAWriteIsLost() {
    salesforce.query("SELECT Id FROM User LIMIT 1");
    cloud.faults().inject(Fault.named("lost-answer").on("POST", "/composite"));

    assertThatThrownBy(() -> salesforce.write(List.of(account("Fabrikam"))))
        .isInstanceOf(RemoteUnavailableException.class);
    assertThat(cloud.records("Account")).anyMatch(it -> "Fabrikam".equals(it.get("Name")));
  }

  @Test
  void refusesADeletedRecordForGood() {
    var id = cloud.asSeller().create("Account", Map.of("Name", "Gone"));
    cloud.asSeller().delete("Account", id);

    assertThatThrownBy(
            () ->
                salesforce.write(
                    List.of(
                        new Subrequest(
                            "acc", "PATCH", "sobjects/Account/" + id, json("{\"Site\":\"x\"}")))))
        .isInstanceOfSatisfying(
            RemoteRefusedException.class,
            refused -> assertThat(refused.theirCode()).isEqualTo("ENTITY_IS_DELETED"));
  }

  @Test
  void followsThePagesOfARealOrg() {
    cloud.mostRowsPerAnswer(2);
    for (int i = 0; i < 5; i++) {
      cloud.asSeller().create("Account", Map.of("Name", "Paged " + i));
    }

    assertThat(salesforce.query("SELECT Id FROM Account WHERE Name LIKE 'Paged%'")).hasSize(5);
  }

  @Test
  void sendsALongQueryWithoutALongAddress() {
    var names = IntStream.range(0, 800).mapToObj("Nobody is called this %d"::formatted).toList();

    assertThat(salesforce.query("SELECT Id FROM Account WHERE Name IN " + Soql.list(names)))
        .isEmpty();
  }

  @Test
  void sendsMoreThanTwentyFivePartsAsOneGraph() {
    salesforce.org();
    int before = cloud.apiCalls();
    var parts =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    new Subrequest(
                        "c" + i,
                        "POST",
                        "sobjects/Contact",
                        json("{\"LastName\":\"Many %d\"}".formatted(i))))
            .toList();

    var answers = salesforce.write(parts);

    assertThat(answers).hasSize(30);
    assertThat(answers.get("c29").path("id").asText()).startsWith("003");
    assertThat(cloud.apiCalls() - before).isEqualTo(1);
  }

  @Test
  void makesSixtyFourCallsAtTheSameTime() {
    salesforce.query("SELECT Id FROM User LIMIT 1");
    cloud.faults().inject(Fault.named("latency").with("millis", 1000).always());

    var began = System.nanoTime();
    IntStream.range(0, 64)
        .mapToObj(i -> new Thread(() -> salesforce.query("SELECT Id FROM User LIMIT 1")))
        .peek(Thread::start)
        .toList()
        .forEach(SalesforceCallsTest::join);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void signsInAgainWhenItsSessionWasEnded() {
    salesforce.query("SELECT Id FROM User LIMIT 1");
    cloud.revokeTokens();

    assertThat(salesforce.query("SELECT Id FROM User LIMIT 1")).hasSize(1);
  }

  @Test
  void showsInItsHealthWhetherItCanReachTheOrgAndIsSignedIn() {
    var health = connector.get(SalesforceHealthIndicator.class);
    await().until(() -> health.health().getStatus().getCode().equals("UP"));

    cloud.faults().inject(Fault.named("status").with("status", 503).always());

    await()
        .untilAsserted(
            () -> {
              assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");
              assertThat(health.health().getDetails()).containsEntry("reachable", false);
            });
    cloud.faults().clear();
    await().until(() -> health.health().getStatus().getCode().equals("UP"));
  }
}
