package io.cosell.connector.salesforce;

import static io.cosell.connector.salesforce.ScriptedSalesforce.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cosell.connector.remote.ChangedMeanwhileException;
import io.cosell.connector.remote.CodedException;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.ErrorCode.Group;
import io.cosell.connector.remote.ErrorCode.Next;
import io.cosell.connector.remote.RemoteRefusedException;
import io.cosell.connector.remote.RemoteUnavailableException;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every refusal of Salesforce that is documented, from the sandbox over HTTP. */
class SalesforceRefusalsTest {
  private static final String REQUIRED = "Account Number is required here";
  private static SalesforceSandbox cloud;
  private static ConnectorPart connector;
  private static Salesforce salesforce;
  private static String account;
  private static String opportunity;

  /** Leads the sandbox into one refusal. */
  private interface Trouble {
    void happens();
  }

  /**
   * One refusal.
   *
   * @param said what the message must have
   */
  private record Case(ErrorCode code, Trouble trouble, String... said) {
    @Override
    public String toString() {
      return code.id() + " " + code.title() + " " + List.of(said);
    }
  }

  @BeforeAll
  static void start() {
    cloud =
        new SalesforceSandbox(
                SalesforceOptions.builder()
                    .client("the-app", ScriptedSalesforce.SECRET)
                    .lockWait(Duration.ofMillis(100))
                    .countryPicklists(true)
                    .build())
            .start();
    connector = ConnectorPart.connectedTo(cloud.url());
    salesforce = connector.salesforce();
    account = cloud.asSeller().create("Account", Map.of("Name", "Fabrikam"));
    opportunity = cloud.asSeller().create("Opportunity", deal("Rollout"));
    salesforce.query("SELECT Id FROM User LIMIT 1");
  }

  @AfterAll
  static void stop() {
    connector.close();
    cloud.close();
  }

  @AfterEach
  void putTheOrgRight() {
    var schema = cloud.schema();
    schema.requireField("Account", "AccountNumber", false).showField("Opportunity", "NextStep");
    schema.removeValidationRule("rule").removeAutomation("automation").removeLookupFilters();
    schema.removeDuplicateRules().fillStorage(false).makeUnique("Account", "Site", false);
    schema.makeReadOnly("Opportunity", "NextStep", false);
    schema.makeUnique("Opportunity", "Referral_Identifier__c", true);
    schema.hideObject("Microsoft_Solution__c", false);
    cloud.permissions().edit(opportunity, true);
    cloud.faults().clear();
    cloud.resetApiCalls();
    cloud.dailyApiLimit(100_000);
    connector.get(ApiUsage.class).read("api-usage=0/100000");
    connector.get(ApiUsage.class).answered();
  }

  static Stream<Case> refusals() {
    return Stream.of(
        new Case(
            ErrorCode.SALESFORCE_REQUIRED,
            () -> {
              cloud.schema().requireField("Account", "AccountNumber", true);
              write("POST", "Account", "{\"Name\":\"A\"}");
            },
            "Account.AccountNumber: Salesforce requires a value: Required fields are missing"),
        new Case(
            ErrorCode.SALESFORCE_VALIDATION,
            () -> {
              cloud.schema().addValidationRule("Account", "rule", it -> true, REQUIRED);
              write("POST", "Account", "{\"Name\":\"A\"}");
            },
            "a validation rule of your org refuses it: " + REQUIRED),
        new Case(
            ErrorCode.SALESFORCE_INTEGRITY,
            () -> write("POST", "Account", "{\"Name\":\"A\",\"BillingCountry\":\"Atlantis\"}"),
            "Account.BillingCountry is \"Atlantis\"",
            "There's a problem with this country"),
        new Case(
            ErrorCode.SALESFORCE_INTEGRITY,
            () -> change("{\"AccountId\":\"" + opportunity + "\"}"),
            "AccountId is \"006",
            "id value of incorrect type"),
        new Case(
            ErrorCode.SALESFORCE_LOOKUP_FILTER,
            () -> {
              cloud
                  .schema()
                  .addLookupFilter("Opportunity", "AccountId", it -> true, "Only own accounts.");
              change("{\"AccountId\":\"" + account + "\"}");
            },
            "AccountId is \"001",
            "Only own accounts."),
        new Case(
            ErrorCode.SALESFORCE_PICKLIST,
            () -> change("{\"CurrencyIsoCode\":\"XTS\"}"),
            "CurrencyIsoCode is \"XTS\"",
            "bad value for restricted picklist field"),
        new Case(
            ErrorCode.SALESFORCE_TEXT_LENGTH,
            () -> change("{\"NextStep\":\"" + "long ".repeat(200) + "\"}"),
            "NextStep is \"long long",
            "(max length=255)"),
        new Case(
            ErrorCode.SALESFORCE_NUMBER,
            () -> change("{\"Amount\":12345678901234567890}"),
            "Amount is \"12345678901234567890\"",
            "value outside of valid range"),
        new Case(
            ErrorCode.SALESFORCE_EMAIL,
            () -> write("POST", "Contact", "{\"LastName\":\"Reyes\",\"Email\":\"ada at home\"}"),
            "Contact.Email is \"ada at home\"",
            "invalid email address"),
        new Case(
            ErrorCode.SALESFORCE_FIELD_UNKNOWN,
            () -> {
              cloud.schema().hideField("Opportunity", "NextStep");
              change("{\"NextStep\":\"x\"}");
            },
            "No such column 'NextStep' on sobject of type Opportunity"),
        new Case(
            ErrorCode.SALESFORCE_FIELD_UNKNOWN,
            () -> salesforce.query("SELECT Colour__c FROM Opportunity"),
            "No such column 'Colour__c' on entity 'Opportunity'"),
        new Case(
            ErrorCode.SALESFORCE_FIELD_READ_ONLY,
            () -> {
              cloud.schema().makeReadOnly("Opportunity", "NextStep", true);
              change("{\"NextStep\":\"x\"}");
            },
            "NextStep is \"x\"",
            "Unable to create/update fields: NextStep"),
        new Case(
            ErrorCode.SALESFORCE_OBJECT_UNKNOWN,
            () -> {
              cloud.schema().hideObject("Microsoft_Solution__c", true);
              salesforce.query("SELECT Id FROM Microsoft_Solution__c");
            },
            "sObject type 'Microsoft_Solution__c' is not supported"),
        new Case(
            ErrorCode.SALESFORCE_ID,
            () -> change("{\"AccountId\":\"Fabrikam\"}"),
            "AccountId is \"Fabrikam\"",
            "id value of incorrect type"),
        new Case(
            ErrorCode.SALESFORCE_REFERENCE,
            () -> change("{\"AccountId\":\"001000000000ZZZ\"}"),
            "AccountId is \"001000000000ZZZ\"",
            "invalid cross reference id"),
        new Case(
            ErrorCode.SALESFORCE_NOT_FOUND,
            () -> write("PATCH", "Account/001000000000ZZZ", "{\"Site\":\"x\"}"),
            "PATCH sobjects/Account/001000000000ZZZ (part it)"),
        new Case(
            ErrorCode.SALESFORCE_NOT_FOUND,
            () -> write("PATCH", "Opportunity/Colour__c/7", "{\"NextStep\":\"x\"}"),
            "Provided external ID field does not exist or is not accessible"),
        new Case(
            ErrorCode.SALESFORCE_DELETED,
            () -> {
              var gone = cloud.asSeller().create("Account", Map.of("Name", "Gone"));
              cloud.asSeller().delete("Account", gone);
              write("PATCH", "Account/" + gone, "{\"Site\":\"x\"}");
            },
            "entity is deleted"),
        new Case(
            ErrorCode.SALESFORCE_ACCESS,
            () -> {
              cloud.permissions().edit(opportunity, false);
              change("{\"NextStep\":\"x\"}");
            },
            "insufficient access rights on object id",
            opportunity),
        new Case(
            ErrorCode.SALESFORCE_ACCESS,
            () -> {
              cloud.permissions().edit(opportunity, false);
              write(
                  "POST",
                  "Microsoft_Solution__c",
                  "{\"Name\":\"S\",\"Opportunity__c\":\"" + opportunity + "\"}");
            },
            "insufficient access rights on cross-reference id: 006"),
        new Case(
            ErrorCode.SALESFORCE_AUTOMATION,
            () -> {
              cloud.schema().addTrigger("Account", "automation", it -> true, "Trigger says no");
              write("POST", "Account", "{\"Name\":\"A\"}");
            },
            "a trigger or flow of your org refuses it: Trigger says no"),
        new Case(
            ErrorCode.SALESFORCE_AUTOMATION,
            () -> {
              cloud.schema().addFlow("Account", "automation", it -> true, "Flow says no");
              write("POST", "Account", "{\"Name\":\"A\"}");
            },
            "a trigger or flow of your org refuses it: Flow says no"),
        new Case(
            ErrorCode.SALESFORCE_INACTIVE_USER,
            () -> {
              var leaver =
                  cloud
                      .asSeller()
                      .create(
                          "User",
                          Map.of(
                              "Username",
                              UUID.randomUUID() + "@fabrikam.example",
                              "LastName",
                              "Leaver",
                              "Email",
                              "leaver@fabrikam.example",
                              "IsActive",
                              false));
              change("{\"OwnerId\":\"" + leaver + "\"}");
            },
            "OwnerId is \"005",
            "operation performed with inactive user"),
        new Case(
            ErrorCode.SALESFORCE_UNREADABLE,
            () -> change("{\"CloseDate\":\"31.12.2026\"}"),
            "Cannot deserialize instance of date from VALUE_STRING value 31.12.2026"),
        new Case(
            ErrorCode.SALESFORCE_STORAGE,
            () -> {
              cloud.schema().fillStorage(true);
              write("POST", "Account", "{\"Name\":\"A\"}");
            },
            "storage limit exceeded"),
        new Case(
            ErrorCode.SALESFORCE_DUPLICATE_VALUE,
            () -> {
              cloud.schema().makeUnique("Account", "Site", true);
              cloud.asSeller().create("Account", Map.of("Name", "A", "Site", "HQ"));
              write("POST", "Account", "{\"Name\":\"B\",\"Site\":\"HQ\"}");
            },
            "duplicate value found: Site duplicates value on record with id: 001"),
        new Case(
            ErrorCode.SALESFORCE_DUPLICATE_RULE,
            () -> {
              cloud.schema().blockDuplicates("Account", "Use the one that is there.", "Name");
              write("POST", "Account", "{\"Name\":\"Fabrikam\"}");
            },
            "a duplicate rule of your org refuses the record: Use the one that is there."),
        new Case(
            ErrorCode.SALESFORCE_AMBIGUOUS,
            () -> {
              cloud.schema().makeUnique("Opportunity", "Referral_Identifier__c", false);
              for (var name : List.of("One", "Two")) {
                var twin = new java.util.HashMap<>(deal(name));
                twin.put("Referral_Identifier__c", "7f");
                cloud.asSeller().create("Opportunity", twin);
              }
              write("PATCH", "Opportunity/Referral_Identifier__c/7f", "{\"NextStep\":\"x\"}");
            },
            "status 300"),
        new Case(
            ErrorCode.SALESFORCE_OTHER,
            () -> {
              answers(400, "[{\"errorCode\":\"BRAND_NEW\",\"message\":\"since Winter\"}]");
              change("{\"NextStep\":\"x\"}");
            },
            "Salesforce refuses it: since Winter",
            "status 400 BRAND_NEW"),
        new Case(
            ErrorCode.SALESFORCE_PROTOCOL,
            () -> salesforce.query("SELECT Id FRM Opportunity"),
            "status 400 MALFORMED_QUERY"),
        new Case(
            ErrorCode.SALESFORCE_PROTOCOL,
            () -> write("PUT", "Account/" + account, "{\"Site\":\"x\"}"),
            "status 405 METHOD_NOT_ALLOWED"),
        new Case(
            ErrorCode.SALESFORCE_PROTOCOL,
            () -> change("{\"AccountId\":\"@{nobody.id}\"}"),
            "status 400 PROCESSING_HALTED"),
        new Case(
            ErrorCode.SALESFORCE_AWAY,
            () -> {
              cloud.faults().inject(Fault.named("server-unavailable"));
              change("{\"NextStep\":\"x\"}");
            },
            "The server is too busy"),
        new Case(
            ErrorCode.SALESFORCE_AWAY,
            () -> {
              answers(502, "<html>Bad gateway</html>");
              change("{\"NextStep\":\"x\"}");
            },
            "status 502"),
        new Case(
            ErrorCode.SALESFORCE_BUSY,
            () -> {
              cloud.faults().inject(Fault.named("concurrent-limit"));
              change("{\"NextStep\":\"x\"}");
            },
            "ConcurrentPerOrgLongTxn Limit exceeded."),
        new Case(
            ErrorCode.SALESFORCE_DAILY_LIMIT,
            () -> {
              cloud.faults().inject(Fault.named("api-limit"));
              change("{\"NextStep\":\"x\"}");
            },
            "TotalRequests Limit exceeded."),
        new Case(
            ErrorCode.SALESFORCE_DAILY_LIMIT,
            () -> {
              cloud.dailyApiLimit(cloud.apiCalls() + 1);
              change("{\"NextStep\":\"the last one\"}");
              change("{\"NextStep\":\"x\"}");
            },
            "cosell.salesforce.daily-share"),
        new Case(
            ErrorCode.SALESFORCE_SIGN_IN,
            () -> {
              cloud.faults().inject(Fault.named("session-expired").times(2));
              change("{\"NextStep\":\"x\"}");
            },
            "Session expired or invalid"),
        new Case(
            ErrorCode.SALESFORCE_API_OFF,
            () -> {
              cloud.faults().inject(Fault.named("api-disabled"));
              change("{\"NextStep\":\"x\"}");
            },
            "The REST API is not enabled for this Organization."),
        new Case(
            ErrorCode.SALESFORCE_ROW_LOCKED,
            () -> {
              cloud.faults().inject(Fault.named("lock-error"));
              change("{\"NextStep\":\"x\"}");
            },
            "unable to obtain exclusive access to this record"),
        new Case(
            ErrorCode.SALESFORCE_ROW_LOCKED,
            () -> {
              cloud
                  .schema()
                  .addTrigger(
                      "Opportunity",
                      "automation",
                      it -> true,
                      "Deals: AfterUpdate caused by: UNABLE_TO_LOCK_ROW, unable to obtain access");
              change("{\"NextStep\":\"x\"}");
            },
            "status 400 CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"),
        new Case(
            ErrorCode.SALESFORCE_QUERY,
            () -> {
              cloud.faults().inject(Fault.named("query-timeout"));
              salesforce.query("SELECT Id FROM Opportunity");
            },
            "running for too long"),
        new Case(
            ErrorCode.SALESFORCE_QUERY,
            () ->
                connector
                    .get(Rest.class)
                    .call("GET", "/services/data/v62.0/query/01g000000000000AAA-2000", null),
            "invalid query locator"),
        new Case(
            ErrorCode.SALESFORCE_UNKNOWN,
            () -> {
              cloud.faults().inject(Fault.named("unknown-exception"));
              change("{\"NextStep\":\"x\"}");
            },
            "ErrorId if you contact support: 243926966-107564"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isSaidWithCodeFieldValueAndReason(Case refusal) {
    var failure = catchThrowableOfType(CodedException.class, refusal.trouble()::happens);

    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(refusal.code());
    assertThat(failure).hasMessageStartingWith(refusal.code().id() + " ");
    assertThat(failure).hasMessageContainingAll(refusal.said());
    assertThat(failure).isInstanceOf(kindOf(refusal.code()));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ID_FIELD, SALESFORCE_REFERENCE",
    "400, ALL_OR_NONE_OPERATION_ROLLED_BACK, SALESFORCE_PROTOCOL",
    "403, API_CURRENTLY_DISABLED, SALESFORCE_API_OFF",
    "403, INSUFFICIENT_ACCESS_OR_READONLY, SALESFORCE_ACCESS",
    "403, , SALESFORCE_ACCESS",
    "404, , SALESFORCE_NOT_FOUND",
    "414, , SALESFORCE_PROTOCOL",
    "420, , SALESFORCE_BUSY",
    "500, , SALESFORCE_AWAY"
  })
  void hasAPlaceForWhatTheSandboxDoesNotSayByItself(int status, String theirCode, ErrorCode code) {
    answers(
        status,
        theirCode == null ? "" : "[{\"errorCode\":\"%s\",\"message\":\"x\"}]".formatted(theirCode));

    var failure = catchThrowableOfType(CodedException.class, () -> change("{\"NextStep\":\"x\"}"));

    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void coversEveryCodeOfSalesforce() {
    var wanted = EnumSet.noneOf(ErrorCode.class);
    Arrays.stream(ErrorCode.values())
        .filter(code -> code.group() == Group.SALESFORCE || code.name().startsWith("SALESFORCE_"))
        .forEach(wanted::add);

    assertThat(refusals().map(Case::code).collect(Collectors.toSet())).isEqualTo(wanted);
  }

  private static Class<? extends CodedException> kindOf(ErrorCode code) {
    if (code.group() == Group.WAITING) {
      return RemoteUnavailableException.class;
    }
    return code.next() == Next.TRIED_A_FEW_TIMES
        ? ChangedMeanwhileException.class
        : RemoteRefusedException.class;
  }

  private static void change(String body) {
    write("PATCH", "Opportunity/" + opportunity, body);
  }

  private static void write(String method, String below, String body) {
    salesforce.write(List.of(new Subrequest("it", method, "sobjects/" + below, json(body))));
  }

  private static void answers(int status, String body) {
    cloud
        .faults()
        .inject(
            Fault.named("status")
                .on("POST", "/composite")
                .with("status", status)
                .with("body", body));
  }

  private static Map<String, Object> deal(String name) {
    return Map.of("Name", name, "StageName", "Prospecting", "CloseDate", "2027-01-31");
  }
}
