package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.salesforce.Org;
import io.cosell.connector.salesforce.Subrequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpportunityWriterTest {
  private static final Instant NOON = Instant.parse("2026-01-12T12:00:00Z");
  private static final Map<String, FieldValue> NO_CHANGES = Map.of();

  private final Mapping mapping = MappingBed.mapping();
  private final OpportunityWriter writer = mapping.writer();
  private final Org org = MappingBed.orgWithout();

  @Nested
  class Creating {
    private final Map<String, FieldValue> deal =
        mapping.referrals().state(MappingBed.referral(), null).fields();

    @Test
    void writesAccountOpportunityPeopleAndSolutionsInThatOrder() {
      var parts =
          writer.parts(
              new Write().changes(deal).user("ilse@alderfinch.example", "0051").build(), org);

      assertThat(parts)
          .extracting(it -> it.referenceId() + " " + it.method() + " " + it.path())
          .containsExactly(
              "account POST sobjects/Account",
              "opportunity PATCH sobjects/Opportunity/Referral_Identifier__c/"
                  + MappingBed.REFERRAL_ID,
              "contact0 POST sobjects/Contact",
              "role1 POST sobjects/OpportunityContactRole",
              "contact2 POST sobjects/Contact",
              "role3 POST sobjects/OpportunityContactRole",
              "member0 POST sobjects/OpportunityTeamMember",
              "solution0 POST sobjects/Microsoft_Solution__c");
    }

    @Test
    void fillsTheOpportunity() {
      var body = opportunity(writer.parts(new Write().changes(deal).build(), org));

      assertThat(MappingBed.json(body.toString()))
          .isEqualTo(
              MappingBed.json(
                  """
                  { "Name": "✔ Northbrook – cold-chain analytics", "StageName": "Qualification",
                    "Amount": 48000, "CurrencyIsoCode": "GBP", "CloseDate": "2026-03-31",
                    "Description": "Pilot agreed.\\nCall back.", "Referral_Visibility__c": true,
                    "Sync_with_Partner_Center__c": true,
                    "Referral_Link__c": "https://partner.example/6f0e",
                    "AccountId": "@{account.id}", "Audit__c": "2026-01-12 12:00 - done." }
                  """));
    }

    @Test
    void refersToTheAccountAndTheOpportunityOfTheSameCall() {
      var parts = writer.parts(new Write().changes(deal).build(), org);

      assertThat(body(parts, "contact0").path("AccountId").asText()).isEqualTo("@{account.id}");
      assertThat(body(parts, "role1"))
          .isEqualTo(
              MappingBed.json(
                  """
                  { "OpportunityId": "@{opportunity.id}", "ContactId": "@{contact0.id}",
                    "IsPrimary": true }
                  """));
      assertThat(body(parts, "role3").path("IsPrimary").asBoolean()).isFalse();
      assertThat(body(parts, "solution0"))
          .isEqualTo(
              MappingBed.json(
                  """
                  { "Opportunity__c": "@{opportunity.id}", "Name": "ColdTrack",
                    "Solution_Identifier__c": "SOL-40210-KLP", "Solution_Type__c": "3P",
                    "Publisher_Name__c": "Alder & Finch Ltd" }
                  """));
    }

    @Test
    void makesThePersonNamedFirstThePrimaryContact() {
      var write = new Write().changes(deal).primaryContact("zoe@northbrook.example").build();

      var parts = writer.parts(write, org);

      assertThat(body(parts, "contact0").path("Email").asText())
          .isEqualTo("zoe@northbrook.example");
      assertThat(body(parts, "role1").path("IsPrimary").asBoolean()).isTrue();
    }

    @Test
    void usesTheAccountAndContactsThatExistAndLeavesTheAccountAlone() {
      var write =
          new Write()
              .changes(deal)
              .account("0011")
              .contact("ada@northbrook.example", "0039")
              .build();

      var parts = writer.parts(write, org);

      assertThat(parts).noneMatch(it -> it.path().startsWith("sobjects/Account"));
      assertThat(opportunity(parts).path("AccountId").asText()).isEqualTo("0011");
      assertThat(body(parts, "role0").path("ContactId").asText()).isEqualTo("0039");
      assertThat(body(parts, "contact1").path("AccountId").asText()).isEqualTo("0011");
    }

    @Test
    void givesANewAccountTheCustomersAddress() {
      var account = body(writer.parts(new Write().changes(deal).build(), org), "account");

      assertThat(account.path("Name").asText()).isEqualTo("Northbrook Dairy & Sons");
      assertThat(account.path("BillingCountry").asText()).isEqualTo("GB");
    }

    @Test
    void writesCountryAndStateAsCodesWhereTheOrgHasPicklists() {
      var changes = new HashMap<>(deal);
      changes.put("customerCountry", FieldValue.text("DE"));
      changes.put("customerState", FieldValue.text("BY"));

      var account =
          body(
              writer.parts(
                  new Write().changes(changes).build(), MappingBed.orgWithCountryPicklists()),
              "account");

      assertThat(account.path("BillingCountryCode").asText()).isEqualTo("DE");
      assertThat(account.path("BillingStateCode").asText()).isEqualTo("BY");
      assertThat(account.has("BillingCountry")).isFalse();
      assertThat(account.has("BillingState")).isFalse();
    }

    @Test
    void givesANewAccountTheIdsOfTheReferral() {
      var withIds =
          MappingBed.mapping(
              "cosell.account.duns-field=DunsNumber", "cosell.account.external-id-field=No__c");
      var bothFields =
          MappingBed.with(
              MappingBed.with(org, "Account", "DunsNumber", MappingBed.text()),
              "Account",
              "No__c",
              MappingBed.text());
      var changes = new HashMap<>(deal);
      changes.put("customerDuns", FieldValue.text("012345678"));
      changes.put("customerExternalId", FieldValue.text("C-100"));

      var account =
          body(withIds.writer().parts(new Write().changes(changes).build(), bothFields), "account");

      assertThat(account.path("DunsNumber").asText()).isEqualTo("012345678");
      assertThat(account.path("No__c").asText()).isEqualTo("C-100");
    }

    @Test
    void namesANamelessDealByCustomerAndSolution() {
      var nameless = new HashMap<>(deal);
      nameless.remove("name");

      var body = opportunity(writer.parts(new Write().changes(nameless).build(), org));

      assertThat(body.path("Name").asText()).isEqualTo("✔ Northbrook Dairy & Sons @ ColdTrack");
    }

    @Test
    void callsAPersonWithoutNameByTheEMail() {
      var contacts = items(Map.of("email", "ada@northbrook.example"));

      var parts = writer.parts(new Write().changes(Map.of("contacts", contacts)).build(), org);

      assertThat(body(parts, "contact0").path("LastName").asText()).isEqualTo("ada");
    }

    @Test
    void takesTheOnlyNameOfAPersonWithoutEMailForTheLast() {
      var contacts = FieldValue.Items.of(Map.of("zoe", Map.of("firstName", "Zoe")));

      var parts = writer.parts(new Write().changes(Map.of("contacts", contacts)).build(), org);

      assertThat(body(parts, "contact0"))
          .isEqualTo(
              MappingBed.json("{ \"LastName\": \"Zoe\", \"AccountId\": \"@{account.id}\" }"));
    }

    @Test
    void makesNoReferenceOfWhatAPersonWrote() {
      var written = new HashMap<>(deal);
      written.put("notes", FieldValue.text("see @{account.id} and @{x.y}"));

      var body = opportunity(writer.parts(new Write().changes(written).build(), org));

      assertThat(body.path("Description").asText()).isEqualTo("see ＠{account.id} and ＠{x.y}");
      assertThat(body.path("AccountId").asText()).isEqualTo("@{account.id}");
      assertThat(Kind.NOTES.canonical("notes", body.path("Description")))
          .contains("see @{account.id} and @{x.y}");
    }

    @Test
    void makesNoMemberOfTheOwnerNorOfWhoIsNoUser() {
      var write =
          new Write().changes(deal).user("ilse@alderfinch.example", "0051").owner("0051").build();

      var parts = writer.parts(write, org);

      assertThat(opportunity(parts).path("OwnerId").asText()).isEqualTo("0051");
      assertThat(parts).noneMatch(it -> it.path().contains("OpportunityTeamMember"));
      assertThat(writer.parts(new Write().changes(deal).build(), org))
          .noneMatch(it -> it.path().contains("OpportunityTeamMember"));
    }

    @Test
    void leavesOutWhatTheOrgDoesNotHave() {
      var bare =
          MappingBed.orgWithout(
              "Opportunity.CurrencyIsoCode",
              "Opportunity.Referral_Visibility__c",
              "Opportunity.Referral_Link__c",
              "OpportunityTeamMember",
              "Microsoft_Solution__c.Solution_Type__c");

      var parts =
          writer.parts(
              new Write().changes(deal).user("ilse@alderfinch.example", "0051").build(), bare);

      assertThat(opportunity(parts).has("CurrencyIsoCode")).isFalse();
      assertThat(opportunity(parts).has("Referral_Visibility__c")).isFalse();
      assertThat(opportunity(parts).has("Referral_Link__c")).isFalse();
      assertThat(body(parts, "solution0").has("Solution_Type__c")).isFalse();
      assertThat(parts).noneMatch(it -> it.path().contains("OpportunityTeamMember"));
    }

    @Test
    void writesNoFieldWithoutAName() {
      var unnamed =
          MappingBed.mapping(
              "cosell.salesforce.fields.referral-link=",
              "cosell.salesforce.fields.visibility=",
              "cosell.salesforce.solutions.publisher=");

      var parts = unnamed.writer().parts(new Write().changes(deal).build(), org);

      assertThat(parts).allSatisfy(it -> assertThat(it.body().has("")).isFalse());
    }

    @Test
    void putsNoMarkInFrontOfTheNameWhenNoneIsWanted() {
      var unmarked = MappingBed.mapping("cosell.opportunity.show-mark-in-name=false").writer();

      var body = opportunity(unmarked.parts(new Write().changes(deal).build(), org));

      assertThat(body.path("Name").asText()).isEqualTo("Northbrook – cold-chain analytics");
    }

    @Test
    void startsWithTheDefaultsOfTheTableAndEndsWithTheAdministratorsOwn(@TempDir Path directory)
        throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      Files.writeString(
          directory.resolve("own.yaml"),
          "on-create-opportunity: { LeadSource: Partner, Type: New Business }");
      var own = MappingBed.mapping(directory);

      var body =
          opportunity(
              own.writer().parts(new Write().changes(deal).extra("Type", "Existing").build(), org));

      assertThat(body.path("LeadSource").asText()).isEqualTo("Partner");
      assertThat(body.path("Type").asText()).isEqualTo("Existing");
    }
  }

  @Nested
  class Defaults {
    @TempDir Path directory;
    private OpportunityWriter own;

    @BeforeEach
    void aTableWithDefaults() throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      Files.writeString(
          directory.resolve("own.yaml"),
          """
          fields:
            - { name: campaign, kind: text, partner-center: /campaignId, salesforce: Loss_Reason__c, default: none }
            - name: segment
              kind: choice
              partner-center: /details/customerAction
              salesforce: Account.Segment__c
              to-partner-center: never
              default: Small
              values: { Small: S, Large: L }
            - { name: off, kind: text, partner-center: /salesStage, salesforce: "", default: x }
          on-create-opportunity: { Review__c: today + 14 days }
          on-create-account: { Region__c: EMEA, BillingCountry: XX }
          on-create-contact: { Source__c: Partner Center, LastName: nobody }
          on-create-solution: { Priority__c: 2 }
          """);
      own = MappingBed.mapping(directory).writer();
    }

    @Test
    void areForWhatPartnerCenterDoesNotSay() {
      assertThat(own.defaults(Set.of("closingDate"), true))
          .isEqualTo(Map.of("campaign", FieldValue.text("none"), "segment", FieldValue.text("S")));
      assertThat(own.defaults(Set.of("campaign"), false))
          .isEqualTo(Map.of("closingDate", FieldValue.text("2026-02-11")));
    }

    @Test
    void ofNewRecordsAreOverriddenByWhatIsKnown() {
      var deal = mapping.referrals().state(MappingBed.referral(), null).fields();

      var parts = own.parts(new Write().changes(deal).build(), org);

      assertThat(opportunity(parts).path("Review__c").asText()).isEqualTo("2026-01-26");
      assertThat(body(parts, "account").path("Region__c").asText()).isEqualTo("EMEA");
      assertThat(body(parts, "account").path("BillingCountry").asText()).isEqualTo("GB");
      assertThat(body(parts, "contact0").path("Source__c").asText()).isEqualTo("Partner Center");
      assertThat(body(parts, "contact0").path("LastName").asText()).isEqualTo("Reyes");
      assertThat(body(parts, "solution0").path("Priority__c").asInt()).isEqualTo(2);
    }

    @Test
    void doNotTouchRecordsThatExist() {
      var write =
          new Write()
              .changes(mapping.referrals().state(MappingBed.referral(), null).fields())
              .account("0011")
              .contact("ada@northbrook.example", "0039")
              .build();

      assertThat(own.parts(write, org))
          .filteredOn(it -> it.path().startsWith("sobjects/Account"))
          .isEmpty();
      assertThat(own.parts(update(NO_CHANGES), org)).isEmpty();
    }
  }

  @Nested
  class Updating {
    @Test
    void writesNothingWhenNothingDiffers() {
      assertThat(writer.parts(update(NO_CHANGES), org)).isEmpty();
    }

    @Test
    void writesOnlyWhatDiffersAndTheAuditLine() {
      var parts = writer.parts(update(Map.of("dealValue", FieldValue.text("50000"))), org);

      assertThat(parts)
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.path()).isEqualTo("sobjects/Opportunity/006XX000001AbCdEAF");
                assertThat(it.body())
                    .hasToString("{\"Amount\":50000,\"Audit__c\":\"2026-01-12 12:00 - done.\"}");
              });
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
      "OFFERED, On Hold",
      "ACCEPTED, Qualification",
      "WON, Closed Won",
      "LOST, Closed Lost",
      "EXPIRED, Closed Lost",
      "DECLINED, Closed Lost",
      "ERROR, Closed Lost"
    })
    void turnsAPhaseIntoAStage(Phase phase, String stage) {
      var body = opportunity(writer.parts(update(Map.of("phase", phase.value())), org));

      assertThat(body.path("StageName").asText()).isEqualTo(stage);
    }

    @Test
    void writesTheApiNameOfAStageASettingCallsByItsLabel() {
      var stages = List.of(new Org.Stage("Signed", "Unterschrieben", true, true));
      var labelled = new Org(org.id(), org.fields(), stages);
      var german = MappingBed.mapping("cosell.opportunity.won-stage=Unterschrieben").writer();

      var body = opportunity(german.parts(update(Map.of("phase", Phase.WON.value())), labelled));

      assertThat(body.path("StageName").asText()).isEqualTo("Signed");
    }

    @Test
    void saysSoWhenTheOrgHasNoClosedStage() {
      var open = new Org(org.id(), org.fields(), org.stages().subList(0, 3));

      assertThatThrownBy(() -> writer.parts(update(Map.of("phase", Phase.WON.value())), open))
          .isInstanceOf(UnmappableException.class)
          .hasMessage("E118 StageName is \"won\": the org has no stage for it");
    }

    @Test
    void clearsTheDescription() {
      var body = opportunity(writer.parts(update(Map.of("notes", FieldValue.text(""))), org));

      assertThat(body.path("Description").asText("?")).isEmpty();
    }

    @Test
    void writesHelpAsThePicklistSpellsIt() {
      var body =
          opportunity(
              writer.parts(update(Map.of("help", FieldValue.text("ProofOfConceptOrDemo"))), org));

      assertThat(body.path("How_can_Microsoft_help__c").asText())
          .isEqualTo("Proof Of Concept or Demo");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"✓ Rollout", "✖ Rollout", "Rollout"})
    void repairsTheMark(String name) {
      var current = MappingBed.opportunityJson();
      current.put("Name", name);

      var body = opportunity(writer.parts(new Write().current(current).build(), org));

      assertThat(body.path("Name").asText()).isEqualTo("✔ Rollout");
    }

    @Test
    void tiesTheOpportunityToANewReferral() {
      var write = new Write().current(MappingBed.newOpportunityJson()).build();

      var body = opportunity(writer.parts(write, org));

      assertThat(body.path("Referral_Identifier__c").asText()).isEqualTo(MappingBed.REFERRAL_ID);
      assertThat(body.path("Referral_Link__c").asText()).isEqualTo("https://partner.example/6f0e");
    }

    @Test
    void putsTheNewAuditLineAboveTheOldOnes() {
      var current = MappingBed.opportunityJson();
      current.put("Audit__c", "2026-01-11 09:00 - before.");

      var body =
          opportunity(
              writer.parts(
                  new Write()
                      .current(current)
                      .changes(Map.of("notes", FieldValue.text("new")))
                      .build(),
                  org));

      assertThat(body.path("Audit__c").asText())
          .isEqualTo("2026-01-12 12:00 - done.\n2026-01-11 09:00 - before.");
    }

    @Test
    void writesARowOfTheAccountThatAlwaysTravels(@TempDir Path directory) throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      Files.writeString(
          directory.resolve("own.yaml"),
          """
          fields:
            - { name: segment, kind: text, partner-center: /campaignId, salesforce: Account.BillingState }
          """);
      var own = MappingBed.mapping(directory);

      var parts =
          own.writer()
              .parts(
                  update(
                      Map.of(
                          "segment", FieldValue.text("SMB"),
                          "customerCity", FieldValue.text("York"))),
                  org);

      assertThat(parts.get(0).path()).isEqualTo("sobjects/Account/001XX000003DHP0AAO");
      assertThat(parts.get(0).body()).hasToString("{\"BillingState\":\"SMB\"}");
    }
  }

  @Nested
  class Children {
    @Test
    void areAddedChangedAndRemoved() {
      var contacts =
          items(
              Map.of("email", "ada@northbrook.example", "lastName", "Ruiz"),
              Map.of("email", "new@northbrook.example", "lastName", "New"));

      var parts = writer.parts(update(Map.of("contacts", contacts)), org);

      assertThat(parts)
          .extracting(it -> it.method() + " " + it.path())
          .containsExactly(
              "PATCH sobjects/Opportunity/006XX000001AbCdEAF",
              "PATCH sobjects/Contact/0032",
              "POST sobjects/Contact",
              "POST sobjects/OpportunityContactRole",
              "DELETE sobjects/OpportunityContactRole/00K1");
      assertThat(parts.get(1).body()).hasToString("{\"LastName\":\"Ruiz\"}");
      assertThat(parts.get(3).body().path("IsPrimary").asBoolean())
          .as("the primary contact was removed")
          .isTrue();
    }

    @Test
    void stayWhenTheyAreWanted() {
      var state = mapping.opportunities().state(MappingBed.opportunityJson(), org);
      var lists = new TreeMap<>(state.fields());
      lists.keySet().retainAll(List.of("contacts", "team", "solutions"));

      assertThat(writer.parts(update(lists), org)).isEmpty();
    }

    @Test
    void areRemovedWithAllTheirDoubles() {
      var current = MappingBed.opportunityJson();
      addSolution(current, "a002", "SOL-40210-KLP ");

      var parts =
          writer.parts(
              new Write().current(current).changes(Map.of("solutions", items())).build(), org);

      assertThat(parts)
          .extracting(Subrequest::path)
          .contains("sobjects/Microsoft_Solution__c/a001", "sobjects/Microsoft_Solution__c/a002");
    }

    @Test
    void areLeftAloneWhileTheSellerHasNotFilledThemIn() {
      var current = MappingBed.opportunityJson();
      addSolution(current, "a002", null);

      var parts =
          writer.parts(
              new Write().current(current).changes(Map.of("solutions", items())).build(), org);

      assertThat(parts)
          .extracting(Subrequest::path)
          .contains("sobjects/Microsoft_Solution__c/a001")
          .doesNotContain("sobjects/Microsoft_Solution__c/a002");
    }

    @Test
    void joinAndLeaveTheTeamByUser() {
      var current = MappingBed.opportunityJson();
      current
          .putObject("OpportunityTeamMembers")
          .putArray("records")
          .addObject()
          .put("Id", "00q1")
          .putObject("User")
          .put("Email", "Old@alderfinch.example");
      var team =
          items(
              Map.of("email", "ilse@alderfinch.example"),
              Map.of("email", "nia@alderfinch.example"),
              Map.of("email", "guest@elsewhere.example"));

      var parts =
          writer.parts(
              new Write()
                  .current(current)
                  .changes(Map.of("team", team))
                  .user("ilse@alderfinch.example", "0051")
                  .user("nia@alderfinch.example", "0052")
                  .build(),
              org);

      assertThat(parts.subList(1, parts.size()))
          .extracting(it -> it.method() + " " + it.path() + " " + it.body())
          .containsExactly(
              "POST sobjects/OpportunityTeamMember "
                  + "{\"OpportunityId\":\"006XX000001AbCdEAF\",\"UserId\":\"0052\"}",
              "DELETE sobjects/OpportunityTeamMember/00q1 null");
    }

    @Test
    void haveNamesSalesforceTakes() {
      var solutions = items(Map.of("id", "SOL-2", "name", "n".repeat(79) + "🚀"));

      var parts = writer.parts(update(Map.of("solutions", solutions)), org);

      assertThat(body(parts, "solution0").path("Name").asText()).isEqualTo("n".repeat(79));
    }

    @Test
    void haveReferencesOfTheirOwn() {
      var lists =
          Map.of(
              "contacts", items(Map.of("email", "a@b.example"), Map.of("email", "c@b.example")),
              "solutions", items(Map.of("id", "SOL-2"), Map.of("id", "SOL-3")));

      var parts = writer.parts(update(lists), org);

      assertThat(parts).extracting(Subrequest::referenceId).doesNotHaveDuplicates();
    }

    private static void addSolution(ObjectNode opportunity, String id, String identifier) {
      opportunity
          .withObject("/Microsoft_Solutions__r")
          .withArray("records")
          .addObject()
          .put("Id", id)
          .put("Name", "ColdTrack")
          .put("Solution_Identifier__c", identifier);
    }
  }

  @Test
  void notesAFailureWithACrossAndNothingElse() {
    var note = writer.note(MappingBed.opportunityJson(), "failed: no country.", false, NOON);

    assertThat(note.path()).isEqualTo("sobjects/Opportunity/006XX000001AbCdEAF");
    assertThat(note.body())
        .isEqualTo(
            MappingBed.json(
                """
                { "Name": "✖ Northbrook – cold-chain analytics",
                  "Audit__c": "2026-01-12 12:00 - failed: no country." }
                """));
  }

  @Test
  void knowsWhatItNotedLast() {
    var opportunity = MappingBed.opportunityJson();
    opportunity.put("Audit__c", "2026-01-12 12:00 - failed.\r\n2026-01-11 12:00 - done.");

    assertThat(writer.lastLineIs(opportunity, "failed.")).isTrue();
    assertThat(writer.lastLineIs(opportunity, "done.")).isFalse();
  }

  private static OpportunityWrite update(Map<String, FieldValue> changes) {
    return new Write().current(MappingBed.opportunityJson()).changes(changes).build();
  }

  private static ObjectNode opportunity(List<Subrequest> parts) {
    return body(parts, OpportunityWriter.OPPORTUNITY);
  }

  private static ObjectNode body(List<Subrequest> parts, String referenceId) {
    return parts.stream()
        .filter(it -> it.referenceId().equals(referenceId))
        .map(it -> (ObjectNode) it.body())
        .findFirst()
        .orElseThrow();
  }

  @SafeVarargs
  private static FieldValue items(Map<String, String>... elements) {
    var items = new TreeMap<String, Map<String, String>>();
    for (var element : elements) {
      var key = element.getOrDefault("email", element.get("id"));
      items.put(key.toLowerCase(java.util.Locale.ROOT), element);
    }
    return FieldValue.Items.of(items);
  }

  /** A write of which only what matters is named. */
  private static final class Write {
    private JsonNode current;
    private Map<String, FieldValue> changes = Map.of();
    private String account;
    private String owner;
    private String primaryContact;
    private final Map<String, String> contacts = new HashMap<>();
    private final Map<String, String> users = new HashMap<>();
    private final Map<String, JsonNode> extra = new HashMap<>();

    Write current(JsonNode opportunity) {
      current = opportunity;
      return this;
    }

    Write changes(Map<String, FieldValue> values) {
      changes = values;
      return this;
    }

    Write account(String id) {
      account = id;
      return this;
    }

    Write owner(String id) {
      owner = id;
      return this;
    }

    Write contact(String email, String id) {
      contacts.put(email, id);
      return this;
    }

    Write user(String email, String id) {
      users.put(email, id);
      return this;
    }

    Write extra(String field, String value) {
      extra.put(field, TextNode.valueOf(value));
      return this;
    }

    Write primaryContact(String key) {
      primaryContact = key;
      return this;
    }

    OpportunityWrite build() {
      return new OpportunityWrite(
          current,
          MappingBed.REFERRAL_ID,
          "https://partner.example/6f0e",
          account,
          changes,
          contacts,
          users,
          owner,
          extra,
          "done.",
          true,
          NOON,
          primaryContact,
          false);
    }
  }
}
