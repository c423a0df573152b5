package io.cosell.connector.merge;

import static io.cosell.connector.merge.Look.list;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListMergeTest {
  private static final FieldRule NEWEST = Look.rule(OnConflict.NEWEST);
  private static final FieldRule KEYS_ONLY =
      new FieldRule("field", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false, true);

  @Test
  void leavesEqualListsAlone() {
    var result = Look.at(NEWEST).now(list("ada", "bob"), list("ada", "bob")).merge();

    assertThat(result.decisions()).isEmpty();
  }

  @Test
  void bringsANewElementOfEachSideToTheOther() {
    var result =
        Look.at(NEWEST)
            .before(list("ada"), list("ada"))
            .now(list("ada", "bob"), list("ada", "cleo"))
            .merge();

    assertThat(result.toSalesforce()).containsEntry("field", list("ada", "bob", "cleo"));
    assertThat(result.toPartnerCenter()).containsEntry("field", list("ada", "bob", "cleo"));
    assertThat(result.decisions())
        .extracting(FieldDecision::field)
        .containsExactly("field[bob]", "field[cleo]");
  }

  @Test
  void removesWhatOneSideRemoved() {
    var result =
        Look.at(NEWEST)
            .before(list("ada", "bob"), list("ada", "bob"))
            .now(list("ada", "bob"), list("ada"))
            .merge();

    assertThat(result.toPartnerCenter()).containsEntry("field", list("ada"));
    assertThat(result.toSalesforce()).isEmpty();
  }

  @Test
  void noticesThatOnePersonWasReplacedByAnother() {
    var result =
        Look.at(NEWEST).before(list("ada"), list("ada")).now(list("ada"), list("bob")).merge();

    assertThat(result.toPartnerCenter()).containsEntry("field", list("bob"));
  }

  @Test
  void bringsAChangedAttributeAndKeepsThoseOnlyTheOtherSideKnows() {
    var result =
        Look.at(NEWEST)
            .before(list("ada phone=1 title=Dr"), list("ada phone=1"))
            .now(list("ada phone=1 title=Dr"), list("ada phone=2"))
            .merge();

    assertThat(result.toPartnerCenter()).containsEntry("field", list("ada phone=2 title=Dr"));
  }

  @Test
  void takesAnUnknownAttributeForNoDifference() {
    var result = Look.at(NEWEST).now(list("ada phone=1"), list("ada last=Reyes")).merge();

    assertThat(result.decisions()).isEmpty();
  }

  @ParameterizedTest(name = "Salesforce newer: {0} -> phone {1}")
  @CsvSource({"true, 3", "false, 2"})
  void settlesAnAttributeThatBothSidesChanged(boolean salesforceIsNewer, String phone) {
    var result =
        Look.at(NEWEST)
            .before(list("ada phone=1"), list("ada phone=1"))
            .now(list("ada phone=2"), list("ada phone=3"))
            .salesforceIsNewer(salesforceIsNewer)
            .merge();

    var written = salesforceIsNewer ? result.toPartnerCenter() : result.toSalesforce();
    assertThat(written).containsEntry("field", list("ada phone=" + phone));
    assertThat(result.decisions()).hasSize(1);
  }

  @Test
  void keepsBothChangesWhenTheyAreOfDifferentAttributes() {
    var result =
        Look.at(NEWEST)
            .before(list("ada last=Reyes phone=1"), list("ada last=Reyes phone=1"))
            .now(list("ada last=Reyes phone=2"), list("ada last=Ruiz phone=1"))
            .salesforceIsNewer(true)
            .merge();

    assertThat(result.toPartnerCenter()).containsEntry("field", list("ada last=Ruiz phone=2"));
    assertThat(result.toSalesforce()).containsEntry("field", list("ada last=Ruiz phone=2"));
  }

  @Test
  void leavesAnAttributeApartThatNobodyChangedAgain() {
    var result =
        Look.at(NEWEST)
            .before(list("ada last=Reyes phone=1"), list("ada last=Ruiz phone=1"))
            .now(list("ada last=Reyes phone=2"), list("ada last=Ruiz phone=1"))
            .merge();

    assertThat(result.toSalesforce()).containsEntry("field", list("ada last=Ruiz phone=2"));
    assertThat(result.toPartnerCenter()).isEmpty();
  }

  @ParameterizedTest(name = "Salesforce newer: {0}")
  @CsvSource({"true", "false"})
  void settlesRemovalAgainstChangeByTheRule(boolean salesforceIsNewer) {
    var result =
        Look.at(NEWEST)
            .before(list("ada phone=1"), list("ada phone=1"))
            .now(list("ada phone=2"), list())
            .salesforceIsNewer(salesforceIsNewer)
            .merge();

    if (salesforceIsNewer) {
      assertThat(result.toPartnerCenter()).containsEntry("field", list());
    } else {
      assertThat(result.toSalesforce()).containsEntry("field", list("ada phone=2"));
    }
  }

  @Test
  void neverEmptiesAListBecauseTheOtherSideDidNotShowIt() {
    var result = Look.at(NEWEST).before(list("ada"), list("ada")).now(null, list("ada")).merge();

    assertThat(result.toSalesforce()).isEmpty();
    assertThat(result.next())
        .isEqualTo(Look.at(NEWEST).before(list("ada"), list("ada")).merge().next());
  }

  @Test
  void tellsOnceAboutAPersonSalesforceHasNoPlaceFor() {
    var first =
        Look.at(NEWEST)
            .before(list("ada"), list("ada"))
            .now(list("ada", "guest"), list("ada"))
            .noPlaceInSalesforceFor("guest")
            .merge();
    var second =
        Look.at(NEWEST)
            .before(first.next())
            .now(list("ada", "guest"), list("ada"))
            .noPlaceInSalesforceFor("guest")
            .merge();

    assertThat(first.toSalesforce()).isEmpty();
    assertThat(first.decisions())
        .singleElement()
        .satisfies(it -> assertThat(it.reason()).endsWith("Salesforce has no place for it"));
    assertThat(second.decisions()).isEmpty();
  }

  @Test
  void leavesThatPersonInPartnerCenterWhenTheSellerChangesTheList() {
    var result =
        Look.at(NEWEST)
            .before(list("ada", "guest"), list("ada"))
            .now(list("ada", "guest"), list("ada", "bob"))
            .noPlaceInSalesforceFor("guest")
            .merge();

    assertThat(result.toPartnerCenter()).containsEntry("field", list("ada", "bob", "guest"));
  }

  @Test
  void sendsAnElementThatWasHeldBackOnceTheGateOpens() {
    var held =
        Look.at(NEWEST)
            .before(list("ada"), list("ada"))
            .now(list("ada"), list("bob"))
            .gateToPartnerCenter(Gate.held("the deal is on hold"))
            .merge();
    var released = Look.at(NEWEST).before(held.next()).now(list("ada"), list("bob")).merge();

    assertThat(held.toPartnerCenter()).isEmpty();
    assertThat(released.toPartnerCenter()).containsEntry("field", list("bob"));
  }

  @Test
  void bringsAnElementBackWhoseRemovalWasHeldAndTakenBack() {
    var removal =
        Look.at(NEWEST)
            .before(list("ada phone=1"), list("ada phone=1"))
            .now(list("ada phone=2"), list())
            .salesforceIsNewer(true)
            .gateToPartnerCenter(Gate.held("the deal is on hold"))
            .merge();
    var takenBack =
        Look.at(NEWEST)
            .before(removal.next())
            .now(list("ada phone=2"), list("ada phone=1"))
            .merge();

    assertThat(takenBack.toSalesforce()).containsEntry("field", list("ada phone=2"));
  }

  @Test
  void takesNoWriteOfItsOwnForAnEditWhileTheRestOfTheElementWaits() {
    var paused =
        Look.at(Look.rule(OnConflict.PARTNER_CENTER))
            .before(list("ada last=Reyes phone=1"), list("ada last=Reyes phone=1"))
            .now(list("ada last=Reyes phone=2"), list("ada last=Ruiz phone=1"))
            .gateToSalesforce(Gate.held("paused"))
            .merge();
    var released =
        Look.at(Look.rule(OnConflict.PARTNER_CENTER))
            .before(paused.next())
            .now(list("ada last=Ruiz phone=2"), list("ada last=Roe phone=1"))
            .merge();

    assertThat(paused.toPartnerCenter()).containsEntry("field", list("ada last=Ruiz phone=2"));
    assertThat(released.toPartnerCenter()).containsEntry("field", list("ada last=Roe phone=2"));
    assertThat(released.toSalesforce()).containsEntry("field", list("ada last=Roe phone=2"));
  }

  @Test
  void comparesOnlyKeysWhereTheRestIsEachSidesOwn() {
    var renamed =
        Look.at(KEYS_ONLY)
            .before(list("sol name=Cold", "other"), list("sol name=Cold", "other"))
            .now(list("sol name=ColdTrack", "other"), list("sol name=Cold", "other"))
            .merge();
    var removed =
        Look.at(KEYS_ONLY)
            .before(renamed.next())
            .now(list("sol name=ColdTrack2", "other"), list("other"))
            .merge();

    assertThat(renamed.decisions()).isEmpty();
    assertThat(removed.toPartnerCenter()).containsEntry("field", list("other"));
  }

  @Test
  void remembersAListThatSalesforceHasNoOpinionAbout() {
    var result = Look.at(NEWEST).now(list("ada"), null).inPhase(Phase.ACCEPTED).merge();

    assertThat(result.decisions()).isEmpty();
    assertThat(result.next().partnerCenter().items("field")).containsOnlyKeys("ada");
  }
}
