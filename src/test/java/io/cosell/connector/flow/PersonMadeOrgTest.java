package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.salesforce.FieldType;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An org somebody has made his own: translated and added stages, a sales process per record type,
 * and a formula that says what a deal is worth.
 */
class PersonMadeOrgTest extends FlowTest {
  private static RunningConnector own;
  private static String services;

  @Override
  RunningConnector underTest() {
    if (own == null) {
      own = RunningConnector.withItsOwnClouds();
      var org = own.salesforce;
      org.stages().relabel("On Hold", "Geparkt").relabel("Qualification", "Qualifiziert");
      org.stages().add("Signed", 100, "Closed", true, true);
      org.stages().add("Paid", 100, "Closed", true, true).deactivate("Closed Won");
      services = org.addRecordType("Services", "Prospecting", "On Hold", "Closed Lost");
      org.schema()
          .addFormula("Opportunity", "Half__c", FieldType.CURRENCY, PersonMadeOrgTest::half);
      own.start(
          Map.of(
              "cosell.opportunity.on-hold-stage", "Geparkt",
              "cosell.opportunity.active-stage", "Qualifiziert",
              "cosell.opportunity.deal-value-field", "Half__c"));
    }
    return own;
  }

  @AfterAll
  static void close() {
    own.close();
    own = null;
  }

  private static Object half(Map<String, Object> record) {
    return record.get("Amount") instanceof BigDecimal amount
        ? amount.divide(BigDecimal.valueOf(2))
        : BigDecimal.ZERO;
  }

  @Test
  @DisplayName("C10 a label is taken for a stage, a formula for the value; health says so")
  void c10() {
    var health = connector.readiness().at("/components/startupCheck");

    assertThat(health.path("status").asText()).isEqualTo("UP");
    assertThat(health.at("/details/org").toString())
        .contains("on-hold-stage=Geparkt is the label of a stage")
        .contains("write its API name, On Hold")
        .contains("active-stage=Qualifiziert is the label")
        .contains("deal-value-field=Half__c is a formula");
  }

  @Test
  @DisplayName("B01, B03 a deal waits and is accepted in stages the settings call by their labels")
  void b01() {
    var id = shared(Deal.named(unique("Labelled")));
    var opportunityId = (String) opportunityOf(id).get("Id");
    assertThat(record(opportunityId).get("StageName")).isEqualTo("On Hold");
    untilIdle();

    partnerCenter.asPortalUser().accepts(id);

    until(() -> assertThat(record(opportunityId).get("StageName")).isEqualTo("Qualification"));
  }

  @Test
  @DisplayName("B07 a value that is a formula here is not written and fails nothing")
  void b07() {
    var id = visible(Deal.named(unique("Formula in")).worth("1000", "USD"));
    var opportunity = opportunityOf(id);
    assertThat(opportunity.get("Amount")).isNull();
    assertThat(opportunity.get("CurrencyIsoCode")).isEqualTo("USD");
    untilIdle();

    partnerCenter
        .asPortalUser()
        .changes(id, Map.of("/details/dealValue", 2000, "/details/currency", "EUR"));
    untilIdle();

    var record = record((String) opportunity.get("Id"));
    assertThat(record.get("Amount")).isNull();
    assertThat(record.get("CurrencyIsoCode")).as("what the formula is in").isEqualTo("USD");
    assertThat(partnerCenter.referral(id).at("/details/dealValue").intValue()).isEqualTo(2000);
    assertThat(inboxOf("referral/" + id)).noneMatch(it -> it.state() == EntryState.DEAD);
  }

  @Test
  @DisplayName("A11 a formula's value goes out with its currency; 0 is no opinion")
  void a11() {
    var id = visible(Deal.named(unique("Formula out")).worth("1000", "EUR"));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();
    partnerCenter.asPortalUser().changes(id, "/details/currency", "GBP");
    untilIdle();

    edit(opportunityId, Map.of("Amount", 3000));

    until(
        () -> {
          var details = partnerCenter.referral(id).path("details");
          assertThat(details.path("dealValue").decimalValue()).isEqualByComparingTo("1500");
          assertThat(details.path("currency").asText()).isEqualTo("EUR");
        });
    untilIdle();
    edit(opportunityId, Map.of("Amount", 0));
    untilIdle();
    assertThat(partnerCenter.referral(id).at("/details/dealValue").decimalValue())
        .isEqualByComparingTo("1500");
  }

  @Test
  @DisplayName("B19 a currency that is not active is named with the remedy")
  void b19() {
    var id = visible(Deal.named(unique("In yen")).worth("1000", "JPY"));

    until(() -> assertThat(inboxOf("referral/" + id)).anyMatch(PersonMadeOrgTest::saysInactive));
    assertThat(found(id)).isEmpty();

    partnerCenter.asPortalUser().changes(id, "/details/currency", "USD");

    assertThat(opportunityOf(id).get("CurrencyIsoCode")).isEqualTo("USD");
  }

  private static boolean saysInactive(Entry entry) {
    return entry.state() == EntryState.DEAD
        && entry.cause().startsWith("E125 CurrencyIsoCode is \"JPY\": this currency is not active")
        && entry.remedy().contains("Manage Currencies");
  }

  @Test
  @DisplayName("B09 won is the first active stage that is closed and won")
  void b09() {
    var id = visible(Deal.named(unique("Won")));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();

    partnerCenter.asPortalUser().wins(id);

    until(() -> assertThat(record(opportunityId).get("StageName")).isEqualTo("Signed"));
  }

  @Test
  @DisplayName(
      "B09 a stage the record type does not have is named with the property and the remedy")
  void b09RecordType() {
    var name = unique("Services");
    var id = visible(Deal.named(name));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();
    edit(opportunityId, Map.of("StageName", "Prospecting", "RecordTypeId", services));
    untilIdle();

    partnerCenter.asPortalUser().wins(id);

    until(
        () ->
            assertThat((String) record(opportunityId).get("Audit__c"))
                .contains("bad value for restricted picklist field: Signed")
                .contains("E126 StageName is \"Signed\"")
                .contains("Add the stage to the sales process of the record type")
                .contains("cosell.opportunity.won-stage"));
    assertThat((String) record(opportunityId).get("Name")).isEqualTo("✖ " + name);
    assertThat(record(opportunityId).get("StageName")).isEqualTo("Prospecting");
  }

  @Test
  @DisplayName("A02, A16 a stage that is in no list counts as Salesforce says: open, then won")
  void unlistedStage() {
    var id = opportunity(unique("Unlisted"), Map.of("StageName", "Made up", "Amount", 2000));

    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    var referral = referralOf(id).path("id").asText();
    untilIdle();
    assertThat(partnerCenter.referral(referral).path("status").asText()).isEqualTo("Active");
    assertThat(record(id).get("StageName")).isEqualTo("Made up");

    edit(id, Map.of("StageName", "Closed Won"));

    until(
        () ->
            assertThat(partnerCenter.referral(referral).path("substatus").asText())
                .isEqualTo("Won"));
  }

  private String visible(Deal deal) {
    return partnerCenter.asPortalUser().creates(deal.visibleToMicrosoft()).path("id").asText();
  }
}
