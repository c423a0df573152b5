package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.salesforce.FieldType;
import io.cosell.sandbox.salesforce.RecordChange;
import io.cosell.sandbox.server.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Editing the mapping table of a connector that is at work. */
@ExtendWith(OutputCaptureExtension.class)
class MappingReloadTest extends FlowTest {
  private static final String REFUSED = "Refused the edit of the mapping table";
  private static final String CAMPAIGN =
      """
      fields:
        - name: campaign
          kind: text
          partner-center: /campaignId
          salesforce: Campaign__c
      """;

  private static RunningConnector own;
  private static Path mapping;

  @BeforeAll
  static void aConnectorWithAMappingOfItsOwn() throws IOException {
    own = RunningConnector.withItsOwnClouds();
    mapping = Files.createDirectory(own.directory.resolve("mapping"));
    try (var files = Files.newDirectoryStream(Path.of("mapping"), "*.yaml")) {
      for (var file : files) {
        Files.copy(file, mapping.resolve(file.getFileName()));
      }
    }
    own.start(
        Map.of(
            "cosell.mapping.directory",
            mapping.toString(),
            "cosell.mapping.check-interval",
            "400ms"));
  }

  @AfterAll
  static void end() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @BeforeEach
  void theTableIsAsDelivered() throws IOException {
    Files.deleteIfExists(mapping.resolve("own.yaml"));
    salesforce.schema().removeField("Opportunity", "Campaign__c");
    within10Seconds(
        () -> {
          assertThat(health().path("status").asText()).isEqualTo("UP");
          assertThat(health().at("/details/files").toString()).doesNotContain("own.yaml");
        });
  }

  @Test
  void takesUpARowForAFieldThatWasJustCreated() {
    salesforce.schema().addField("Opportunity", "Campaign__c", FieldType.STRING);

    write(CAMPAIGN);

    within10Seconds(this::ownRowIsInForce);
    var id = shared(Deal.named(unique("Campaigned")).with("/campaignId", "CMP-7"));
    assertThat(opportunityOf(id)).containsEntry("Campaign__c", "CMP-7");
  }

  @Test
  void refusesABrokenEditOnceAndGoesOnWithTheLastGoodTable(CapturedOutput log) {
    write(CAMPAIGN.replace("kind: text", "kind: txet") + "    on-conflit: newest\n");

    within10Seconds(
        () -> {
          assertThat(health().path("status").asText()).isEqualTo("WARNING");
          assertThat(health().at("/details/refused").toString())
              .contains("own.yaml, line 3: row campaign: kind \\\"txet\\\" is not possible")
              .contains("own.yaml, line 6: row campaign: there is no \\\"on-conflit\\\" here");
        });
    assertReady();
    opportunityOf(shared(Deal.named(unique("Meanwhile"))));
    assertThat(log.getOut().lines().filter(line -> line.contains(REFUSED)))
        .singleElement()
        .asString()
        .contains("own.yaml, line 3")
        .contains("own.yaml, line 6");
  }

  @Test
  void takesAnEditAsSoonAsTheOrgHasTheField(CapturedOutput log) {
    write(CAMPAIGN);
    within10Seconds(
        () ->
            assertThat(health().at("/details/refused").toString())
                .contains("own.yaml, line 5: row campaign: the org has no field Campaign__c"));
    assertReady();

    salesforce.schema().addField("Opportunity", "Campaign__c", FieldType.STRING);

    until(this::ownRowIsInForce);
    assertThat(log.getOut().lines().filter(line -> line.contains(REFUSED))).hasSize(1);
  }

  @Test
  void keepsTheTableWhenSalesforceCannotBeAsked() {
    salesforce.schema().addField("Opportunity", "Campaign__c", FieldType.STRING);
    salesforce.faults().inject(Fault.named("status").on("POST", "/composite").with("status", 503));

    write(CAMPAIGN);

    within10Seconds(
        () ->
            assertThat(health().at("/details/refused").toString())
                .contains("whether it fits the org could not be asked"));
    assertReady();
    until(this::ownRowIsInForce);
  }

  @Test
  void worksOnADealWithOneTableFromStartToEnd() {
    salesforce.schema().addField("Opportunity", "Campaign__c", FieldType.STRING);
    var changes = new CopyOnWriteArrayList<RecordChange>();
    salesforce.onChange(changes::add);
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("latency").on("GET", "/referrals/[0-9a-f-]+$").with("millis", 6000));

    var name = unique("Under way");
    var id = shared(Deal.named(name).with("/campaignId", "CMP-8"));
    until(() -> assertThat(inboxOf("referral/" + id)).isNotEmpty());
    write(CAMPAIGN);
    within10Seconds(this::ownRowIsInForce);
    assertThat(found(id)).as("still under way").isEmpty();

    opportunityOf(id);
    assertThat(changes)
        .filteredOn(it -> id.equals(it.record().get("Referral_Identifier__c")))
        .first()
        .satisfies(created -> assertThat(created.record().get("Campaign__c")).isNull());
  }

  private void ownRowIsInForce() {
    assertThat(health().path("status").asText()).isEqualTo("UP");
    assertThat(health().at("/details/files").toString()).contains("own.yaml");
  }

  private void assertReady() {
    var readiness = connector.readiness();
    assertThat(readiness.path("status").asText()).as(readiness.toPrettyString()).isEqualTo("UP");
  }

  private JsonNode health() {
    return connector.readiness().at("/components/mapping");
  }

  private static void write(String text) {
    try {
      Files.writeString(mapping.resolve("own.yaml"), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void within10Seconds(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(10)).untilAsserted(assertion);
  }
}
