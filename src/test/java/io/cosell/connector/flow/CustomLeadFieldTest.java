package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.salesforce.FieldType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lead field of one's own is a row, and a mandatory one a line. */
class CustomLeadFieldTest extends LeadTest {
  private static final String ROWS =
      """
      lead-fields:
        - name: campaign
          description: The campaign the lead came from.
          kind: text
          partner-center: /campaignId
          salesforce: Microsoft_Campaign__c
        - name: quality
          kind: choice
          partner-center: /qualification
          salesforce: Rating__c
          to-partner-center: never
          values:
            Cold: MarketingQualified
            Warm: SalesQualified

      on-create-lead:
        Region__c: EMEA
      """;

  @TempDir static Path mapping;

  @BeforeAll
  void theOrgHasTheFields() {
    underTest()
        .salesforce
        .schema()
        .addField("Lead", "Microsoft_Campaign__c", FieldType.STRING)
        .addField("Lead", "Rating__c", FieldType.STRING)
        .addRequiredField("Lead", "Region__c");
  }

  @Override
  Map<String, String> settings() {
    try {
      for (var file : new String[] {"fields.yaml", "leads.yaml"}) {
        Files.copy(Path.of("mapping", file), mapping.resolve(file));
      }
      Files.writeString(mapping.resolve("our-leads.yaml"), ROWS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "cosell.sync.co-sell-only", "false",
        "cosell.startup.check-again", "200ms",
        "cosell.mapping.directory", mapping.toString());
  }

  @Test
  void travelsBothWays() {
    var id = sent(lead(unique("Campaign")).with("/campaignId", "spring"));

    assertThat(leadOf(id))
        .containsEntry("Microsoft_Campaign__c", "spring")
        .containsEntry("Rating__c", "Cold")
        .containsEntry("Region__c", "EMEA");

    editLead(inStep(id), Map.of("Microsoft_Campaign__c", "summer", "Region__c", "Alps"));
    compareBothSides();

    assertThat(referral(id).path("campaignId").asText()).isEqualTo("summer");
  }
}
