package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.salesforce.FieldType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Follows {@code docs/customise.md} letter by letter: every block is written where the sentence
 * before it says, in a copy of the files that are delivered, and the world is asked what came of
 * it. The settings are all there from the start; files are edited while the connector works.
 */
class CustomiseTest extends FlowTest {
  private static final String CAMPAIGN = "A field of your own, both ways";
  private static final String VALUE_MAP = "A value map";
  private static final String MANDATORY = "Mandatory fields";
  private static final String IN_ADDITION = "What Microsoft asks for in addition";
  private static final String OTHER_FIELDS = "Another field for deal value, currency or country";
  private static final String OFF = "Off switches";
  private static final String STEP = "A step of your own";
  private static final String OUR_FIELDS = "mapping/our-fields.yaml";
  private static final String ATTRIBUTES =
      "/details/requirements/additionalRequirements/attributes";

  private static final Guide GUIDE = Guide.read();
  private static RunningConnector own;
  private static Path directory;
  private static HttpServer portal;
  private static volatile int portalStatus;

  @BeforeAll
  static void aCopyOfTheFilesAndTheOrgOfTheGuide() throws IOException {
    own = RunningConnector.withItsOwnClouds();
    directory = own.directory.resolve("company");
    Files.createDirectories(directory.resolve("mapping"));
    Files.createDirectories(directory.resolve("routes"));
    write(delivered());
    var settings = new TreeMap<String, String>();
    settings.put("application.properties", Files.readString(Path.of("application.properties")));
    GUIDE.headings().forEach(heading -> apply(heading, "application.properties", settings));
    write(settings);
    own.salesforce
        .schema()
        .addField("Opportunity", "Campaign__c", FieldType.STRING)
        .addPicklist("Opportunity", "Progress__c", true, "First talks", "Pilot", "Offer", "On ice")
        .addField("Opportunity", "Region__c", FieldType.STRING)
        .addField("Opportunity", "Next_Review__c", FieldType.DATE)
        .addField("Account", "Segment__c", FieldType.STRING)
        .addField("Contact", "Source__c", FieldType.STRING)
        .addField("Microsoft_Solution__c", "Priority__c", FieldType.INT)
        .addPicklist("Opportunity", "Marketplace_Intent__c", true, "Yes", "No", "Have not decided")
        .addField("Opportunity", "Cosell_Value__c", FieldType.CURRENCY)
        .addPicklist("Opportunity", "Cosell_Currency__c", false, "EUR", "GBP", "CHF")
        .addField("Account", "Country_Code__c", FieldType.STRING)
        .addField("Opportunity", "Territory__c", FieldType.STRING);
    portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    portal.createContext(
        "/territories/",
        exchange -> {
          var territory = "North of " + exchange.getRequestURI().getPath().substring(13);
          var answer = territory.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(portalStatus, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    portal.start();
    own.start(
        Map.of(
            "spring.config.additional-location",
            "file:" + directory + "/",
            "cosell.mapping.directory",
            directory.resolve("mapping").toString(),
            "cosell.mapping.check-interval",
            "200ms",
            "cosell.routes.directory",
            directory.resolve("routes").toString(),
            "cosell.routes.quiet-period",
            "150ms",
            "cosell.routes.poll-interval",
            "500ms",
            "acme.portal",
            "http://127.0.0.1:" + portal.getAddress().getPort()));
  }

  @AfterAll
  static void end() {
    own.close();
    portal.stop(0);
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @BeforeEach
  void theFilesAreAsDelivered() {
    portalStatus = 200;
    writeAndWait(delivered());
  }

  @Test
  void everyBlockOfTheGuideIsFollowed() {
    long followed = 0;
    for (var heading : GUIDE.headings()) {
      followed += GUIDE.edits(heading).size();
    }

    assertThat(followed).isEqualTo(GUIDE.blocks()).isGreaterThan(9);
  }

  @Test
  void aFieldOfOnesOwnTravelsBothWays() {
    follow(CAMPAIGN);

    var id = shared(Deal.named(unique("Campaigned")).with("/campaignId", "CMP-1"));
    var opportunity = opportunityOf(id);
    assertThat(opportunity).containsEntry("Campaign__c", "CMP-1");

    accepted(opportunity);
    edit((String) opportunity.get("Id"), Map.of("Campaign__c", "CMP-2"));
    until(() -> assertThat(referral(id).path("campaignId").asText()).isEqualTo("CMP-2"));

    partnerCenter.asPortalUser().changes(id, "/campaignId", "CMP-3");
    until(() -> assertThat(opportunityOf(id)).containsEntry("Campaign__c", "CMP-3"));

    var made = inPartnerCenter(unique("Made here"), Map.of("Campaign__c", "CMP-4"));
    assertThat(made.path("campaignId").asText()).isEqualTo("CMP-4");
  }

  @Test
  void aValueMapTranslatesBothWays() {
    follow(VALUE_MAP);

    var made = inPartnerCenter(unique("Piloted"), Map.of("Progress__c", "Pilot"));
    assertThat(made.path("salesStage").asText()).isEqualTo("Develop");
    var id = made.path("externalReferenceId").asText();

    partnerCenter.asPortalUser().changes(made.path("id").asText(), "/salesStage", "Propose");
    until(() -> assertThat(record(id)).containsEntry("Progress__c", "Offer"));
    untilIdle();

    edit(id, Map.of("Progress__c", "On ice", "Description", "On ice."));
    until(() -> assertThat(referralOf(id).at("/details/notes").asText()).isEqualTo("On ice."));
    assertThat(referralOf(id).path("salesStage").asText()).isEqualTo("Propose");
  }

  @Test
  void aPicklistAndItsValueMapThatDoNotMeetAreTold() {
    var files = delivered();
    apply(VALUE_MAP, "mapping/", files);
    files.computeIfPresent(OUR_FIELDS, (file, text) -> text.replace("      Pilot: Develop\n", ""));
    write(files);

    within10Seconds(
        () ->
            assertThat(health("mapping").at("/details/refused").toString())
                .contains(
                    "our-fields.yaml, line 7: row progress: there is no entry for \\\"Pilot\\\""));
    write(delivered());
    within10Seconds(() -> assertThat(health("mapping").path("status").asText()).isEqualTo("UP"));
  }

  @Test
  void mandatoryFieldsHaveDefaults() {
    var schema = salesforce.schema();
    schema
        .requireField("Opportunity", "Region__c", true)
        .requireField("Opportunity", "Campaign__c", true)
        .requireField("Account", "Segment__c", true)
        .requireField("Contact", "Source__c", true)
        .requireField("Microsoft_Solution__c", "Priority__c", true);
    try {
      var refused = shared(newCustomers("Refused"));
      until(
          () ->
              assertThat(inboxOf("referral/" + refused))
                  .extracting(Entry::state)
                  .contains(EntryState.DEAD));

      follow(CAMPAIGN, MANDATORY);

      var opportunity = opportunityOf(shared(newCustomers("Taken")));
      assertThat(opportunity)
          .containsEntry("Region__c", "EMEA")
          .containsEntry("Campaign__c", "none")
          .containsEntry("Next_Review__c", LocalDate.now(ZoneOffset.UTC).plusDays(14).toString());
      assertThat(salesforce.record("Account", (String) opportunity.get("AccountId")))
          .containsEntry("Segment__c", "Unknown");
      var role = child(opportunity, "OpportunityContactRole", "OpportunityId");
      assertThat(salesforce.record("Contact", (String) role.get("ContactId")))
          .containsEntry("Source__c", "Partner Center");
      assertThat(child(opportunity, "Microsoft_Solution__c", "Opportunity__c").get("Priority__c"))
          .hasToString("1");
      assertThat((String) opportunity.get("Audit__c"))
          .contains("Partner Center has no campaign, none is assumed");

      accepted(opportunity);
      var referral = referralOf((String) opportunity.get("Id"));
      assertThat(referral.path("campaignId").asText(""))
          .as("nobody has edited the campaign")
          .isIn("", "null");
    } finally {
      schema
          .requireField("Opportunity", "Region__c", false)
          .requireField("Opportunity", "Campaign__c", false)
          .requireField("Account", "Segment__c", false)
          .requireField("Contact", "Source__c", false)
          .requireField("Microsoft_Solution__c", "Priority__c", false);
    }
  }

  @Test
  void theDefaultIsForNewReferralsToo() {
    follow(CAMPAIGN, MANDATORY);

    var made = inPartnerCenter(unique("Without campaign"), Map.of("Region__c", "APAC"));

    assertThat(made.path("campaignId").asText()).isEqualTo("none");
  }

  @Test
  void marketplaceIntentTravelsAsAnAttributeAndTheOthersStay() {
    follow(IN_ADDITION);

    var made = inPartnerCenter(unique("Buyer"), Map.of("Marketplace_Intent__c", "Yes"));
    assertThat(intents(made)).containsExactly("Yes");
    var undecided = inPartnerCenter(unique("Undecided"), Map.of());
    assertThat(intents(undecided)).containsExactly("HaveNotDecided");
    until(
        () ->
            assertThat(record(undecided.path("externalReferenceId").asText()))
                .containsEntry("Marketplace_Intent__c", "Have not decided"));

    var id = shared(Deal.named(unique("Shared")).with(ATTRIBUTES, twoAttributes("No")));
    assertThat(opportunityOf(id)).containsEntry("Marketplace_Intent__c", "No");
    partnerCenter.asPortalUser().changes(id, ATTRIBUTES, twoAttributes("Yes"));
    until(() -> assertThat(opportunityOf(id)).containsEntry("Marketplace_Intent__c", "Yes"));
  }

  @Test
  void marketplaceIntentIsPatchedWhereThatIsSaidToWork() {
    var files = delivered();
    apply(IN_ADDITION, "mapping/", files);
    files.computeIfPresent(
        "mapping/fiscal-year.yaml",
        (file, text) ->
            text.replaceFirst(
                "(salesforce: Marketplace_Intent__c\n)    to-partner-center: create\n", "$1"));
    writeAndWait(files);
    var id = shared(Deal.named(unique("Patched")).with(ATTRIBUTES, twoAttributes("No")));
    var opportunity = opportunityOf(id);
    accepted(opportunity);

    edit((String) opportunity.get("Id"), Map.of("Marketplace_Intent__c", "Yes"));

    until(
        () ->
            assertThat(referral(id).at(ATTRIBUTES))
                .isEqualTo(new ObjectMapper().valueToTree(twoAttributes("Yes"))));
  }

  @Test
  void marketplaceIntentIsSentOnceWherePartnerCenterTakesNoChange() {
    partnerCenter.switches().turnOn(Switch.NAME_AND_INTENT_FIXED);
    try {
      follow(IN_ADDITION);
      var made = inPartnerCenter(unique("Fixed"), Map.of("Marketplace_Intent__c", "Yes"));
      var id = made.path("externalReferenceId").asText();
      untilIdle();

      edit(id, Map.of("Marketplace_Intent__c", "No", "Cosell_Value__c", 4710));

      until(() -> assertThat(referralOf(id).at("/details/dealValue").asInt()).isEqualTo(4710));
      assertThat(intents(referralOf(id))).containsExactly("Yes");
      untilIdle();
      assertThat(record(id)).containsEntry("Marketplace_Intent__c", "No");
    } finally {
      partnerCenter.switches().turnOff(Switch.NAME_AND_INTENT_FIXED);
    }
  }

  @Test
  void theSalesStageFollowsTheStages() {
    var files = delivered();
    files.computeIfPresent(
        "mapping/fiscal-year.yaml",
        (file, text) ->
            text.replaceFirst(
                "(partner-center: /salesStage\\n    salesforce: )\"\"", "$1StageName"));
    writeAndWait(files);
    var made = inPartnerCenter(unique("Staged"), Map.of());
    assertThat(made.path("salesStage").asText()).isEqualTo("Qualify");
    var id = made.path("externalReferenceId").asText();
    untilIdle();

    edit(id, Map.of("StageName", "Proposal/Price Quote"));
    until(() -> assertThat(referralOf(id).path("salesStage").asText()).isEqualTo("Propose"));

    partnerCenter.asPortalUser().changes(made.path("id").asText(), "/salesStage", "80");
    untilIdle();
    assertThat(record(id)).containsEntry("StageName", "Proposal/Price Quote");
    edit(id, Map.of("Cosell_Value__c", 4713));
    until(() -> assertThat(referralOf(id).at("/details/dealValue").asInt()).isEqualTo(4713));
    assertThat(referralOf(id).path("salesStage").asText()).isEqualTo("80");
  }

  @Test
  void dealValueCurrencyAndCountryAreWhereTheSettingsSay() {
    var id = shared(newCustomers("Elsewhere").worth("120000", "EUR"));
    var opportunity = opportunityOf(id);
    assertThat(opportunity.get("Cosell_Value__c").toString()).startsWith("120000");
    assertThat(opportunity)
        .containsEntry("Cosell_Currency__c", "EUR")
        .containsEntry("Amount", null);
    assertThat(salesforce.record("Account", (String) opportunity.get("AccountId")))
        .containsEntry("Country_Code__c", "GB");

    accepted(opportunity);
    edit(
        (String) opportunity.get("Id"),
        Map.of("Cosell_Value__c", 130000, "Cosell_Currency__c", "CHF", "Amount", 1));

    until(
        () -> {
          assertThat(referral(id).at("/details/dealValue").asInt()).isEqualTo(130000);
          assertThat(referral(id).at("/details/currency").asText()).isEqualTo("CHF");
        });
  }

  @Test
  void aValueAnotherProgramKeepsGoesToPartnerCenterOnly() {
    var made = inPartnerCenter(unique("Formula"), Map.of());
    var id = made.path("externalReferenceId").asText();
    untilIdle();
    salesforce.schema().makeReadOnly("Opportunity", "Cosell_Value__c", true);
    try {
      follow(OTHER_FIELDS);

      partnerCenter
          .asPortalUser()
          .changes(
              made.path("id").asText(),
              Map.of("/details/dealValue", 77, "/details/notes", "Seventy-seven."));

      until(() -> assertThat(record(id)).containsEntry("Description", "Seventy-seven."));
      assertThat(record(id).get("Cosell_Value__c").toString()).startsWith("48000");
    } finally {
      salesforce.schema().makeReadOnly("Opportunity", "Cosell_Value__c", false);
    }
  }

  @Test
  void whatIsSwitchedOffStaysAtHome() {
    follow(OFF);
    var id = shared(Deal.named(unique("Quiet")).with("/details/notes", "From Microsoft."));
    var opportunity = opportunityOf(id);
    assertThat(opportunity).containsEntry("Description", "From Microsoft.");
    assertThat((String) opportunity.get("Name")).startsWith("Quiet");

    accepted(opportunity);
    edit(
        (String) opportunity.get("Id"),
        Map.of("Description", "Between us.", "Cosell_Value__c", 4711));

    until(() -> assertThat(referral(id).at("/details/dealValue").asInt()).isEqualTo(4711));
    assertThat(referral(id).at("/details/notes").asText()).isEqualTo("From Microsoft.");
  }

  @Test
  void aStepOfOnesOwnFillsAField() {
    follow(STEP);

    var id = shared(Deal.named(unique("Territorial")));
    var opportunity = opportunityOf(id);
    assertThat(opportunity).containsEntry("Territory__c", "North of " + id);

    accepted(opportunity);
    edit(
        (String) opportunity.get("Id"),
        Map.of("Territory__c", "The seller's", "Cosell_Value__c", 4712));
    until(() -> assertThat(referral(id).at("/details/dealValue").asInt()).isEqualTo(4712));
    untilIdle();
    assertThat(opportunityOf(id)).containsEntry("Territory__c", "The seller's");
  }

  @Test
  void aStepOfOnesOwnThatFailsHoldsNothingUp() {
    portalStatus = 503;
    follow(STEP);

    var opportunity = opportunityOf(shared(Deal.named(unique("Unknown territory"))));

    assertThat(opportunity).containsEntry("Territory__c", null);
  }

  /** Makes the edits below these headings in the files as delivered. */
  private void follow(String... headings) {
    var files = delivered();
    for (var heading : headings) {
      apply(heading, "mapping/", files);
      apply(heading, "routes/", files);
    }
    writeAndWait(files);
  }

  private static void apply(String heading, String where, Map<String, String> files) {
    GUIDE.edits(heading).stream()
        .filter(edit -> edit.file().startsWith(where))
        .forEach(edit -> files.put(edit.file(), edit.applied(files.getOrDefault(edit.file(), ""))));
  }

  /** Mapping and routes of the product, by path. */
  private static Map<String, String> delivered() {
    var files = new TreeMap<String, String>();
    for (var part : List.of("mapping", "routes")) {
      try (var originals = Files.newDirectoryStream(Path.of(part), "*.yaml")) {
        for (var original : originals) {
          files.put(part + "/" + original.getFileName(), Files.readString(original));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  /** The files below these directories that changed. */
  private static Set<String> write(Map<String, String> files) {
    var changed = new TreeSet<String>();
    try {
      if (!files.containsKey(OUR_FIELDS) && Files.deleteIfExists(directory.resolve(OUR_FIELDS))) {
        changed.add(OUR_FIELDS);
      }
      for (var file : files.entrySet()) {
        var target = directory.resolve(file.getKey());
        if (!Files.exists(target) || !Files.readString(target).equals(file.getValue())) {
          Files.writeString(target, file.getValue());
          changed.add(file.getKey());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changed;
  }

  private void writeAndWait(Map<String, String> files) {
    var changed = write(files);
    var written = Instant.now();
    within10Seconds(
        () -> {
          for (var file : changed) {
            var since =
                file.startsWith("mapping/")
                    ? health("mapping").at("/details/inForceSince")
                    : health("routes")
                        .path("details")
                        .path("files")
                        .path(file.substring("routes/".length()))
                        .path("appliedAt");
            assertThat(Instant.parse(since.asText())).isAfter(written);
          }
          assertThat(health("mapping").path("status").asText()).isEqualTo("UP");
          assertThat(health("routes").path("status").asText()).isEqualTo("UP");
        });
  }

  private JsonNode health(String part) {
    return connector.readiness().path("components").path(part);
  }

  private static void within10Seconds(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(10)).untilAsserted(assertion);
  }

  /** The referral of a new opportunity with these values, once it is in step. */
  private ObjectNode inPartnerCenter(String name, Map<String, Object> fields) {
    var values = new HashMap<String, Object>(fields);
    values.put("Cosell_Value__c", 48000);
    values.put("Cosell_Currency__c", "GBP");
    var id = opportunity(name, values);
    salesforce
        .asSeller()
        .update("Account", (String) record(id).get("AccountId"), Map.of("Country_Code__c", "GB"));
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    var referral = referralOf(id);
    until(() -> assertThat(record(id).get("Referral_Identifier__c")).isNotNull());
    return referral;
  }

  private static Deal newCustomers(String name) {
    var customer = unique(name);
    return Deal.named(customer)
        .forCustomer(customer, "10115")
        .withContact("Vesper", "Lynd", "vesper@" + customer.replace(' ', '-') + ".example");
  }

  /** The seller takes the deal off hold, and Partner Center knows. */
  private void accepted(Map<String, Object> opportunity) {
    untilIdle();
    edit((String) opportunity.get("Id"), Map.of("StageName", "Qualification"));
    until(
        () ->
            assertThat(
                    referral((String) opportunity.get("Referral_Identifier__c"))
                        .path("status")
                        .asText())
                .isEqualTo("Active"));
    untilIdle();
  }

  private ObjectNode referral(String id) {
    return partnerCenter.referral(id);
  }

  private Map<String, Object> child(Map<String, Object> opportunity, String object, String parent) {
    var rows =
        salesforce.query(
            "SELECT Id FROM " + object + " WHERE " + parent + " = '" + opportunity.get("Id") + "'");
    return salesforce.record(object, (String) rows.get(0).get("Id"));
  }

  private static List<Map<String, String>> twoAttributes(String intent) {
    return List.of(
        Map.of("type", "SolutionArea", "id", "Security"),
        Map.of("type", "CustomerMarketplaceIntent", "id", intent));
  }

  private static List<String> intents(JsonNode referral) {
    return referral.at(ATTRIBUTES).findValuesAsText("id");
  }
}
