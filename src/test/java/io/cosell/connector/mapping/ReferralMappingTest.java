package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.Gate;
import io.cosell.connector.merge.Merge;
import io.cosell.connector.merge.MergeInput;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.partnercenter.Referral;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferralMappingTest {
  private final Mapping mapping = MappingBed.mapping();
  private final ReferralMapping referrals = mapping.referrals();

  @Nested
  class State {
    @Test
    void saysWhatTheReferralSaysInOneSpelling() {
      var state = referrals.state(MappingBed.referral(), null);

      assertThat(texts(state))
          .containsEntry("name", "Northbrook – cold-chain analytics")
          .containsEntry("customerName", "Northbrook Dairy & Sons")
          .containsEntry("customerCountry", "GB")
          .containsEntry("dealValue", "48000")
          .containsEntry("currency", "GBP")
          .containsEntry("closingDate", "2026-03-31")
          .containsEntry("notes", "Pilot agreed.\nCall back.")
          .containsEntry("phase", "accepted")
          .containsEntry("visibility", "true")
          .doesNotContainKeys("help", "customerState", "microsoftCrmIdentifier", "referralProgram");
    }

    @Test
    void namesPeopleByEMailAndSolutionsById() {
      var state = referrals.state(MappingBed.referral(), null);

      assertThat(state.items("contacts"))
          .containsOnlyKeys("zoe@northbrook.example", "ada@northbrook.example");
      assertThat(state.items("contacts").get("ada@northbrook.example"))
          .isEqualTo(
              Map.of("firstName", "Ada", "lastName", "Reyes", "email", "ada@northbrook.example"));
      assertThat(state.items("solutions")).containsOnlyKeys("sol-40210-klp");
      assertThat(state.items("solutions").get("sol-40210-klp"))
          .containsEntry("id", "SOL-40210-KLP");
    }

    @Test
    void takesHelpAndCrmNumberFromMicrosoftsReferralAndNothingElse() {
      var both = referrals.state(MappingBed.referral(), MappingBed.microsofts());
      var microsofts = referrals.state(null, MappingBed.microsofts());

      assertThat(texts(both))
          .containsEntry("help", "QuotesOrLicensing")
          .containsEntry("microsoftCrmIdentifier", "7-ABCDEF")
          .containsEntry("dealValue", "48000")
          .containsEntry("phase", "accepted");
      assertThat(microsofts.fields()).containsOnlyKeys("help", "microsoftCrmIdentifier");
    }

    @ParameterizedTest(name = "{0}/{1} is {2}")
    @CsvSource({
      "New, Pending, OFFERED",
      "New, Received, OFFERED",
      "Active, Accepted, ACCEPTED",
      "Closed, Won, WON",
      "Closed, Lost, LOST",
      "Closed, Declined, DECLINED",
      "Closed, Expired, EXPIRED",
      "Closed, Error, ERROR"
    })
    void turnsStatusAndSubstatusIntoAPhase(String status, String substatus, Phase phase) {
      var referral = with(json -> json.put("status", status).put("substatus", substatus));

      var state = referrals.state(referral, null);

      assertThat(state.get("phase")).contains(phase.value());
    }

    @Test
    void hasNoOpinionAboutAStatusNobodyDocumented() {
      var state = referrals.state(with(json -> json.put("status", "None")), null);

      assertThat(state.get("phase")).isEmpty();
    }

    @Test
    void takesNotesThatAreNullForEmptied() {
      var state = referrals.state(with(json -> details(json).putNull("notes")), null);

      assertThat(state.text("notes")).contains("");
    }

    @Test
    void takesAnEmptyTeamForAnOpinionUnlessTheReferralIsClosed() {
      var open = with(json -> json.withObject("/customerProfile").putArray("team"));
      var closed =
          with(
              json ->
                  json.put("status", "Closed")
                      .put("substatus", "Expired")
                      .withObject("/customerProfile")
                      .putArray("team"));

      assertThat(referrals.state(open, null).get("contacts")).contains(items());
      assertThat(referrals.state(closed, null).get("contacts")).isEmpty();
    }

    @Test
    void skipsPeopleWithoutAnyName() {
      var referral =
          with(
              json ->
                  json.withObject("/customerProfile")
                      .putArray("team")
                      .addObject()
                      .put("phoneNumber", "+44"));

      assertThat(referrals.state(referral, null).items("contacts")).isEmpty();
    }

    @Test
    void refusesAHelpCodeTheTableDoesNotKnow() {
      var referral =
          with(json -> json.withObject("/inviteContext").put("assistanceRequestCode", "Teleport"));

      assertThatThrownBy(() -> referrals.state(referral, null))
          .isInstanceOf(UnmappableException.class)
          .hasMessageStartingWith("E116 How_can_Microsoft_help__c is \"Teleport\"")
          .hasMessageContaining("value map");
    }

    @Test
    void leavesOutWhatTheOrgHasNoFieldFor() {
      var withoutVisibility = MappingBed.mapping("cosell.salesforce.fields.visibility=");

      var state = withoutVisibility.referrals().state(MappingBed.referral(), null);

      assertThat(state.get("visibility")).isEmpty();
      assertThat(withoutVisibility.rules()).noneMatch(rule -> rule.name().equals("visibility"));
    }
  }

  @Nested
  class Completeness {
    static Stream<Arguments> missing() {
      return Stream.of(
          arguments("solutions", "E109 Microsoft_Solutions__r is empty"),
          arguments("customerCountry", "E104 Account.BillingCountry is empty"),
          arguments("dealValue", "E105 Amount is empty"),
          arguments("currency", "E106 CurrencyIsoCode is empty"),
          arguments("name", "E101 Name is empty"),
          arguments("customerName", "E102 Account.Name is empty"),
          arguments("customerStreet", "E103 Account.BillingStreet is empty"),
          arguments("customerCity", "E103 Account.BillingCity is empty"),
          arguments("team", "E110 OpportunityTeamMembers is empty"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("missing")
    void namesTheFieldAsTheSellerKnowsIt(String field, String message) {
      var deal = without(deal(), field);

      assertThatThrownBy(() -> referrals.requireComplete(deal, false))
          .hasMessageStartingWith(message);
    }

    @Test
    void missesNothingThatHasADefault() {
      assertThatCode(() -> referrals.requireComplete(without(deal(), "closingDate"), false))
          .doesNotThrowAnyException();
      assertThat(
              referrals
                  .newReferral(without(deal(), "closingDate"), "006", List.of(), false)
                  .at("/details/closingDateTime")
                  .asText())
          .isEqualTo("2026-02-11T00:00:00Z");
    }

    @Test
    void wantsAContactOnlyWhenMicrosoftIsInvited() {
      var deal = deal().with("contacts", items());

      assertThatCode(() -> referrals.requireComplete(deal, false)).doesNotThrowAnyException();
      assertThatThrownBy(() -> referrals.requireComplete(deal, true))
          .isInstanceOf(UnmappableException.class)
          .hasMessageStartingWith("E108 OpportunityContactRoles is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Germany", "UK", "ZZ"})
    void wantsACountryCode(String country) {
      var deal = deal().with("customerCountry", FieldValue.text(country));

      assertThatThrownBy(() -> referrals.requireComplete(deal, false))
          .hasMessageStartingWith("E104 Account.BillingCountry is \"%s\": ".formatted(country))
          .asInstanceOf(InstanceOfAssertFactories.type(UnmappableException.class))
          .extracting(UnmappableException::fields)
          .isEqualTo(List.of("Account.BillingCountry"));
    }

    @Test
    void wantsACurrencyCode() {
      var deal = deal().with("currency", FieldValue.text("EURO"));

      assertThatThrownBy(() -> referrals.requireComplete(deal, false))
          .hasMessageStartingWith("E106 CurrencyIsoCode is \"EURO\": ");
    }

    @Test
    void namesRequiredFieldsOfOnesOwnTable(@TempDir Path directory) throws IOException {
      var table = Files.readString(Path.of("mapping/fields.yaml"));
      Files.writeString(
          directory.resolve("fields.yaml"), table.replaceAll("(?m)^ *default: today.*\\R", ""));
      Files.writeString(
          directory.resolve("own.yaml"),
          """
          fields:
            - { name: campaign, kind: text, partner-center: /campaignId,
                salesforce: Campaign__c, required-for: every-referral }
          """);
      var own = MappingBed.mapping(directory);

      assertThatThrownBy(
              () -> own.referrals().requireComplete(without(deal(), "closingDate"), false))
          .hasMessageStartingWith("E107 CloseDate is empty")
          .hasMessageContaining("; E112 Campaign__c is empty");
    }

    @Test
    void namesEveryFieldAtOnce() {
      var deal = without(without(deal(), "solutions"), "dealValue");

      assertThatThrownBy(() -> referrals.requireComplete(deal, false))
          .hasMessageContaining("E109 Microsoft_Solutions__r is empty")
          .hasMessageContaining("; E105 Amount is empty");
    }

    @Test
    void takesFiftySolutionsAndNoMore() {
      var most = deal().with("solutions", solutions(50));

      assertThatCode(() -> referrals.requireComplete(most, false)).doesNotThrowAnyException();
      assertThatThrownBy(
              () -> referrals.requireComplete(most.with("solutions", solutions(51)), false))
          .hasMessageStartingWith("E113 Microsoft_Solutions__r: ")
          .hasMessageContaining("there are 51");
    }

    @Test
    void wantsToKnowEverythingOfThePartnersPeopleAndOfContactsForMicrosoft() {
      var nobody = FieldValue.Items.of(Map.of("x@y.example", Map.of("email", "x@y.example")));
      var deal = deal().with("contacts", nobody);

      assertThatCode(() -> referrals.requireComplete(deal, false)).doesNotThrowAnyException();
      assertThatThrownBy(() -> referrals.requireComplete(deal, true))
          .hasMessageStartingWith("E111 OpportunityContactRoles is \"x@y.example\": ")
          .hasMessageContaining("missing: firstName, lastName, phone");
      assertThatThrownBy(() -> referrals.requireComplete(deal().with("team", nobody), false))
          .hasMessageStartingWith("E111 OpportunityTeamMembers is \"x@y.example\": ");
    }

    @Test
    void asksNothingMoreOfPeoplePartnerCenterHasTaken() {
      var nobody = FieldValue.Items.of(Map.of("x@y.example", Map.of("email", "x@y.example")));
      var changes = Map.<String, FieldValue>of("contacts", nobody);

      assertThatThrownBy(() -> referrals.requireAcceptable(changes, deal()))
          .hasMessageStartingWith("E111 ");
      assertThatCode(() -> referrals.requireAcceptable(changes, deal().with("contacts", nobody)))
          .doesNotThrowAnyException();
    }

    @Test
    void takesTheLastSolutionFromNoReferral() {
      assertThatThrownBy(() -> referrals.requireAcceptable(Map.of("solutions", items()), deal()))
          .hasMessageStartingWith("E109 Microsoft_Solutions__r is empty");
      assertThatCode(() -> referrals.requireAcceptable(Map.of("contacts", items()), deal()))
          .doesNotThrowAnyException();
    }

    private static FieldValue solutions(int number) {
      var solutions = new TreeMap<String, Map<String, String>>();
      for (int i = 0; i < number; i++) {
        solutions.put("sol-" + i, Map.of("id", "SOL-" + i));
      }
      return FieldValue.Items.of(solutions);
    }
  }

  @Test
  void readsACountryByCodeOrName() {
    var json = MappingBed.referralJson();
    json.withObject("/customerProfile/address").put("country", "deu");
    assertThat(referrals.state(new Referral(json), null).text("customerCountry")).contains("DE");
    json.withObject("/customerProfile/address").put("country", "Germany");
    assertThat(referrals.state(new Referral(json), null).text("customerCountry")).contains("DE");
  }

  @Test
  void sendsTheIdsOfTheCustomerWithANewReferral() {
    var withIds =
        MappingBed.mapping(
                "cosell.account.duns-field=DunsNumber", "cosell.account.external-id-field=No__c")
            .referrals();
    var deal =
        deal()
            .with("customerDuns", FieldValue.text("012345678"))
            .with("customerExternalId", FieldValue.text("C-100"));

    var referral = withIds.newReferral(deal, MappingBed.OPPORTUNITY_ID, List.of(), false);

    assertThat(referral.at("/customerProfile/ids"))
        .isEqualTo(
            MappingBed.json(
                    """
                    { "ids": [ { "profileType": "Duns", "id": "012345678" },
                               { "profileType": "External", "id": "C-100" } ] }
                    """)
                .get("ids"));
  }

  @Nested
  class NewReferral {
    @Test
    void hasEverythingAPrivateDealNeeds() {
      var referral =
          referrals.newReferral(
              deal().with("visibility", FieldValue.text("false")),
              MappingBed.OPPORTUNITY_ID,
              List.of("zoe@northbrook.example", "ilse@alderfinch.example"),
              false);

      assertThat(MappingBed.json(referral.toString()))
          .isEqualTo(
              MappingBed.json(
                  """
                  { "name": "Northbrook – cold-chain analytics",
                    "externalReferenceId": "006XX000001AbCdEAF",
                    "qualification": "SalesQualified", "type": "Independent",
                    "status": "New", "substatus": "Pending", "target": [],
                    "customerProfile": { "name": "Northbrook Dairy & Sons", "size": "251to1000employees",
                      "address": { "addressLine1": "12 Kiln Street", "city": "Leeds",
                        "postalCode": "LS1 4AA", "country": "GB" },
                      "team": [
                        { "email": "zoe@northbrook.example", "firstName": "Zoe", "lastName": "Quill",
                          "phoneNumber": "+441135550102" },
                        { "email": "ada@northbrook.example", "firstName": "Ada",
                          "lastName": "Reyes" } ] },
                    "consent": { "consentToToShareInfoWithOthers": true, "consentToContact": true,
                      "consentToMicrosoftToContactSpecificPartners": true,
                      "consentToShareReferralWithMicrosoftSellers": false },
                    "details": { "notes": "Pilot agreed.\\nCall back.", "dealValue": 48000,
                      "currency": "GBP", "closingDateTime": "2026-03-31T00:00:00Z",
                      "requirements": {
                        "solutions": [ { "type": "Name", "id": "SOL-40210-KLP", "name": "ColdTrack",
                          "solutionType": "3P", "publisherName": "Alder & Finch Ltd" } ],
                        "additionalRequirements": { "iot": {}, "attributes": [
                          { "type": "CustomerMarketplaceIntent", "id": "HaveNotDecided" } ] } } },
                    "team": [ { "email": "ilse@alderfinch.example", "firstName": "Ilse",
                      "lastName": "Marten", "phoneNumber": "+49 30 555010" } ] }
                  """));
    }

    @Test
    void isPartnerLedWhenTheSellerShowsIt() {
      var referral = created(deal().with("visibility", FieldValue.text("true")), false);

      assertThat(referral.at("/type").asText()).isEqualTo("Independent");
      assertThat(shownToMicrosoft(referral)).isTrue();
      assertThat(referral.at("/target")).isEmpty();
    }

    @Test
    void isSharedAndShownWhenMicrosoftIsInvited() {
      var deal =
          deal()
              .with("visibility", FieldValue.text("false"))
              .with("help", FieldValue.text("QuotesOrLicensing"));

      var referral = created(deal, true);

      assertThat(referral.at("/type").asText()).isEqualTo("Shared");
      assertThat(shownToMicrosoft(referral)).isTrue();
      assertThat(referral.at("/target"))
          .isEqualTo(
              MappingBed.json("{\"t\":[{\"type\":\"SolutionProfile\",\"id\":\"SOL-40210-KLP\"}]}")
                  .at("/t"));
      assertThat(referral.has("inviteContext")).isFalse();
    }

    @Test
    void isPrivateWhenTheOrgHasNoFieldForVisibility() {
      assertThat(shownToMicrosoft(created(without(deal(), "visibility"), false))).isFalse();
    }

    @Test
    void saysNothingOfWhatTheSellerEmptied(@TempDir Path directory) throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      Files.writeString(
          directory.resolve("own.yaml"),
          """
          fields:
            - name: budget
              kind: decimal
              partner-center: /campaignId
              salesforce: Budget__c
              on-conflict: ratchet
          """);
      var own = MappingBed.mapping(directory).referrals();
      var emptied = DealState.EMPTY.with("budget", FieldValue.text(""));

      assertThat(
              own.newReferral(emptied, MappingBed.OPPORTUNITY_ID, List.of(), false)
                  .has("campaignId"))
          .isFalse();
    }

    @Test
    void leavesTheTablesDefaultsUntouched() {
      created(deal(), true).withObject("/consent").removeAll();

      assertThat(created(deal(), true).at("/consent/consentToContact").asBoolean()).isTrue();
    }

    private ObjectNode created(DealState deal, boolean invites) {
      return referrals.newReferral(deal, MappingBed.OPPORTUNITY_ID, List.of(), invites);
    }

    private static boolean shownToMicrosoft(ObjectNode referral) {
      return referral.at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean();
    }
  }

  @Test
  void invitesMicrosoftIntoTheEngagement() {
    var own =
        with(
            json ->
                json.withObject("/consent")
                    .put("consentToShareReferralWithMicrosoftSellers", false));

    var invitation = referrals.invitation(own, "QuotesOrLicensing");

    assertThat(invitation.path("engagementId").asText())
        .isEqualTo("b7a7d8e2-52c4-4a6b-8a0e-64d1b9a5c202");
    assertThat(invitation.at("/target/0/id").asText()).isEqualTo("msft");
    assertThat(invitation.at("/inviteContext/assistanceRequestCode").asText())
        .isEqualTo("QuotesOrLicensing");
    assertThat(invitation.at("/inviteContext/invitedBy/organizationId").asText()).isEqualTo("3d2c");
    assertThat(invitation.at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean())
        .isTrue();
    assertThat(invitation.at("/customerProfile/name"))
        .isEqualTo(own.json().at("/customerProfile/name"));
    assertThat(own.json().at("/consent/consentToShareReferralWithMicrosoftSellers").asBoolean())
        .isFalse();
  }

  @Nested
  class Patch {
    @Test
    void touchesOnlyChangedPaths() {
      var patch =
          patch(
              Map.of(
                  "dealValue", FieldValue.text("50000.5"),
                  "closingDate", FieldValue.text("2026-04-30"),
                  "notes", FieldValue.text("")));

      assertThat(operations(patch))
          .isEqualTo(
              Map.of(
                  "replace /details/dealValue", "50000.5",
                  "replace /details/closingDateTime", "\"2026-04-30T00:00:00Z\"",
                  "replace /details/notes", "\"\""));
    }

    @Test
    void isEmptyWhenNothingChanged() {
      assertThat(patch(Map.of())).isEmpty();
    }

    @Test
    void sendsStatusAndSubstatusTogether() {
      var won = operations(patch(Map.of("phase", Phase.WON.value())));
      var declined = operations(patch(Map.of("phase", Phase.DECLINED.value())));

      assertThat(won)
          .isEqualTo(Map.of("replace /status", "\"Closed\"", "replace /substatus", "\"Won\""));
      assertThat(declined)
          .isEqualTo(
              Map.of(
                  "replace /status", "\"Closed\"",
                  "replace /substatus", "\"Declined\"",
                  "replace /statusReason", "\"Budget\""));
    }

    @Test
    void leavesTheInvitationToAnInvitation() {
      assertThat(patch(Map.of("help", FieldValue.text("QuotesOrLicensing")))).isEmpty();
    }

    @Test
    void keepsPlaceAndPropertiesOfPeopleItKnows() {
      var contacts =
          items(
              Map.of("email", "ada@northbrook.example", "lastName", "Ruiz"),
              Map.of("email", "new@northbrook.example", "phone", "+1"),
              Map.of("email", "zoe@northbrook.example"));

      var team = patch(Map.of("contacts", contacts)).at("/0/value");

      assertThat(team.findValuesAsText("email"))
          .containsExactly(
              "zoe@northbrook.example", "ada@northbrook.example", "new@northbrook.example");
      assertThat(team.at("/0/contactPreference/locale").asText()).isEqualTo("en-gb");
      assertThat(team.at("/0/phoneNumber").asText()).isEqualTo("+441135550102");
      assertThat(team.at("/1/lastName").asText()).isEqualTo("Ruiz");
      assertThat(team.at("/2/phoneNumber").asText()).isEqualTo("+1");
    }

    @Test
    void keepsWhatOnlyPartnerCenterKnowsAboutASolution() {
      var solutions = items(Map.of("id", "SOL-40210-KLP"), Map.of("id", "SOL-2", "name", "Two"));

      var list = patch(Map.of("solutions", solutions)).at("/0/value");

      assertThat(list.at("/1"))
          .isEqualTo(MappingBed.referral().json().at("/details/requirements/solutions/0"));
      assertThat(list.at("/0"))
          .isEqualTo(MappingBed.json("{\"type\":\"Name\",\"id\":\"SOL-2\",\"name\":\"Two\"}"));
    }

    @Test
    void removesASolution() {
      assertThat(patch(Map.of("solutions", items())).at("/0/value")).isEmpty();
    }

    @Test
    void sendsAChoiceThatIsNoInvitation(@TempDir Path directory) throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      Files.writeString(
          directory.resolve("own.yaml"),
          """
          fields:
            - name: salesStage
              kind: choice
              partner-center: /salesStage
              salesforce: Sales_Stage__c
              values: { In talks: Propose }
          """);
      var own = MappingBed.mapping(directory);

      var patch =
          own.referrals()
              .patch(MappingBed.referral(), Map.of("salesStage", FieldValue.text("Propose")), "");

      assertThat(operations(patch)).isEqualTo(Map.of("replace /salesStage", "\"Propose\""));
    }

    private JsonNode patch(Map<String, FieldValue> changes) {
      return referrals.patch(MappingBed.referral(), changes, "Budget");
    }
  }

  @Nested
  class FiscalYear {
    private static final String ATTRIBUTES =
        "/details/requirements/additionalRequirements/attributes";

    @TempDir Path directory;
    private ReferralMapping own;

    @BeforeEach
    void twoRowsAreSwitchedOn() throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      var rows = Files.readString(Path.of("mapping/fiscal-year.yaml"));
      for (var row :
          Map.of("marketplaceIntent", "Intent__c", "solutionArea", "Area__c").entrySet()) {
        int at = rows.indexOf("salesforce: \"\"", rows.indexOf("name: " + row.getKey()));
        rows =
            rows.substring(0, at)
                + "salesforce: "
                + row.getValue()
                + rows.substring(at + "salesforce: \"\"".length());
      }
      Files.writeString(directory.resolve("fiscal-year.yaml"), rows);
      own = MappingBed.mapping(directory).referrals();
    }

    @Test
    void isReadFromTheAttributeOfThatType() {
      var state = own.state(withAttributes(), null);

      assertThat(state.text("marketplaceIntent")).contains("Yes");
      assertThat(state.text("solutionArea")).isEmpty();
    }

    @Test
    void isSentWithANewReferralBesideTheDefaults() {
      var deal = deal().with("solutionArea", FieldValue.text("Security"));

      var created = own.newReferral(deal, MappingBed.OPPORTUNITY_ID, List.of(), false);

      assertThat(created.at(ATTRIBUTES).toString())
          .isEqualTo(
              "[{\"type\":\"CustomerMarketplaceIntent\",\"id\":\"HaveNotDecided\"},"
                  + "{\"type\":\"SolutionArea\",\"id\":\"Security\"}]");
    }

    @Test
    void winsOverTheDefault() {
      var deal = deal().with("marketplaceIntent", FieldValue.text("No"));

      var created = own.newReferral(deal, MappingBed.OPPORTUNITY_ID, List.of(), false);

      assertThat(created.at(ATTRIBUTES).toString())
          .isEqualTo("[{\"type\":\"CustomerMarketplaceIntent\",\"id\":\"No\"}]");
    }

    @Test
    void isPatchedAsOneListThatKeepsTheOtherAttributes() {
      var changes =
          Map.of(
              "marketplaceIntent", FieldValue.text("No"),
              "solutionArea", FieldValue.text("Security"));

      var patch = own.patch(withAttributes(), changes, "");

      assertThat(operations(patch))
          .isEqualTo(
              Map.of(
                  "replace " + ATTRIBUTES,
                  "[{\"type\":\"Another\",\"id\":\"X\"},"
                      + "{\"type\":\"CustomerMarketplaceIntent\",\"id\":\"No\"},"
                      + "{\"type\":\"SolutionArea\",\"id\":\"Security\"}]"));
    }

    @Test
    void takesAStageThatNeverGoesToSalesforceAsItIs() {
      var rows = MappingBed.mapping().rules().stream().map(rule -> rule.name()).toList();
      assertThat(rows).as("off as delivered").doesNotContain("salesStage");
      var staged = with(json -> json.put("salesStage", "40"));

      assertThat(withSalesStage().state(staged, null).text("salesStage")).contains("40");
    }

    private ReferralMapping withSalesStage() {
      try {
        var file = directory.resolve("fiscal-year.yaml");
        var rows = Files.readString(file);
        int at = rows.indexOf("salesforce: \"\"", rows.indexOf("name: salesStage"));
        Files.writeString(
            file, rows.substring(0, at) + "salesforce: StageName" + rows.substring(at + 14));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return MappingBed.mapping(directory).referrals();
    }

    private static Referral withAttributes() {
      return with(
          json -> {
            var attributes = json.withArray(ATTRIBUTES);
            attributes.addObject().put("type", "Another").put("id", "X");
            attributes.addObject().put("type", "CustomerMarketplaceIntent").put("id", "Yes");
          });
    }
  }

  @Test
  void agreesWithTheOpportunityThatWasMadeFromTheSameDeal() {
    var there = referrals.state(MappingBed.referral(), null);
    var here = mapping.opportunities().state(MappingBed.opportunityJson(), MappingBed.orgWithout());

    var result =
        Merge.merge(
            new MergeInput(
                mapping.rules(),
                Snapshot.EMPTY,
                there,
                here,
                false,
                false,
                true,
                Gate.OPEN,
                Gate.OPEN,
                Map.of()));

    assertThat(result.decisions()).isEmpty();
  }

  @Test
  void knowsWhomPartnerCenterNamesFirst() {
    assertThat(referrals.firstContact(MappingBed.referral())).isEqualTo("zoe@northbrook.example");
    assertThat(referrals.firstContact(MappingBed.microsofts())).isNull();
  }

  /** The deal of the opportunity before it has a referral. */
  private DealState deal() {
    return mapping.opportunities().state(MappingBed.newOpportunityJson(), MappingBed.orgWithout());
  }

  private static Referral with(java.util.function.Consumer<ObjectNode> change) {
    var json = MappingBed.referralJson();
    change.accept(json);
    return new Referral(json);
  }

  private static ObjectNode details(ObjectNode referral) {
    return referral.withObject("/details");
  }

  private static DealState without(DealState deal, String field) {
    var fields = new TreeMap<>(deal.fields());
    fields.remove(field);
    return new DealState(fields);
  }

  private static Map<String, String> texts(DealState state) {
    var texts = new TreeMap<String, String>();
    state
        .fields()
        .keySet()
        .forEach(field -> state.text(field).ifPresent(it -> texts.put(field, it)));
    return texts;
  }

  private static Map<String, String> operations(JsonNode patch) {
    var operations = new TreeMap<String, String>();
    patch.forEach(
        it ->
            operations.put(
                it.path("op").asText() + " " + it.path("path").asText(),
                it.path("value").toString()));
    return operations;
  }

  @SafeVarargs
  private static FieldValue items(Map<String, String>... elements) {
    var items = new TreeMap<String, Map<String, String>>();
    for (var element : elements) {
      var key = element.getOrDefault("email", element.get("id"));
      items.put(key.toLowerCase(Locale.ROOT), element);
    }
    return FieldValue.Items.of(items);
  }
}
