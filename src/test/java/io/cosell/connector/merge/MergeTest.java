package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A single value; lists are in {@link ListMergeTest}, phases in {@link PhaseTableTest}. */
class MergeTest {
  private static final FieldRule NEWEST = Look.rule(OnConflict.NEWEST);
  private static final FieldRule RATCHET = Look.rule(OnConflict.RATCHET);

  @Test
  void leavesBothSidesAloneWhenNothingHasChanged() {
    var result = Look.at(NEWEST).before("100", "100").now("100", "100").merge();

    assertThat(result.toPartnerCenter()).isEmpty();
    assertThat(result.toSalesforce()).isEmpty();
    assertThat(result.decisions()).isEmpty();
  }

  @Test
  void takesTheEchoOfItsOwnWriteForNoChange() {
    var written = Look.at(NEWEST).before("100", "100").now("120", "100").merge();

    var echo = Look.at(NEWEST).before(written.next()).now("120", "120").merge();

    assertThat(written.toSalesforce()).containsOnlyKeys("field");
    assertThat(echo.decisions()).isEmpty();
  }

  @Test
  void leavesTwoSidesAloneThatMadeTheSameChange() {
    var result = Look.at(NEWEST).before("100", "100").now("120", "120").merge();

    assertThat(result.decisions()).isEmpty();
    assertThat(result.next().partnerCenter().text("field")).contains("120");
    assertThat(result.next().salesforce().text("field")).contains("120");
  }

  @Test
  void bringsAChangeOfOneSideToTheOther() {
    var there = Look.at(NEWEST).before("100", "100").now("120", "100").merge();
    var here = Look.at(NEWEST).before("100", "100").now("100", "130").merge();

    assertThat(there.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("120")));
    assertThat(there.toPartnerCenter()).isEmpty();
    assertThat(here.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("130")));
    assertThat(here.toSalesforce()).isEmpty();
  }

  @Test
  void neverTakesAValueThatIsMissingForAnOrderToClearIt() {
    var result = Look.at(NEWEST).before("100", "100").now(null, "100").merge();

    assertThat(result.toSalesforce()).isEmpty();
    assertThat(result.next().partnerCenter().text("field")).contains("100");
  }

  @Test
  void clearsATextThatOneSideEmptied() {
    var result = Look.at(NEWEST).before("old notes", "old notes").now("old notes", "").merge();

    assertThat(result.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("")));
  }

  @ParameterizedTest(name = "Salesforce is newer: {0}")
  @ValueSource(booleans = {true, false})
  void doesNotLetATextThatWasNeverThereClearTheOtherSides(boolean salesforceIsNewer) {
    var result =
        Look.at(NEWEST).now("notes from there", "").salesforceIsNewer(salesforceIsNewer).merge();

    assertThat(result.toSalesforce())
        .isEqualTo(Map.of("field", FieldValue.text("notes from there")));
    assertThat(result.toPartnerCenter()).isEmpty();
  }

  @ParameterizedTest(name = "{0}, Salesforce newer: {1} -> {2} wins")
  @CsvSource({
    "NEWEST, true, 130",
    "NEWEST, false, 120",
    "SALESFORCE, false, 130",
    "PARTNER_CENTER, true, 120"
  })
  void settlesAConflictByItsRule(OnConflict rule, boolean salesforceIsNewer, String winner) {
    var result =
        Look.at(Look.rule(rule))
            .before("100", "100")
            .now("120", "130")
            .salesforceIsNewer(salesforceIsNewer)
            .merge();

    var written = winner.equals("130") ? result.toPartnerCenter() : result.toSalesforce();
    assertThat(written).isEqualTo(Map.of("field", FieldValue.text(winner)));
    assertThat(result.decisions())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.partnerCenter()).isEqualTo("120");
              assertThat(it.salesforce()).isEqualTo("130");
              assertThat(it.reason()).startsWith("changed on both sides").contains(rule.name());
            });
  }

  @Test
  void treatsTheFirstMeetingOfTwoExistingSidesAsAConflict() {
    var result = Look.at(NEWEST).now("120", "130").salesforceIsNewer(true).merge();

    assertThat(result.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("130")));
  }

  @Test
  void fillsWhatOnlyOneSideKnowsAtTheFirstMeeting() {
    var result = Look.at(NEWEST).now(null, "130").merge();

    assertThat(result.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("130")));
  }

  @Nested
  class Direction {
    @ParameterizedTest(name = "to Salesforce {0}, creating: {1} -> written: {2}")
    @CsvSource({
      "ALWAYS, true, true",
      "ALWAYS, false, true",
      "CREATE, true, true",
      "CREATE, false, false",
      "NEVER, true, false",
      "NEVER, false, false"
    })
    void decidesWhetherAFieldIsWritten(When when, boolean creating, boolean written) {
      var rule = new FieldRule("field", when, When.ALWAYS, OnConflict.NEWEST, false);
      var look = Look.at(rule).now("120", null);

      var result = (creating ? look.creatingSalesforce() : look).merge();

      assertThat(result.toSalesforce().containsKey("field")).isEqualTo(written);
      assertThat(result.decisions())
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.verdict())
                      .isEqualTo(written ? Verdict.TO_SALESFORCE : Verdict.KEPT_APART));
    }

    @Test
    void tellsOnceThatAChangeCannotTravel() {
      var rule = new FieldRule("field", When.ALWAYS, When.CREATE, OnConflict.NEWEST, false);

      var first = Look.at(rule).before("A", "A").now("A", "B").merge();
      var second = Look.at(rule).before(first.next()).now("A", "B").merge();

      assertThat(first.decisions())
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.reason())
                      .isEqualTo(
                          "changed in Salesforce; this field is not written to Partner Center"));
      assertThat(second.decisions()).isEmpty();
    }

    @Test
    void letsTheSideWinThatMayTravelWhateverTheRuleSays() {
      var rule = new FieldRule("field", When.ALWAYS, When.NEVER, OnConflict.NEWEST, false);

      var result =
          Look.at(rule).before("1", "1").now("2", "typed over").salesforceIsNewer(true).merge();

      assertThat(result.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("2")));
    }
  }

  @Nested
  class Gates {
    private static final Gate ON_HOLD = Gate.held("the deal is on hold");
    private static final Gate FINAL = Gate.closed("the referral is closed, which is final");

    @Test
    void sendWhatWasHeldBackOnceTheyOpen() {
      var held =
          Look.at(NEWEST)
              .before("100", "100")
              .now("100", "130")
              .gateToPartnerCenter(ON_HOLD)
              .merge();
      var released = Look.at(NEWEST).before(held.next()).now("100", "130").merge();

      assertThat(held.toPartnerCenter()).isEmpty();
      assertThat(held.decisions())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.verdict()).isEqualTo(Verdict.HELD_FROM_PARTNER_CENTER);
                assertThat(it.reason()).endsWith("held back: the deal is on hold");
              });
      assertThat(released.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("130")));
    }

    @Test
    void holdChangesToSalesforceJustTheSame() {
      var held =
          Look.at(NEWEST)
              .before("100", "100")
              .now("120", "100")
              .gateToSalesforce(Gate.held("paused"))
              .merge();
      var released = Look.at(NEWEST).before(held.next()).now("120", "100").merge();

      assertThat(held.toSalesforce()).isEmpty();
      assertThat(released.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("120")));
    }

    @Test
    void tellOnceAboutAChangeTheyWillNeverLetPass() {
      var first =
          Look.at(NEWEST).before("100", "100").now("100", "130").gateToPartnerCenter(FINAL).merge();
      var second =
          Look.at(NEWEST).before(first.next()).now("100", "130").gateToPartnerCenter(FINAL).merge();

      assertThat(first.decisions())
          .singleElement()
          .satisfies(
              it -> assertThat(it.reason()).endsWith("the referral is closed, which is final"));
      assertThat(second.decisions()).isEmpty();
    }

    @Test
    void letTheOtherSidesChangeThroughWhenTheHeldOneWasTakenBack() {
      var held =
          Look.at(NEWEST)
              .before("100", "100")
              .now("120", "130")
              .salesforceIsNewer(true)
              .gateToPartnerCenter(ON_HOLD)
              .merge();
      var takenBack = Look.at(NEWEST).before(held.next()).now("120", "100").merge();

      assertThat(held.toSalesforce()).isEmpty();
      assertThat(takenBack.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("120")));
    }

    @Test
    void keepASellersEditForLaterWhenPartnerCenterWasNotRead() {
      var unread =
          Look.at(NEWEST)
              .before("100", "100")
              .now(null, "130")
              .inPhase(Phase.ACCEPTED)
              .partnerCenterNotRead()
              .merge();
      var read =
          Look.at(NEWEST).before(unread.next()).now("100", "130").inPhase(Phase.ACCEPTED).merge();

      assertThat(unread.toPartnerCenter()).isEmpty();
      assertThat(unread.decisions())
          .singleElement()
          .satisfies(it -> assertThat(it.reason()).endsWith("Partner Center was not read"));
      assertThat(read.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("130")));
    }
  }

  @Nested
  class Ratchet {
    static Stream<Arguments> table() {
      return Stream.of(
          arguments("the seller shows the deal", "false", "true", "to Partner Center"),
          arguments("the seller asks for help", null, "Quotes", "to Partner Center"),
          arguments("nobody says anything", "false", null, "nothing"),
          arguments("no is not yes taken back", null, "false", "nothing"),
          arguments("shown in the portal", "true", "false", "to Salesforce"),
          arguments("help chosen in the portal", "Quotes", null, "to Salesforce"),
          arguments("two different wishes", "Quotes", "Other", "to Salesforce"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void onlyTurnsOneWay(String story, String there, String here, String expected) {
      var result = Look.at(RATCHET).now(there, here).salesforceIsNewer(true).merge();

      assertThat(result.toPartnerCenter().containsKey("field"))
          .as(story)
          .isEqualTo(expected.equals("to Partner Center"));
      assertThat(result.toSalesforce().containsKey("field"))
          .as(story)
          .isEqualTo(expected.equals("to Salesforce"));
    }

    @Test
    void restoresInSalesforceWhatTheSellerTookBack() {
      var result = Look.at(RATCHET).before("true", "true").now("true", "false").merge();

      assertThat(result.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("true")));
      assertThat(result.decisions())
          .singleElement()
          .satisfies(
              it -> assertThat(it.reason()).isEqualTo("cannot be taken back in Partner Center"));
    }

    @Test
    void restoresNothingWhereSalesforceWasNotRead() {
      var result = Look.at(RATCHET).before("true", "true").now("true", null).merge();

      assertThat(result.decisions()).isEmpty();
    }

    @Test
    void restoresAWishWhenThisLookDidNotShowIt() {
      var result = Look.at(RATCHET).before("Quotes", "Quotes").now(null, "Other").merge();

      assertThat(result.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("Quotes")));
      assertThat(result.toPartnerCenter()).isEmpty();
    }

    @Test
    void restoresOnceSalesforceMayBeWrittenAgain() {
      var paused =
          Look.at(RATCHET)
              .before("true", "true")
              .now("true", "false")
              .gateToSalesforce(Gate.held("paused"))
              .merge();
      var released = Look.at(RATCHET).before(paused.next()).now("true", "false").merge();

      assertThat(paused.toSalesforce()).isEmpty();
      assertThat(released.toSalesforce()).isEqualTo(Map.of("field", FieldValue.text("true")));
    }

    @Test
    void sendsAWishThatHadToWait() {
      var held =
          Look.at(RATCHET)
              .before("false", "false")
              .now("false", "true")
              .gateToPartnerCenter(Gate.held("the deal is on hold"))
              .merge();
      var released = Look.at(RATCHET).before(held.next()).now("false", "true").merge();

      assertThat(held.toPartnerCenter()).isEmpty();
      assertThat(released.toPartnerCenter()).isEqualTo(Map.of("field", FieldValue.text("true")));
    }

    @Test
    void tellsOnceThatAClosedReferralCannotBeShown() {
      var closed = Gate.closed("the referral is closed, which is final");

      var first =
          Look.at(RATCHET)
              .before("false", "false")
              .now("false", "true")
              .gateToPartnerCenter(closed)
              .merge();
      var second =
          Look.at(RATCHET)
              .before(first.next())
              .now("false", "true")
              .gateToPartnerCenter(closed)
              .merge();

      assertThat(first.decisions()).hasSize(1);
      assertThat(second.decisions()).isEmpty();
    }

    @Test
    void doesNotSendAgainWhatPartnerCenterDidNotTake() {
      var result = Look.at(RATCHET).before("false", "true").now("false", "true").merge();

      assertThat(result.decisions()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(OnConflict.class)
  void neverTouchesAFieldNobodyHasAnOpinionAbout(OnConflict rule) {
    var result = Look.at(Look.rule(rule)).merge();

    assertThat(result.decisions()).isEmpty();
    assertThat(result.next()).isEqualTo(Snapshot.EMPTY);
  }
}
