package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.sandbox.partnercenter.Change;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.salesforce.FieldType;
import io.cosell.sandbox.salesforce.RecordChange;
import io.cosell.sandbox.server.Fault;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * A connector that must not work yet: it stays up, says once what is wrong, writes nothing, and
 * begins by itself when it is put right.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupCheckTest {
  private final List<RecordChange> salesforceChanges = new CopyOnWriteArrayList<>();
  private final List<Change> partnerCenterChanges = new CopyOnWriteArrayList<>();
  private RunningConnector connector;
  private String waitingReferral;

  @BeforeEach
  void aDealIsWaiting() {
    connector = RunningConnector.withItsOwnClouds();
    waitingReferral =
        connector
            .partnerCenter
            .asMicrosoftSeller()
            .shares(Deal.named("Waiting"))
            .path("id")
            .asText();
    connector.salesforce.onChange(salesforceChanges::add);
    connector.partnerCenter.onChange(partnerCenterChanges::add);
  }

  @AfterEach
  void end() {
    connector.close();
  }

  @Test
  @DisplayName("C10 what the org lacks is named, each once, until it is there")
  void c10(CapturedOutput log) {
    var salesforce = connector.salesforce;
    salesforce.stages().rename("On Hold", "Paused");
    salesforce.schema().removeField("Opportunity", "Audit__c");
    salesforce.schema().makeReadOnly("Opportunity", "Referral_Link__c", true);
    salesforce.schema().hideField("Account", "BillingCountry");

    start(Map.of("cosell.opportunity.deal-value-currency-field", "Deal_Currency__c"));

    var stage = "cosell.opportunity.on-hold-stage=On Hold: ";
    var missing = "cosell.salesforce.fields.audit=Audit__c: ";
    var readOnly = "cosell.salesforce.fields.referral-link=Referral_Link__c: ";
    var hidden = "cosell.account.country-field=BillingCountry: ";
    var currency = "cosell.opportunity.deal-value-currency-field=Deal_Currency__c: ";
    assertSays(log, stage, missing, readOnly, hidden, currency);
    assertThat(messages(log, stage).get(0)).contains("Paused").contains("add it to the stages");
    assertThat(messages(log, readOnly).get(0)).contains("may not write").contains("permission set");
    assertThat(messages(log, currency).get(0)).contains("no such field");
    assertWritesNothing();

    salesforce.stages().rename("Paused", "On Hold");
    salesforce.schema().makeReadOnly("Opportunity", "Referral_Link__c", false);
    assertSays(log, missing, hidden, currency);
    salesforce.schema().showField("Account", "BillingCountry");
    salesforce.schema().addField("Opportunity", "Audit__c", FieldType.LONG_TEXT);
    salesforce.schema().addField("Opportunity", "Deal_Currency__c", FieldType.STRING);

    assertBegins();
    assertThat(messages(log, "The connector cannot work yet. ")).hasSize(5);
  }

  @Test
  @DisplayName("C10 what leads need is asked for where leads come to Salesforce")
  void leads(CapturedOutput log) {
    var schema = connector.salesforce.schema();
    schema.removeField("Lead", "Audit__c");
    schema.makeReadOnly("Lead", "Referral_Link__c", true);
    schema.makeUnique("Lead", "Referral_Identifier__c", false);

    start(
        Map.of(
            "cosell.sync.co-sell-only", "false",
            "cosell.salesforce.lead.new-status", "Fresh",
            "cosell.salesforce.lead.accepted-status", ""));

    var missing = "cosell.salesforce.lead.audit=Audit__c: ";
    var readOnly = "cosell.salesforce.lead.referral-link=Referral_Link__c: ";
    var notUnique = "cosell.salesforce.lead.referral-identifier=Referral_Identifier__c: ";
    var status = "cosell.salesforce.lead.new-status=Fresh: ";
    assertSays(log, missing, readOnly, notUnique, status);
    assertThat(messages(log, missing).get(0)).contains("Lead has no such field");
    assertThat(messages(log, notUnique).get(0)).contains("unique and external id");
    assertThat(messages(log, status).get(0))
        .contains("is no status of a lead in this org: use one of [Open - Not Contacted, ");
    assertWritesNothing();

    schema.addField("Lead", "Audit__c", FieldType.LONG_TEXT);
    schema.makeReadOnly("Lead", "Referral_Link__c", false);
    schema.makeUnique("Lead", "Referral_Identifier__c", true);
    schema.restrictPicklist("Lead", "Status", false, "Fresh", "Closed - Not Converted");

    assertBegins();
  }

  @Test
  @DisplayName("C10 a lead row without its field and a hidden object are named, too")
  void hiddenLeads(CapturedOutput log) {
    var schema = connector.salesforce.schema();
    schema.hideObject("Lead", true);
    start(Map.of("cosell.sync.co-sell-only", "false"));
    assertSays(log, "Lead=not visible: ");

    schema.hideField("Lead", "PostalCode");
    schema.hideObject("Lead", false);

    assertSays(log, "mapping table, lead row postalCode=PostalCode: ");
    assertWritesNothing();
    schema.showField("Lead", "PostalCode");
    assertBegins();
  }

  @Test
  @DisplayName("C10 nobody who wants no leads has to prepare for them")
  void noLeads() {
    connector.salesforce.schema().hideObject("Lead", true);

    start(Map.of());

    assertBegins();
  }

  @Test
  @DisplayName("C10 refused sign-ins and a broken mapping table are named until they are right")
  void refusedSignIns(CapturedOutput log) throws IOException {
    var mapping = Files.createDirectory(connector.directory.resolve("mapping"));
    var table = mapping.resolve("fields.yaml");
    Files.writeString(table, "fields:\n  - name: [broken\n");
    connector.partnerCenter.revokeRefreshTokens();
    connector
        .salesforce
        .faults()
        .inject(
            Fault.named("oauth-error")
                .with("error", "invalid_client")
                .with("description", "invalid client credentials")
                .always());

    start(Map.of("cosell.mapping.directory", mapping.toString()));

    var login = "cosell.salesforce.client-secret=(secret): ";
    var consent = "cosell.partner-center.refresh-token=";
    var broken = "cosell.mapping.directory=" + mapping + ": ";
    assertSays(log, login, consent, broken);
    assertThat(messages(log, login).get(0)).contains("the client secret is wrong");
    assertThat(messages(log, broken).get(0)).contains("fields.yaml, line ");
    assertThat(log.getOut()).doesNotContain("sandbox-secret").doesNotContain("sandbox-refresh");
    assertWritesNothing();

    connector.salesforce.faults().clear();
    connector.partnerCenter.consentAnew();
    Files.copy(Path.of("mapping/fields.yaml"), table, StandardCopyOption.REPLACE_EXISTING);

    assertBegins();
    assertThat(messages(log, "The connector cannot work yet. ")).hasSize(3);
  }

  @Test
  @DisplayName("C10 rules by which no customer can be found are named with the property")
  void unknownCustomers(CapturedOutput log) {
    start(Map.of("cosell.account.match-by", "website,duns,name-and-postal-code"));

    var website = "cosell.account.match-by=website: is no rule";
    var duns = "cosell.account.match-by=duns: needs a field to compare with";
    assertSays(log, website, duns);
    assertThat(messages(log, duns).get(0)).contains("set cosell.account.duns-field");
    assertWritesNothing();
  }

  @Test
  @DisplayName("C10 everything wrong with the mapping table is named with file and line")
  void wrongTables(CapturedOutput log) throws IOException {
    var mapping = Files.createDirectory(connector.directory.resolve("mapping"));
    Files.copy(Path.of("mapping/fields.yaml"), mapping.resolve("fields.yaml"));
    var own = mapping.resolve("our-fields.yaml");
    var row =
        """
        fields:
          - name: campaign
            kind: date
            partner-center: /campaignId
            salesforce: Campaign__c
        """;
    Files.writeString(own, row.replace("date", "dtae").replace("/campaignId", "campaignId"));
    connector.salesforce.schema().addField("Opportunity", "Campaign__c", FieldType.STRING);

    start(Map.of("cosell.mapping.directory", mapping.toString()));

    var where = "cosell.mapping.directory=" + mapping + ": our-fields.yaml, line ";
    var kind = where + "3: row campaign: kind \"dtae\" is not possible";
    var path = where + "4: row campaign: partner-center \"campaignId\" must be a path";
    assertSaysInLog(log, kind, path);
    assertWritesNothing();

    Files.writeString(own, row + "on-create-account: { Nowhere__c: x }\n");
    var type = where + "3: row campaign: kind date does not fit Campaign__c";
    var unknown = where + "6: on-create-account, Nowhere__c: Account has no such field";
    assertSaysInLog(log, type, unknown);
    assertWritesNothing();

    Files.writeString(own, row.replace("date", "text"));
    assertBegins();
  }

  @Test
  @DisplayName("C10 addresses and times that cannot be right are named with the property")
  void wrongAddresses(CapturedOutput log) {
    start(
        Map.of(
            "cosell.salesforce.login-url", "http://crm.example",
            "cosell.partner-center.base-url", "not an address",
            "cosell.partner-center.authority", "http://login.example/tenant",
            "cosell.sync.full-compare-cron", "at night",
            "cosell.sync.full-compare-calls", "0",
            "cosell.mapping.directory", connector.directory.resolve("nowhere").toString()));

    var plain = "cosell.salesforce.login-url=http://crm.example: ";
    var nonsense = "cosell.partner-center.base-url=not an address: ";
    var authority = "cosell.partner-center.authority=http://login.example/tenant: ";
    var nowhere = "cosell.mapping.directory=" + connector.directory.resolve("nowhere") + ": ";
    var time = "cosell.sync.full-compare-cron=at night: ";
    var calls = "cosell.sync.full-compare-calls=0: ";
    assertSays(log, plain, nonsense, authority, nowhere, time, calls);
    assertThat(messages(log, time).get(0)).contains("0 30 2 * * ?");
    assertThat(messages(log, plain).get(0)).contains("plain http").contains("use https");
    assertThat(messages(log, nonsense).get(0)).contains("write it like https://host");
    assertThat(messages(log, nowhere).get(0)).contains("cannot be read");
    assertWritesNothing();
    assertThat(connector.salesforce.server().journal().all()).isEmpty();
    assertThat(connector.partnerCenter.api().journal().all()).isEmpty();
  }

  @Test
  @DisplayName("C10 hosts nobody answers at are named with the property")
  void nobodyThere(CapturedOutput log) throws IOException {
    var nobody = "http://127.0.0.1:" + closedPort();

    start(
        Map.of(
            "cosell.salesforce.login-url", nobody,
            "cosell.partner-center.base-url", nobody));

    var salesforce = "cosell.salesforce.login-url=" + nobody + ": ";
    var partnerCenter = "cosell.partner-center.base-url=" + nobody + ": ";
    assertSays(log, salesforce, partnerCenter);
    assertThat(messages(log, salesforce).get(0)).contains("check the address");
    assertWritesNothing();
  }

  private void start(Map<String, String> settings) {
    var all = new HashMap<>(settings);
    all.put("cosell.startup.check-again", "500ms");
    all.put("cosell.partner-center.sign-in-pause", "500ms");
    connector.start(all);
  }

  /** Exactly these problems in health, and each once in the log. */
  private void assertSays(CapturedOutput log, String... problems) {
    within30Seconds(
        () -> {
          var health = connector.readiness();
          assertThat(health.path("status").asText()).isEqualTo("DOWN");
          var said = health.at("/components/startupCheck/details/problems");
          assertThat(said).hasSize(problems.length);
          for (var problem : problems) {
            assertThat(said.toString()).contains(problem);
          }
        });
    assertThat(connector.liveness().path("status").asText()).isEqualTo("UP");
    for (var problem : problems) {
      assertThat(messages(log, "The connector cannot work yet. " + problem)).hasSize(1);
    }
  }

  private void assertSaysInLog(CapturedOutput log, String... problems) {
    within30Seconds(
        () -> {
          assertThat(connector.readiness().path("status").asText()).isEqualTo("DOWN");
          for (var problem : problems) {
            assertThat(messages(log, "The connector cannot work yet. " + problem)).hasSize(1);
          }
        });
  }

  private static List<String> messages(CapturedOutput log, String part) {
    return log.getOut().lines().filter(line -> line.contains(part)).toList();
  }

  private void assertWritesNothing() {
    assertThat(salesforceChanges).isEmpty();
    assertThat(partnerCenterChanges).isEmpty();
    assertThat(connector.partnerCenter.registration()).isNull();
  }

  private void assertBegins() {
    within30Seconds(
        () -> {
          assertThat(connector.readiness().path("status").asText()).isEqualTo("UP");
          assertThat(connector.opportunities("Referral_Identifier__c = '" + waitingReferral + "'"))
              .hasSize(1);
          assertThat(connector.partnerCenter.registration()).isNotNull();
        });
  }

  private static void within30Seconds(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
