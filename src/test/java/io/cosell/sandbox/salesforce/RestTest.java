package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.sandbox.server.Fault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestTest {
  private final SalesforceSandbox org =
      new SalesforceSandbox(SalesforceOptions.builder().lockWait(Duration.ofSeconds(5)).build());
  private ApiClient api;

  @BeforeEach
  void start() {
    org.start();
    api = new ApiClient(org);
  }

  @AfterEach
  void stop() {
    org.close();
  }

  private String account(String name) {
    return api.post("/sobjects/Account", "{\"Name\":\"" + name + "\"}").body().path("id").asText();
  }

  private static String opportunity(String name, String more) {
    return "{\"Name\":\"%s\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2026-12-31\"%s}"
        .formatted(name, more);
  }

  @Test
  void createsReadsChangesAndDeletesARecord() {
    var created = api.post("/sobjects/opportunity/", opportunity("Rollout", ",\"amount\":120000"));

    var id = created.body().path("id").asText();
    var read = api.get("/sobjects/Opportunity/" + id.substring(0, 15) + "/?fields=Name,Amount");
    var changed = api.patch("/sobjects/Opportunity/" + id, "{\"Amount\":null}");
    var deleted = api.delete("/sobjects/Opportunity/" + id);
    var again = api.delete("/sobjects/Opportunity/" + id);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.http().headers().firstValue("Location").orElse("")).endsWith(id);
    assertThat(created.http().headers().firstValue("Sforce-Limit-Info"))
        .contains("api-usage=1/100000");
    assertThat(read.body().path("Amount").decimalValue()).isEqualByComparingTo("120000");
    assertThat(changed.status()).isEqualTo(204);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(404);
    assertThat(again.errorCode()).isEqualTo("ENTITY_IS_DELETED");
  }

  @Test
  void derivesWhatTheStageSays() {
    var id = api.post("/sobjects/Opportunity", opportunity("Deal", "")).body().path("id").asText();

    api.patch("/sobjects/Opportunity/" + id, "{\"StageName\":\"Closed Won\"}");

    assertThat(org.record("Opportunity", id))
        .containsEntry("IsClosed", true)
        .containsEntry("IsWon", true)
        .containsEntry("Probability", 100.0)
        .containsEntry("ForecastCategoryName", "Closed");
  }

  @Test
  void refusesInTheWordsOfTheApi() {
    var missing = api.post("/sobjects/Opportunity", "{\"Name\":\"x\"}");
    var unknown = api.post("/sobjects/Account", "{\"Name\":\"x\",\"Nope__c\":1}");
    var tooLong = api.post("/sobjects/Opportunity", opportunity("x".repeat(121), ""));
    var email = api.post("/sobjects/Contact", "{\"LastName\":\"x\",\"Email\":\"nobody\"}");
    var date =
        api.post(
            "/sobjects/Opportunity",
            "{\"Name\":\"x\",\"StageName\":\"Prospecting\",\"CloseDate\":\"\"}");
    var readOnly = api.post("/sobjects/Opportunity", opportunity("x", ",\"IsWon\":true"));
    var noObject = api.get("/sobjects/Nope__c/describe");
    var noColumn = api.query("SELECT Id, Nope__c FROM Opportunity");
    var noType = api.query("SELECT Id FROM Nope__c");
    var noBody = api.post("/sobjects/Account", null);

    assertThat(missing.errorCode()).isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(missing.message()).isEqualTo("Required fields are missing: [StageName, CloseDate]");
    assertThat(unknown.message()).isEqualTo("No such column 'Nope__c' on sobject of type Account");
    assertThat(tooLong.errorCode()).isEqualTo("STRING_TOO_LONG");
    assertThat(tooLong.message())
        .startsWith("Opportunity Name: data value too large: x")
        .endsWith("(max length=120)");
    assertThat(email.message()).isEqualTo("Email: invalid email address: nobody");
    assertThat(date.errorCode()).isEqualTo("JSON_PARSER_ERROR");
    assertThat(readOnly.errorCode()).isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
    assertThat(noObject.status()).isEqualTo(404);
    assertThat(noColumn.errorCode()).isEqualTo("INVALID_FIELD");
    assertThat(noColumn.message()).contains("No such column 'Nope__c' on entity 'Opportunity'");
    assertThat(noType.errorCode()).isEqualTo("INVALID_TYPE");
    assertThat(noBody.message())
        .isEqualTo("The HTTP entity body is required, but this request has no entity body.");
  }

  @Test
  void upsertsByExternalIdAsTheVersionSays() {
    var path = "/sobjects/Opportunity/Referral_Identifier__c/r-1";

    var created = api.patch(path, opportunity("Deal", ""));
    var updated = api.patch(path, "{\"NextStep\":\"call\"}");
    var old = api.patch("/services/data/v45.0" + path, "{\"NextStep\":\"write\"}");
    var inBody = api.patch(path, "{\"Referral_Identifier__c\":\"r-1\"}");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("created").asBoolean()).isTrue();
    assertThat(updated.status()).isEqualTo(200);
    assertThat(updated.body().path("created").asBoolean(true)).isFalse();
    assertThat(old.status()).isEqualTo(204);
    assertThat(inBody.message())
        .isEqualTo("The Referral_Identifier__c field should not be specified in the sobject data.");
    assertThat(org.records("Opportunity")).hasSize(1);
  }

  @Test
  void answersSeveralMatchesOfAnExternalIdWith300() {
    org.schema().makeUnique("Opportunity", "Referral_Identifier__c", false);
    api.post("/sobjects/Opportunity", opportunity("A", ",\"Referral_Identifier__c\":\"r\""));
    api.post("/sobjects/Opportunity", opportunity("B", ",\"Referral_Identifier__c\":\"r\""));

    var answer =
        api.patch("/sobjects/Opportunity/Referral_Identifier__c/r", "{\"NextStep\":\"x\"}");

    assertThat(answer.status()).isEqualTo(300);
    assertThat(answer.body()).hasSize(2);
    assertThat(answer.body().path(0).asText()).startsWith("/services/data/v62.0/sobjects/Opp");
  }

  @Test
  void refusesADuplicateOfAUniqueField() {
    api.post("/sobjects/Opportunity", opportunity("A", ",\"Referral_Identifier__c\":\"r\""));

    var second =
        api.post("/sobjects/Opportunity", opportunity("B", ",\"Referral_Identifier__c\":\"R\""));

    assertThat(second.errorCode()).isEqualTo("DUPLICATE_VALUE");
    assertThat(second.message())
        .startsWith("duplicate value found: Referral_Identifier__c duplicates value on record")
        .contains("with id: 0065f00");
  }

  @Test
  void rollsAWholeCompositeBackWhenOnePartFails() {
    var answer =
        api.post(
            "/composite/",
            """
            {"allOrNone":true,"compositeRequest":[
             {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"acc",
              "body":{"Name":"Acme"}},
             {"method":"POST","url":"/services/data/v62.0/sobjects/Opportunity","referenceId":"opp",
              "body":{"Name":"N","AccountId":"@{acc.id}","StageName":"Prospecting"}}]}
            """);

    assertThat(answer.status()).isEqualTo(200);
    var parts = answer.body().path("compositeResponse");
    assertThat(parts.path(0).path("body").path(0).path("errorCode").asText())
        .isEqualTo("PROCESSING_HALTED");
    assertThat(parts.path(1).path("body").path(0).path("errorCode").asText())
        .isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(org.records("Account")).isEmpty();
  }

  @Test
  void passesResultsBetweenPartsOfAComposite() {
    var answer =
        api.post(
            "/composite",
            """
            {"allOrNone":true,"compositeRequest":[
             {"method":"PATCH","url":"/services/data/v62.0/sobjects/Opportunity/Referral_Identifier__c/r",
              "referenceId":"opp","body":{"Name":"N","StageName":"Prospecting","CloseDate":"2026-12-31"}},
             {"method":"POST","url":"/services/data/v62.0/sobjects/Microsoft_Solution__c","referenceId":"sol",
              "body":{"Opportunity__c":"@{opp.id}","Name":"Soft","Solution_Identifier__c":"SOL-1"}},
             {"method":"GET","referenceId":"q",
              "url":"/services/data/v62.0/query/?q=SELECT+Id,(SELECT+Name+FROM+Microsoft_Solutions__r)+FROM+Opportunity+WHERE+Id='@{opp.id}'"},
             {"method":"PATCH","url":"/services/data/v62.0/sobjects/Opportunity/@{q.records[0].Id}",
              "referenceId":"upd","body":{"NextStep":"call"}}]}
            """);

    var parts = answer.body().path("compositeResponse");
    assertThat(parts.findValuesAsText("httpStatusCode"))
        .containsExactly("201", "201", "200", "204");
    assertThat(parts.path(2).at("/body/records/0/Microsoft_Solutions__r/records/0/Name").asText())
        .isEqualTo("Soft");
    assertThat(org.records("Opportunity"))
        .singleElement()
        .satisfies(it -> assertThat(it).containsEntry("NextStep", "call"));
    assertThat(org.apiCalls()).isEqualTo(1);
  }

  @Test
  void saysWhichReferenceOfACompositeIsMissing() {
    var answer =
        api.post(
            "/composite",
            """
            {"compositeRequest":[
             {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"acc","body":{}},
             {"method":"POST","url":"/services/data/v62.0/sobjects/Contact","referenceId":"con",
              "body":{"LastName":"x","AccountId":"@{acc.id}"}}]}
            """);

    assertThat(answer.body().at("/compositeResponse/1/body/0/message").asText())
        .isEqualTo("Invalid reference specified. No value for acc.id found in acc");
  }

  @Test
  void treatsEachGraphAsItsOwnTransaction() {
    var answer =
        api.post(
            "/composite/graph",
            """
            {"graphs":[
             {"graphId":"1","compositeRequest":[
               {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"a","body":{"Name":"A"}}]},
             {"graphId":"2","compositeRequest":[
               {"method":"POST","url":"/services/data/v62.0/sobjects/Account","referenceId":"a","body":{"Name":"B"}},
               {"method":"POST","url":"/services/data/v62.0/sobjects/Contact","referenceId":"c","body":{"AccountId":"@{a.id}"}}]}]}
            """);

    assertThat(answer.body().path("graphs").findValuesAsText("isSuccessful"))
        .containsExactly("true", "false");
    assertThat(org.records("Account")).extracting(it -> it.get("Name")).containsExactly("A");
  }

  @Test
  void answersCollectionsItemByItem() {
    var body =
        """
        {"allOrNone":%s,"records":[
          {"attributes":{"type":"Account"},"Name":"A"},
          {"attributes":{"type":"Account"},"Name":null}]}
        """;

    var partial = api.post("/composite/sobjects", body.formatted(false));
    var together = api.post("/composite/sobjects", body.formatted(true));

    assertThat(partial.status()).isEqualTo(200);
    assertThat(partial.body().findValuesAsText("success")).containsExactly("true", "false");
    assertThat(partial.body().at("/1/errors/0/statusCode").asText())
        .isEqualTo("REQUIRED_FIELD_MISSING");
    assertThat(together.body().at("/0/errors/0/statusCode").asText())
        .isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
    assertThat(org.records("Account")).hasSize(1);
  }

  @Test
  void upsertsReadsAndDeletesCollections() {
    var upserted =
        api.patch(
            "/composite/sobjects/Opportunity/Referral_Identifier__c",
            """
            {"records":[{"attributes":{"type":"Opportunity"},"Referral_Identifier__c":"r",
               "Name":"N","StageName":"Prospecting","CloseDate":"2026-12-31"},
              {"attributes":{"type":"Opportunity"},"Referral_Identifier__c":"r","Name":"M"}]}
            """);
    var id = upserted.body().at("/0/id").asText();

    var read =
        api.post(
            "/composite/sobjects/Opportunity",
            "{\"ids\":[\"" + id + "\",\"0065f000000zzzz\"],\"fields\":[\"Name\"]}");
    var deleted = api.delete("/composite/sobjects?ids=" + id);

    assertThat(upserted.body().at("/0/created").asBoolean()).isTrue();
    assertThat(upserted.body().at("/1/errors/0/statusCode").asText()).isEqualTo("DUPLICATE_VALUE");
    assertThat(read.body().at("/0/Name").asText()).isEqualTo("N");
    assertThat(read.body().path(1).isNull()).isTrue();
    assertThat(deleted.body().at("/0/success").asBoolean()).isTrue();
  }

  @Test
  void createsATreeWholeOrNotAtAll() {
    var tree =
        """
        {"records":[{"attributes":{"type":"Account","referenceId":"a"},"Name":"A","Contacts":{"records":[
          {"attributes":{"type":"Contact","referenceId":"c"},"LastName":%s}]}}]}
        """;

    var good = api.post("/composite/tree/Account", tree.formatted("\"x\""));
    var bad = api.post("/composite/tree/Account", tree.formatted("null"));

    assertThat(good.status()).isEqualTo(201);
    assertThat(good.body().path("results").findValuesAsText("referenceId"))
        .containsExactly("a", "c");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.body().path("results").findValuesAsText("referenceId")).containsExactly("c");
    assertThat(org.records("Account")).hasSize(1);
  }

  @Test
  void countsEachPartOfABatch() {
    var answer =
        api.post(
            "/composite/batch",
            """
            {"batchRequests":[{"method":"GET","url":"v62.0/limits"},
              {"method":"GET","url":"v62.0/sobjects/Account/0015f000000000AAAA"}]}
            """);

    assertThat(answer.body().path("hasErrors").asBoolean()).isTrue();
    assertThat(answer.body().path("results").findValuesAsText("statusCode"))
        .containsExactly("200", "404");
    assertThat(org.apiCalls()).isEqualTo(2);
  }

  @Test
  void pagesALongResult() {
    org.mostRowsPerAnswer(2);
    for (int i = 0; i < 5; i++) {
      account("A" + i);
    }

    var first = api.query("SELECT Name FROM Account ORDER BY Name");
    var second = api.get(first.body().path("nextRecordsUrl").asText());
    var third = api.get(second.body().path("nextRecordsUrl").asText());
    var wrong = api.get("/query/01g5f0000000abc-2000");

    assertThat(first.body().path("totalSize").asInt()).isEqualTo(5);
    assertThat(third.body().path("done").asBoolean()).isTrue();
    assertThat(third.body().at("/records/0/Name").asText()).isEqualTo("A4");
    assertThat(wrong.errorCode()).isEqualTo("INVALID_QUERY_LOCATOR");
  }

  @Test
  void failsOnALockedRowWhenTold() {
    org.faults().inject(Fault.named("lock-error"));

    var answer = api.post("/sobjects/Account", "{\"Name\":\"A\"}");

    assertThat(answer.errorCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
    assertThat(answer.message()).startsWith("unable to obtain exclusive access to this record");
  }

  @Test
  void losesTheAnswerButNotTheRecord() {
    org.faults().inject(Fault.named("lost-answer").on("POST", "Account"));

    assertThatThrownBy(() -> api.post("/sobjects/Account", "{\"Name\":\"A\"}"))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(org.records("Account")).hasSize(1);
  }

  @Test
  void stopsAtTheDailyLimit() {
    org.dailyApiLimit(1);

    var last = api.get("/limits");
    var refused = api.get("/limits/");

    assertThat(last.body().at("/DailyApiRequests/Remaining").asInt()).isZero();
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.errorCode()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
  }

  @Test
  void appliesTheRulesOfTheCustomer() {
    org.schema()
        .addValidationRule(
            "Opportunity", "big", row -> row.get("Amount") == null, "Every deal has an amount")
        .alertOnDuplicates("Account", "Use one of these records?", "Name")
        .addPicklist("Account", "Tier__c", true, "Gold", "Silver");
    account("Acme");

    var refused = api.post("/sobjects/Opportunity", opportunity("A", ""));
    var duplicate = api.post("/sobjects/Account", "{\"Name\":\"ACME\"}");
    var allowed =
        api.post(
            "/sobjects/Account",
            "{\"Name\":\"ACME\"}",
            "Sforce-Duplicate-Rule-Header",
            "allowSave=true");
    var bad = api.post("/sobjects/Account", "{\"Name\":\"B\",\"Tier__c\":\"Lead\"}");

    assertThat(refused.errorCode()).isEqualTo("FIELD_CUSTOM_VALIDATION_EXCEPTION");
    assertThat(refused.message()).isEqualTo("Every deal has an amount");
    assertThat(duplicate.errorCode()).isEqualTo("DUPLICATES_DETECTED");
    assertThat(allowed.status()).isEqualTo(201);
    assertThat(bad.message()).isEqualTo("Tier: bad value for restricted picklist field: Lead");
  }

  @Test
  void ignoresTheAmountOfAnOpportunityWithProducts() {
    var id = api.post("/sobjects/Opportunity", opportunity("A", "")).body().path("id").asText();
    org.asSeller()
        .create("OpportunityLineItem", Map.of("OpportunityId", id, "Quantity", 2, "UnitPrice", 50));

    var answer = api.patch("/sobjects/Opportunity/" + id, "{\"Amount\":7}");

    assertThat(answer.status()).isEqualTo(204);
    assertThat(org.record("Opportunity", id))
        .containsEntry("Amount", 100.0)
        .containsEntry("HasOpportunityLineItem", true);
  }

  @Test
  void deletesDetailsWithTheirMasterAndBringsThemBack() {
    var id = api.post("/sobjects/Opportunity", opportunity("A", "")).body().path("id").asText();
    api.post("/sobjects/Microsoft_Solution__c", "{\"Opportunity__c\":\"" + id + "\"}");

    org.asSeller().delete("Opportunity", id);
    var gone = api.query("SELECT COUNT() FROM Microsoft_Solution__c").body().path("totalSize");
    org.asSeller().undelete("Opportunity", id);

    assertThat(gone.asInt()).isZero();
    assertThat(org.records("Microsoft_Solution__c")).hasSize(1);
  }

  @Test
  void describesWhatAClientNeeds() {
    org.schema().hideField("Opportunity", "NextStep");

    var describe = api.get("/sobjects/Opportunity/describe/").body();

    var names = describe.path("fields").findValuesAsText("name");
    assertThat(names)
        .contains("CurrencyIsoCode", "Referral_Identifier__c")
        .doesNotContain("NextStep");
    assertThat(describe.path("childRelationships").findValuesAsText("relationshipName"))
        .contains("Microsoft_Solutions__r", "OpportunityContactRoles", "OpportunityTeamMembers");
    assertThat(api.get("/sobjects/").body().path("sobjects").findValuesAsText("name"))
        .contains("Opportunity", "Microsoft_Solution__c");
  }

  @Test
  void honoursConditionalHeaders() {
    var id = account("A");
    var past = "Sat, 01 Jan 2000 00:00:00 GMT";
    var future = "Fri, 01 Jan 2100 00:00:00 GMT";

    var changed = api.patch("/sobjects/Account/" + id, "{}", "If-Unmodified-Since", past);
    var same = api.get("/sobjects/Account/" + id, "If-Modified-Since", future);

    assertThat(changed.status()).isEqualTo(412);
    assertThat(same.status()).isEqualTo(304);
  }

  @Test
  void listsVersionsWithoutASession() {
    org.revokeTokens();

    var versions = api.get("/services/data/");
    var other = api.get("/services/data/v62.0/");

    assertThat(versions.body().findValuesAsText("version")).contains("45.0", "62.0");
    assertThat(other.status()).isEqualTo(401);
    assertThat(other.errorCode()).isEqualTo("INVALID_SESSION_ID");
    assertThat(List.of(other.message())).containsExactly("Session expired or invalid");
  }
}
