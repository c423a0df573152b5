package io.cosell.connector.salesforce;

import static io.cosell.connector.salesforce.ScriptedSalesforce.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.connector.remote.CallRecord;
import io.cosell.connector.remote.CallRecorder;
import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.server.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SalesforceCallsTest {
  private static ScriptedSalesforce cloud;
  private static ConnectorPart connector;
  private static Salesforce salesforce;

  private static final Subrequest ACCOUNT =
      new Subrequest("acc", "POST", "sobjects/Account", json("{\"Name\":\"Fabrikam\"}"));
  private static final Subrequest OPPORTUNITY =
      new Subrequest(
          "opp",
          "PATCH",
          "sobjects/Opportunity/Referral_Identifier__c/7f",
          json("{\"AccountId\":\"@{acc.id}\"}"));

  @BeforeAll
  static void start() {
    cloud = new ScriptedSalesforce();
    connector = ConnectorPart.connectedTo(cloud.url());
    salesforce = connector.salesforce();
  }

  @AfterAll
  static void stop() {
    connector.close();
    cloud.close();
  }

  @BeforeEach
  void forgetFaults() {
    cloud.server().faults().clear();
    cloud.server().journal().clear();
    connector.get(CallRecorder.class).drain();
    connector.get(ApiUsage.class).answered();
  }

  @Test
  void followsEveryPageOfAQueryAndOfItsChildren() {
    cloud.answersQuery(
        "SELECT Id, (SELECT",
        """
        {"done":false,"nextRecordsUrl":"/services/data/v62.0/query/01g-2","records":[
          {"Id":"1","Kids":{"done":false,"nextRecordsUrl":"/services/data/v62.0/query/01g-kids",
            "records":[{"Id":"1a"}]}}]}
        """);
    cloud.answers("query/01g-2", 200, "{\"done\":true,\"records\":[{\"Id\":\"2\",\"Kids\":null}]}");
    cloud.answers("query/01g-kids", 200, "{\"done\":true,\"records\":[{\"Id\":\"1b\"}]}");

    var rows = salesforce.query("SELECT Id, (SELECT Id FROM Kids) FROM Opportunity");

    assertThat(rows).extracting(row -> row.path("Id").asText()).containsExactly("1", "2");
    assertThat(rows.get(0).path("Kids").path("records")).hasSize(2);
  }

  @Test
  void keepsDecimalsAsTheyWereSent() {
    cloud.answersQuery(
        "SELECT Amount", "{\"done\":true,\"records\":[{\"Amount\":1234567890123456.78}]}");

    var rows = salesforce.query("SELECT Amount FROM Opportunity");

    assertThat(rows.get(0).path("Amount").decimalValue())
        .isEqualByComparingTo("1234567890123456.78");
  }

  @Test
  void sendsWritesAsOneCompositeMarkedAsOurs() {
    cloud.answers(
        "composite",
        200,
        """
        {"compositeResponse":[
          {"referenceId":"acc","httpStatusCode":201,"body":{"id":"001","success":true}},
          {"referenceId":"opp","httpStatusCode":204,"body":null}]}
        """);

    var answers = salesforce.write(List.of(ACCOUNT, OPPORTUNITY));

    assertThat(answers.get("acc").path("id").asText()).isEqualTo("001");
    assertThat(answers.get("opp").isNull()).isTrue();
    var sent = json(cloud.server().journal().of("POST", "/composite$").get(0).body());
    assertThat(sent.path("allOrNone").asBoolean()).isTrue();
    assertThat(sent.path("compositeRequest"))
        .hasSize(2)
        .allSatisfy(
            part ->
                assertThat(part.path("httpHeaders").path("Sforce-Call-Options").asText())
                    .isEqualTo("client=cosell-connector"));
    assertThat(sent.at("/compositeRequest/1/url").asText())
        .isEqualTo("/services/data/v62.0/sobjects/Opportunity/Referral_Identifier__c/7f");
  }

  @Test
  void sendsMoreThanTwentyFiveWritesAsOneGraph() {
    var parts =
        IntStream.range(0, 26)
            .mapToObj(i -> new Subrequest("p" + i, "PATCH", "sobjects/Contact/" + i, json("{}")))
            .toList();
    var answers =
        String.join(
            ",",
            parts.stream()
                .map(
                    part ->
                        "{\"referenceId\":\"%s\",\"httpStatusCode\":204,\"body\":null}"
                            .formatted(part.referenceId()))
                .toList());
    cloud.answers(
        "composite/graph",
        200,
        "{\"graphs\":[{\"graphId\":\"1\",\"isSuccessful\":true,\"graphResponse\":{\"compositeResponse\":[%s]}}]}"
            .formatted(answers));

    assertThat(salesforce.write(parts)).hasSize(26);

    assertThat(cloud.server().journal().of("POST", "composite")).hasSize(1);
  }

  @Test
  void namesThePartThatWasRefusedNotTheOnesThatWereRolledBack() {
    cloud.answers(
        "composite",
        200,
        """
        {"compositeResponse":[
          {"referenceId":"acc","httpStatusCode":400,"body":[{"errorCode":"PROCESSING_HALTED",
            "message":"The transaction was rolled back since another operation failed."}]},
          {"referenceId":"opp","httpStatusCode":400,"body":[{"errorCode":"REQUIRED_FIELD_MISSING",
            "message":"Required fields are missing: [CloseDate]","fields":["CloseDate"]}]}]}
        """);

    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT, OPPORTUNITY)))
        .isInstanceOfSatisfying(
            RemoteRefusedException.class,
            refused -> {
              assertThat(refused.theirCode()).isEqualTo("REQUIRED_FIELD_MISSING");
              assertThat(refused.fields()).containsExactly("CloseDate");
              assertThat(refused).hasMessageContaining("(part opp)");
            });
  }

  @Test
  void takesALockedRowForAFailureThatPassesAlsoInsideATriggersMessage() {
    cloud.answers(
        "composite",
        200,
        """
        {"compositeResponse":[{"referenceId":"acc","httpStatusCode":400,"body":[
          {"errorCode":"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
           "message":"X: execution of AfterUpdate caused by: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access"}]}]}
        """);

    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT)))
        .isInstanceOf(RemoteUnavailableException.class)
        .hasMessageContaining("UNABLE_TO_LOCK_ROW");
  }

  @Test
  void takesADuplicateValueForAChangeMeanwhile() {
    cloud.answers(
        "composite",
        200,
        """
        {"compositeResponse":[{"referenceId":"acc","httpStatusCode":400,"body":[
          {"errorCode":"DUPLICATE_VALUE","message":"duplicate value found: X__c duplicates 001"}]}]}
        """);

    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT)))
        .isInstanceOf(ChangedMeanwhileException.class)
        .hasMessageContaining("DUPLICATE_VALUE");
  }

  @Test
  void takesALimitForAFailureThatPassesAlthoughItIsA403() {
    cloud.answers(
        "composite",
        403,
        "[{\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"TotalRequests Limit exceeded.\"}]");

    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT)))
        .isInstanceOfSatisfying(
            RemoteUnavailableException.class,
            unavailable -> assertThat(unavailable.retryAfter()).isPresent());
  }

  @Test
  void toleratesAnErrorPageAndAnAnswerThatNeverCame() {
    cloud.answers("composite", 503, "<html>maintenance</html>");
    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT)))
        .isInstanceOf(RemoteUnavailableException.class)
        .hasMessageContaining("503");

    cloud.server().faults().inject(Fault.named("cut-connection").on("POST", "/composite"));
    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT)))
        .isInstanceOf(RemoteUnavailableException.class)
        .hasMessageContaining("no answer");
  }

  @Test
  void takesAPageThatIsNoJsonForAnUnavailableService() {
    cloud.answers("composite", 200, "<html>login page of a proxy</html>");

    assertThatThrownBy(() -> salesforce.write(List.of(ACCOUNT)))
        .isInstanceOf(RemoteUnavailableException.class);
  }

  @Test
  void logsInOnceHoweverManyCallsFindTheTokenExpired() {
    cloud.answersQuery("SELECT Id FROM User", "{\"done\":true,\"records\":[]}");
    salesforce.query("SELECT Id FROM User");
    int before = cloud.logins();
    cloud.revokesTheToken();

    IntStream.range(0, 32)
        .mapToObj(i -> new Thread(() -> salesforce.query("SELECT Id FROM User")))
        .peek(Thread::start)
        .toList()
        .forEach(SalesforceCallsTest::join);

    assertThat(cloud.logins() - before).isEqualTo(1);
    assertThat(cloud.server().journal().of("GET", "revoke")).isEmpty();
  }

  @Test
  void recordsEachCallWithoutWhatWasAskedAndReadsTheUsage() {
    cloud.answersQuery("SELECT Id FROM User", "{\"done\":true,\"records\":[]}");

    salesforce.query("SELECT Id FROM User WHERE Email = 'a@b.example'");

    assertThat(connector.get(CallRecorder.class).drain())
        .singleElement()
        .returns("GET /services/data/v62.0/query/", CallRecord::what)
        .returns(200, CallRecord::status);
    assertThat(connector.get(ApiUsage.class).latest()).contains(new ApiUsage.Reading(18, 5000));
  }

  @Test
  void tellsNobodyASecretWhenTheLoginIsRefused(CapturedOutput output) {
    cloud.revokesTheToken();
    cloud.answersTheLogin(
        400, "{\"error\":\"invalid_client\",\"error_description\":\"invalid client credentials\"}");

    assertThatThrownBy(() -> salesforce.query("SELECT Id FROM User"))
        .isInstanceOf(RemoteUnavailableException.class)
        .hasMessageContaining("client secret is wrong")
        .hasStackTraceContaining("invalid_client")
        .satisfies(
            failure ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(failure))
                    .doesNotContain(ScriptedSalesforce.SECRET, "00D000000000001!"));
    assertThatThrownBy(() -> salesforce.query("SELECT Id FROM User"))
        .isInstanceOf(RemoteUnavailableException.class);

    assertThat(output.getAll())
        .containsOnlyOnce("Cannot sign in at")
        .doesNotContain(ScriptedSalesforce.SECRET, "00D000000000001!");
    cloud.answersTheLoginAgain();
    salesforce.check();
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
