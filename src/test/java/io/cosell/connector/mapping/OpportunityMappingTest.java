package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.Phase;
import io.cosell.connector.salesforce.Org;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpportunityMappingTest {
  private final Org org = MappingBed.orgWithout();
  private final OpportunityMapping opportunities = MappingBed.mapping().opportunities();

  @Nested
  class Query {
    @Test
    void asksForEverythingTheTableNames() {
      var query = opportunities.query(org, "Id = '006'");

      assertThat(query)
          .startsWith("SELECT Id, Name, StageName, ")
          .contains("Amount", "CurrencyIsoCode", "CloseDate", "Description", "Audit__c")
          .contains("Account.BillingCountry", "Account.NumberOfEmployees", "Owner.Email")
          .contains("FROM OpportunityContactRoles", "FROM OpportunityTeamMembers")
          .contains(
              "Solution_Identifier__c, Publisher_Name__c, Solution_Type__c FROM Microsoft_Sol")
          .endsWith(" FROM Opportunity WHERE Id = '006'");
    }

    @Test
    void asksForNothingTheOrgDoesNotHave() {
      var bare =
          MappingBed.orgWithout(
              "Opportunity.CurrencyIsoCode",
              "Opportunity.Referral_Program__c",
              "Account.BillingState",
              "OpportunityTeamMember",
              "Microsoft_Solution__c.Publisher_Name__c");

      var query = opportunities.query(bare, "Id = '006'");

      assertThat(query)
          .doesNotContain("CurrencyIsoCode", "Referral_Program__c", "BillingState")
          .doesNotContain("OpportunityTeamMembers", "Publisher_Name__c");
    }

    @Test
    void asksForNoFieldWithoutAName() {
      var query =
          MappingBed.mapping(
                  "cosell.salesforce.fields.visibility=",
                  "cosell.salesforce.fields.referral-program=",
                  "cosell.salesforce.solutions.type=")
              .opportunities()
              .query(org, "Id = '006'");

      assertThat(query).doesNotContain(", ,").doesNotContain("Referral_Visibility__c");
    }

    @Test
    void asksForTheReasonOfALossWhereThereIsAField() {
      var withReason = MappingBed.mapping("cosell.opportunity.lost-reason-field=Loss_Reason__c");

      assertThat(withReason.opportunities().query(org, "Id = '006'")).contains("Loss_Reason__c");
      assertThat(opportunities.query(org, "Id = '006'")).doesNotContain("Loss_Reason__c");
    }

    @Test
    void findsTheOpportunityOfAReferral() {
      assertThat(opportunities.ofReferral("a'b")).isEqualTo("Referral_Identifier__c = 'a\\'b'");
    }
  }

  @Nested
  class State {
    @Test
    void saysWhatTheOpportunitySaysInOneSpelling() {
      var state = opportunities.state(MappingBed.opportunityJson(), org);

      assertThat(state.text("name")).contains("Northbrook – cold-chain analytics");
      assertThat(state.text("dealValue")).contains("48000");
      assertThat(state.text("customerSize")).contains("251to1000employees");
      assertThat(state.text("visibility")).contains("true");
      assertThat(state.text("help")).as("what cannot be taken back").hasValue("");
      assertThat(state.items("contacts"))
          .containsOnlyKeys("zoe@northbrook.example", "ada@northbrook.example");
      assertThat(state.items("team")).containsOnlyKeys("ilse@alderfinch.example");
      assertThat(state.items("solutions")).containsOnlyKeys("sol-40210-klp");
    }

    @ParameterizedTest(name = "{0} is {3}")
    @CsvSource({
      "On Hold, false, false, OFFERED",
      "Qualification, false, false, ACCEPTED",
      "Negotiation, false, false, ACCEPTED",
      "Not in the list, false, false, ACCEPTED",
      "Won but not in the list, true, true, WON",
      "Closed Won, true, true, WON",
      "Closed Lost, true, false, LOST"
    })
    void turnsAStageIntoAPhase(String stage, boolean closed, boolean won, Phase phase) {
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("StageName", stage).put("IsClosed", closed).put("IsWon", won);

      assertThat(opportunities.state(opportunity, org).get("phase")).contains(phase.value());
    }

    @Test
    void knowsTheOnHoldStageByItsLabelToo() {
      var labelled =
          new Org(
              org.id(), org.fields(), List.of(new Org.Stage("On Hold", "Geparkt", false, false)));
      var german = MappingBed.mapping("cosell.opportunity.on-hold-stage=Geparkt").opportunities();
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("StageName", "On Hold");

      assertThat(german.isOnHold(opportunity, labelled)).isTrue();
      assertThat(german.isOnHold(MappingBed.opportunityJson(), labelled)).isFalse();
    }

    @Test
    void readsHelpInAnyCapitals() {
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("How_can_Microsoft_help__c", "proof of concept or DEMO");

      assertThat(opportunities.state(opportunity, org).text("help"))
          .contains("ProofOfConceptOrDemo");
    }

    @Test
    void refusesHelpTheTableDoesNotKnow() {
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("How_can_Microsoft_help__c", "Teleport");

      assertThatThrownBy(() -> opportunities.state(opportunity, org))
          .isInstanceOf(UnmappableException.class)
          .hasMessageStartingWith("E116 How_can_Microsoft_help__c is \"Teleport\"");
    }

    @Test
    void knowsThatAFieldWasEmptiedThatCannotBeTakenBack(@TempDir Path directory)
        throws IOException {
      Files.copy(Path.of("mapping/fields.yaml"), directory.resolve("fields.yaml"));
      Files.writeString(
          directory.resolve("own.yaml"),
          """
          fields:
            - name: campaign
              kind: text
              partner-center: /campaignId
              salesforce: Campaign__c
              on-conflict: ratchet
          """);
      var own = MappingBed.mapping(directory).opportunities();

      var emptied = own.state(MappingBed.json("{ \"Campaign__c\": null }"), org);
      var unread = own.state(MappingBed.json("{}"), org);

      assertThat(emptied.text("campaign")).hasValue("");
      assertThat(unread.text("campaign")).isEmpty();
    }

    @Test
    void doesNotTakeTheConnectorsOwnUserForASeller() {
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("OwnerId", org.userId());

      assertThat(opportunities.state(opportunity, org).items("team")).isEmpty();
    }

    @Test
    void skipsASolutionRowThatIsNotFilledInYet() {
      var opportunity = MappingBed.opportunityJson();
      opportunity
          .withObject("/Microsoft_Solutions__r")
          .withArray("records")
          .addObject()
          .put("Id", "a002")
          .put("Name", "to be found");

      assertThat(opportunities.state(opportunity, org).items("solutions"))
          .containsOnlyKeys("sol-40210-klp");
    }

    @Test
    void takesAnEmptyDescriptionForEmptyAndAnUnreadOneForNoOpinion() {
      var emptied = MappingBed.opportunityJson();
      emptied.putNull("Description");
      var unread = MappingBed.opportunityJson();
      unread.remove("Description");

      assertThat(opportunities.state(emptied, org).text("notes")).contains("");
      assertThat(opportunities.state(unread, org).text("notes")).isEmpty();
    }
  }

  @Nested
  class OrgWithCountryPicklists {
    private final Org picklists = MappingBed.orgWithCountryPicklists();

    @Test
    void readsCodesWithoutAnySetting() {
      assertThat(opportunities.query(picklists, "Id = '006'"))
          .contains("Account.BillingCountryCode", "Account.BillingStateCode")
          .doesNotContain("Account.BillingCountry,", "Account.BillingState,");
      var opportunity = MappingBed.opportunityJson();
      opportunity
          .withObject("/Account")
          .put("BillingCountryCode", "DE")
          .put("BillingStateCode", "BY")
          .put("BillingCountry", "Germany")
          .put("BillingState", "Bavaria");

      var state = opportunities.state(opportunity, picklists);

      assertThat(state.text("customerCountry")).contains("DE");
      assertThat(state.text("customerState")).contains("BY");
    }

    @Test
    void readsAFieldOfTheAdministratorsAsItIs() {
      var own = MappingBed.mapping("cosell.account.country-field=ISO__c").opportunities();
      var org = MappingBed.with(picklists, "Account", "ISO__c", MappingBed.text());

      assertThat(own.query(org, "Id = '006'"))
          .contains("Account.ISO__c")
          .doesNotContain("BillingCountryCode");
    }
  }

  @Nested
  class OrgWithoutCurrencyField {
    private final Org single = MappingBed.orgWithout("Opportunity.CurrencyIsoCode");

    @Test
    void sendsItsOwnCurrencyWithANewReferral() {
      var deal = opportunities.state(MappingBed.newOpportunityJson(), single);

      assertThat(deal.text("currency")).contains("EUR");
    }

    @Test
    void sendsTheConfiguredCurrencyRatherThanItsOwn() {
      var configured = MappingBed.mapping("cosell.opportunity.default-currency=chf");

      var deal = configured.opportunities().state(MappingBed.newOpportunityJson(), single);

      assertThat(deal.text("currency")).contains("CHF");
    }

    @Test
    void hasNoOpinionAboutTheCurrencyOfAReferralThatExists() {
      assertThat(linked(single).text("currency")).isEmpty();
    }
  }

  @Nested
  class OrgWithoutTeams {
    private final Org teamless = MappingBed.orgWithout("OpportunityTeamMember");

    @Test
    void namesTheOwnerInANewReferral() {
      var deal = opportunities.state(MappingBed.newOpportunityJson(), teamless);

      assertThat(deal.items("team")).containsOnlyKeys("ilse@alderfinch.example");
    }

    @Test
    void hasNoOpinionAboutTheTeamOfAReferralThatExists() {
      assertThat(linked(teamless).get("team")).isEmpty();
    }
  }

  @Test
  void knowsWhomToNameFirst() {
    assertThat(opportunities.leaders(MappingBed.opportunityJson()))
        .containsExactly("zoe@northbrook.example", "ilse@alderfinch.example");
  }

  @Test
  void knowsItsReferralAndWhetherItIsWanted() {
    var opportunity = MappingBed.opportunityJson();
    opportunity.put("Referral_Identifier__c", " 6F0E2B1C-7A54 ");

    assertThat(opportunities.referralId(opportunity)).isEqualTo("6f0e2b1c-7a54");
    assertThat(opportunities.referralId(MappingBed.newOpportunityJson())).isEmpty();
    assertThat(opportunities.wantsSync(opportunity)).isTrue();
  }

  private DealState linked(Org ofOrg) {
    var opportunity = MappingBed.opportunityJson();
    opportunity.remove("CurrencyIsoCode");
    return opportunities.state(opportunity, ofOrg);
  }
}
