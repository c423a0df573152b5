package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Opportunities whose amount is the sum of their products; Salesforce ignores any other. */
class ProductsTest extends FlowTest {

  @Test
  @DisplayName("B07 a value is not written over the sum of products, and the seller is told once")
  void b07() {
    var id = linkedOpportunity(unique("Products in"));
    var referral = referralOf(id).path("id").asText();
    product(id, 500);
    until(() -> assertThat(value(referral)).isEqualTo(500));
    untilIdle();

    partnerCenter
        .asPortalUser()
        .changes(
            referral,
            Map.of(
                "/details/dealValue", 73000,
                "/details/currency", "EUR",
                "/details/notes", "Bigger, says the portal."));

    until(() -> assertThat(record(id).get("Description")).isEqualTo("Bigger, says the portal."));
    untilIdle();
    var record = record(id);
    assertThat(record.get("Amount").toString()).startsWith("500");
    assertThat(record.get("CurrencyIsoCode")).isEqualTo("GBP");
    assertThat((String) record.get("Audit__c"))
        .contains(
            "Amount: the value 73000 of Partner Center is not taken over, the opportunity has")
        .contains("CurrencyIsoCode: the value EUR of Partner Center is not taken over");
    assertThat(value(referral)).isEqualTo(73000);

    connector.inbox().accept(Subjects.comparison("by the test"));
    edit(id, Map.of("NextStep", "Call"));
    untilIdle();

    assertThat(record(id).get("Audit__c")).isEqualTo(record.get("Audit__c"));
    assertThat(value(referral)).isEqualTo(73000);
  }

  @Test
  @DisplayName("B07 a value alone is not written either, but told")
  void b07Alone() {
    var id = linkedOpportunity(unique("Products alone"));
    var referral = referralOf(id).path("id").asText();
    product(id, 500);
    until(() -> assertThat(value(referral)).isEqualTo(500));
    untilIdle();

    partnerCenter.asPortalUser().changes(referral, "/details/dealValue", 73000);

    until(
        () ->
            assertThat((String) record(id).get("Audit__c"))
                .contains("Amount: the value 73000 of Partner Center is not taken over"));
    assertThat(record(id).get("Amount").toString()).startsWith("500");
  }

  @Test
  @DisplayName("A11 the sum of products goes out, with its currency where that differs there")
  void a11() {
    var id = linkedOpportunity(unique("Products out"));
    var referral = referralOf(id).path("id").asText();
    product(id, 500);
    until(() -> assertThat(value(referral)).isEqualTo(500));
    untilIdle();
    partnerCenter.asPortalUser().changes(referral, "/details/currency", "EUR");
    untilIdle();

    product(id, 250);

    until(
        () -> {
          assertThat(value(referral)).isEqualTo(750);
          assertThat(partnerCenter.referral(referral).at("/details/currency").asText())
              .isEqualTo("GBP");
        });
  }

  private int value(String referral) {
    return partnerCenter.referral(referral).at("/details/dealValue").intValue();
  }

  private void product(String opportunityId, int price) {
    salesforce
        .asSeller()
        .create(
            "OpportunityLineItem",
            Map.of("OpportunityId", opportunityId, "Quantity", 1, "UnitPrice", price));
  }
}
