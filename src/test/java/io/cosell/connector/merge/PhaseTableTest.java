package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every move a deal can make on one side, and what it means on the other. */
class PhaseTableTest {

  @ParameterizedTest(name = "{0} there -> {1} here")
  @CsvSource({
    "OFFERED, OFFERED",
    "ACCEPTED, ACCEPTED",
    "WON, WON",
    "LOST, LOST",
    "DECLINED, DECLINED",
    "EXPIRED, EXPIRED",
    "ERROR, ERROR"
  })
  void givesANewOpportunityThePhaseOfItsReferral(Phase there, Phase written) {
    var result = Look.at(Look.phaseRule()).now(text(there), null).creatingSalesforce().merge();

    assertThat(result.toSalesforce()).containsEntry("phase", written.value());
  }

  @ParameterizedTest(name = "both {0}, then {1} there -> {2} here")
  @CsvSource({
    "OFFERED, ACCEPTED, ACCEPTED",
    "OFFERED, WON, WON",
    "OFFERED, LOST, LOST",
    "OFFERED, DECLINED, DECLINED",
    "OFFERED, EXPIRED, EXPIRED",
    "OFFERED, ERROR, ERROR",
    "ACCEPTED, WON, WON",
    "ACCEPTED, LOST, LOST",
    "ACCEPTED, EXPIRED, EXPIRED",
    "ACCEPTED, ERROR, ERROR",
    "ACCEPTED, OFFERED, ",
    "WON, ACCEPTED, ",
    "LOST, ACCEPTED, "
  })
  void bringsPartnerCentersMoveToSalesforce(Phase before, Phase there, Phase written) {
    var result =
        Look.at(Look.phaseRule())
            .before(text(before), text(before))
            .now(text(there), text(before))
            .merge();

    assertThat(result.toPartnerCenter()).isEmpty();
    assertWritten(result.toSalesforce(), written);
  }

  @ParameterizedTest(name = "both {0}, then {1} here -> {2} there")
  @CsvSource({
    "OFFERED, ACCEPTED, ACCEPTED",
    "OFFERED, LOST, DECLINED",
    "OFFERED, WON, WON",
    "ACCEPTED, WON, WON",
    "ACCEPTED, LOST, LOST",
    "ACCEPTED, OFFERED, ",
    "WON, ACCEPTED, ",
    "WON, OFFERED, ",
    "WON, LOST, ",
    "LOST, ACCEPTED, ",
    "LOST, WON, "
  })
  void bringsTheSellersMoveToPartnerCenter(Phase before, Phase here, Phase written) {
    var result =
        Look.at(Look.phaseRule())
            .before(text(before), text(before))
            .now(text(before), text(here))
            .merge();

    assertThat(result.toSalesforce()).isEmpty();
    assertWritten(result.toPartnerCenter(), written);
  }

  @ParameterizedTest(name = "offered, then {0} there and {1} here")
  @CsvSource({
    "ACCEPTED, WON, to-partner-center, WON",
    "ACCEPTED, LOST, to-partner-center, LOST",
    "EXPIRED, ACCEPTED, to-salesforce, EXPIRED",
    "WON, LOST, to-salesforce, WON",
    "DECLINED, WON, to-salesforce, DECLINED"
  })
  void letsPartnerCentersEndingWinOverTheSellersMove(
      Phase there, Phase here, String direction, Phase written) {
    var result =
        Look.at(Look.phaseRule())
            .before("offered", "offered")
            .now(text(there), text(here))
            .salesforceIsNewer(true)
            .merge();

    var other =
        direction.equals("to-salesforce") ? result.toSalesforce() : result.toPartnerCenter();
    assertThat(other).containsEntry("phase", written.value());
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST", "DECLINED", "EXPIRED", "ERROR"})
  void takesEveryEndingButWonForClosedLost(Phase there) {
    var result = Look.at(Look.phaseRule()).now(text(there), "lost").merge();

    assertThat(result.decisions()).isEmpty();
  }

  @Test
  void takesTheStageItChoseForAnEndingForNoChange() {
    var expired =
        Look.at(Look.phaseRule()).before("offered", "offered").now("expired", "offered").merge();

    var echo = Look.at(Look.phaseRule()).before(expired.next()).now("expired", "lost").merge();

    assertThat(echo.decisions()).isEmpty();
  }

  @Test
  void tellsOnceThatAClosedReferralCannotBeOpenedAgain() {
    var first = Look.at(Look.phaseRule()).before("won", "won").now("won", "accepted").merge();
    var second = Look.at(Look.phaseRule()).before(first.next()).now("won", "accepted").merge();

    assertThat(first.decisions())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.verdict()).isEqualTo(Verdict.KEPT_APART);
              assertThat(it.reason()).isEqualTo("the referral is closed, which is final");
            });
    assertThat(second.decisions()).isEmpty();
  }

  @Test
  void keepsTheSellersStageWhenAnAcceptedDealIsPutOnHold() {
    var onHold =
        Look.at(Look.phaseRule()).before("accepted", "accepted").now("accepted", "offered").merge();
    var resumed =
        Look.at(Look.phaseRule()).before(onHold.next()).now("accepted", "accepted").merge();

    assertThat(onHold.toSalesforce()).isEmpty();
    assertThat(onHold.toPartnerCenter()).isEmpty();
    assertThat(onHold.decisions())
        .singleElement()
        .satisfies(
            it ->
                assertThat(it.reason())
                    .isEqualTo("an accepted referral cannot be put on hold again"));
    assertThat(resumed.decisions()).isEmpty();
  }

  @Test
  void leavesALostOpportunityLostWhenTheReferralIsAcceptedAfterAll() {
    var result =
        Look.at(Look.phaseRule()).before("offered", "lost").now("accepted", "lost").merge();

    assertThat(result.toSalesforce()).isEmpty();
  }

  @Test
  void infersNoPhaseFromAReferralThatWasNotRead() {
    var result = Look.at(Look.phaseRule()).before("accepted", "accepted").now(null, "won").merge();
    var next = Look.at(Look.phaseRule()).before(result.next()).now("accepted", "won").merge();

    assertThat(result.toPartnerCenter()).isEmpty();
    assertThat(next.toPartnerCenter()).containsEntry("phase", Phase.WON.value());
  }

  private static void assertWritten(java.util.Map<String, FieldValue> values, Phase phase) {
    if (phase == null) {
      assertThat(values).isEmpty();
    } else {
      assertThat(values).containsEntry("phase", phase.value());
    }
  }

  private static String text(Phase phase) {
    return phase.value().toString();
  }
}
