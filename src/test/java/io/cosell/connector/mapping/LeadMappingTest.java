package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.When;
import io.cosell.connector.partnercenter.Referral;
import io.cosell.connector.remote.Problem;
import io.cosell.connector.salesforce.Org;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeadMappingTest {
  private static final Instant NOW = Instant.parse("2026-01-12T10:00:00Z");
  private static final Org ORG =
      new Org(
          "00D000000000001AAA",
          Map.of(
              "Lead",
              Set.of(
                  "LastName",
                  "FirstName",
                  "Email",
                  "Phone",
                  "Company",
                  "Street",
                  "City",
                  "State",
                  "PostalCode",
                  "Country",
                  "Description",
                  "Status",
                  "Referral_Identifier__c",
                  "Referral_Link__c",
                  "Audit__c")),
          List.of());

  private final LeadMapping leads = MappingBed.mapping().leads();

  private static Referral referral(String status, String substatus) {
    return new Referral(
        MappingBed.referralJson().put("status", status).put("substatus", substatus));
  }

  private static ObjectNode lead() {
    return MappingBed.json(
        """
        { "Id": "00Q000000000001EAA", "Status": "Open - Not Contacted", "IsConverted": false,
          "Referral_Identifier__c": "%s", "LastName": "Quill", "FirstName": "Zoe",
          "Email": "zoe@northbrook.example", "Phone": "+441135550102", "State": null,
          "Company": "Northbrook Dairy & Sons", "Street": "12 Kiln Street", "City": "Leeds",
          "PostalCode": "LS1 4AA", "Country": "GB", "Description": "Pilot agreed.\\nCall back.",
          "Audit__c": "2026-01-12 09:00 - before" }
        """
            .formatted(MappingBed.REFERRAL_ID));
  }

  @Test
  void bothSidesOfALeadInStepAreTheSame() {
    assertThat(leads.state(lead())).isEqualTo(leads.state(referral("New", "Pending")));
  }

  @Test
  void everyStatusIsOpenButTheOneThatDeclines() {
    assertThat(leads.state(lead().put("Status", "Whatever")).get("phase"))
        .contains(Phase.OFFERED.value());
    assertThat(leads.state(lead().put("Status", "closed - not converted")).get("phase"))
        .contains(Phase.LOST.value());
    assertThat(leads.state(lead().put("IsConverted", true)).get("phase"))
        .contains(Phase.ACCEPTED.value());
  }

  @Test
  void noStatusDeclinesWhereNoneIsSet() {
    var cautious = MappingBed.mapping("cosell.salesforce.lead.declined-status=").leads();

    assertThat(cautious.state(lead().put("Status", "")).get("phase"))
        .contains(Phase.OFFERED.value());
    assertThat(cautious.state(lead().put("Status", "Closed - Not Converted")).get("phase"))
        .contains(Phase.OFFERED.value());
  }

  @Test
  void aPlaceTheReferralDoesNotHaveIsNotWrittenTo() {
    var json = MappingBed.referralJson();
    ((ObjectNode) json.get("customerProfile")).putArray("team");

    assertThat(toPartnerCenter("phone", new Referral(json))).isEqualTo(When.NEVER);
    assertThat(toPartnerCenter("phone", MappingBed.referral())).isEqualTo(When.ALWAYS);
    assertThat(toPartnerCenter("notes", new Referral(json))).isEqualTo(When.ALWAYS);
  }

  private When toPartnerCenter(String field, Referral referral) {
    return leads.rules(referral).stream()
        .filter(rule -> rule.name().equals(field))
        .map(FieldRule::toPartnerCenter)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aListIsPatchedWholeAndOnce() {
    var patch =
        leads.patch(
            MappingBed.referral(),
            Map.of(
                "phone", FieldValue.text("+1"),
                "lastName", FieldValue.text("Quill-Marsh"),
                "notes", FieldValue.text("")),
            "");

    assertThat(patch.findValuesAsText("path"))
        .containsExactlyInAnyOrder("/details/notes", "/customerProfile/team");
    var team =
        patch.findParents("path").stream()
            .filter(it -> it.path("path").asText().endsWith("team"))
            .findFirst()
            .orElseThrow()
            .path("value");
    assertThat(team).hasSize(2);
    assertThat(team.at("/0/phoneNumber").asText()).isEqualTo("+1");
    assertThat(team.at("/0/lastName").asText()).isEqualTo("Quill-Marsh");
    assertThat(team.at("/0/contactPreference/locale").asText()).isEqualTo("en-gb");
    assertThat(team.at("/1")).isEqualTo(MappingBed.referral().json().at("/customerProfile/team/1"));
  }

  @Test
  void aNewLeadHasWhatTheReferralSaysBeforeTheDefaults() {
    var body =
        leads
            .writer()
            .part(write(null, Map.of("lastName", FieldValue.text("Quill"))), ORG)
            .orElseThrow();

    assertThat(body.path())
        .isEqualTo("sobjects/Lead/Referral_Identifier__c/" + MappingBed.REFERRAL_ID);
    assertThat(body.headers()).containsEntry("Sforce-Duplicate-Rule-Header", "allowSave=true");
    assertThat(body.body().path("LastName").asText()).isEqualTo("Quill");
    assertThat(body.body().path("Company").asText()).isEqualTo("[not provided]");
    assertThat(body.body().path("Referral_Link__c").asText()).isEqualTo("https://link");
    assertThat(body.body().path("Audit__c").asText()).isEqualTo("2026-01-12 10:00 - line");
  }

  @Test
  void aNewLeadTakesItsStatusFromTheSettings() {
    var own = MappingBed.mapping("cosell.salesforce.lead.new-status=Fresh").leads();

    var part = own.writer().part(write(null, Map.of("phase", Phase.OFFERED.value())), ORG);

    assertThat(part.orElseThrow().body().path("Status").asText()).isEqualTo("Fresh");
  }

  @Test
  void nothingIsWrittenWhereNothingDiffers() {
    assertThat(leads.writer().part(write(lead(), Map.of()), ORG)).isEmpty();
  }

  @Test
  void aLeadThatLacksTheIdentifierGetsIt() {
    var part = leads.writer().part(write(lead().put("Referral_Identifier__c", ""), Map.of()), ORG);

    assertThat(part.orElseThrow().path()).isEqualTo("sobjects/Lead/00Q000000000001EAA");
    assertThat(part.get().body().path("Referral_Identifier__c").asText())
        .isEqualTo(MappingBed.REFERRAL_ID);
  }

  @Test
  void anEndClosesTheLeadAndAddsALine() {
    var part =
        leads
            .writer()
            .part(write(lead(), Map.of("phase", Phase.EXPIRED.value())), ORG)
            .orElseThrow();

    assertThat(part.body().path("Status").asText()).isEqualTo("Closed - Not Converted");
    assertThat(part.body().path("Audit__c").asText())
        .isEqualTo("2026-01-12 10:00 - line\n2026-01-12 09:00 - before");
  }

  @Test
  void anEndOnlyAddsALineWhereTheStatusIsTheSellersOwn() {
    var own = MappingBed.mapping("cosell.salesforce.lead.closed-status=").leads();

    var part =
        own.writer().part(write(lead(), Map.of("phase", Phase.EXPIRED.value())), ORG).orElseThrow();

    assertThat(part.body().fieldNames()).toIterable().containsExactly("Audit__c");
  }

  @Test
  void aNoteIsWrittenOnce() {
    var noted = lead().put("Audit__c", "2026-01-12 09:00 - told").put("Status", "Gone");

    assertThat(leads.writer().note(noted, "Gone", "told", NOW, ORG)).isEmpty();
    assertThat(leads.writer().note(noted, "", "told", NOW, ORG)).isEmpty();
    assertThat(leads.writer().note(noted, "", "more", NOW, ORG)).isPresent();
    assertThat(leads.writer().note(noted, "Closed", "told", NOW, ORG)).isPresent();
  }

  @Test
  void asksForWhatTheOrgHasOnly() {
    var poor = new Org("00D", Map.of("Lead", Set.of("LastName", "Status")), List.of());

    assertThat(leads.query(poor, "Id = 'x'"))
        .isEqualTo(
            "SELECT Id, Status, IsConverted, ConvertedAccountId, ConvertedOpportunityId,"
                + " SystemModstamp, Referral_Identifier__c, LastName FROM Lead WHERE Id = 'x'");
  }

  @Test
  void namesTheRowsWhoseFieldTheOrgLacks() {
    var poor = new Org("00D", Map.of("Lead", Set.of("LastName", "Status")), List.of());

    assertThat(leads.check(ORG)).isEmpty();
    assertThat(leads.check(poor))
        .extracting(Problem::setting)
        .contains("mapping table, lead row email", "mapping table, lead row notes")
        .doesNotContain("mapping table, lead row lastName");
  }

  @Test
  void wantsRowsForLeads() {
    var none = new LeadMapping(FieldTable.EMPTY, null, null);

    assertThat(none.check(ORG))
        .extracting(Problem::setting)
        .containsExactly("mapping table, lead-fields");
  }

  private static LeadWrite write(ObjectNode current, Map<String, FieldValue> changes) {
    return new LeadWrite(
        current, MappingBed.REFERRAL_ID, "https://link", changes, Map.of(), "line", NOW, false);
  }
}
