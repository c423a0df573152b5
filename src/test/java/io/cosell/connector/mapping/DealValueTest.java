package io.cosell.connector.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.merge.Snapshot;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DealValueTest {
  private final Org several = MappingBed.orgWithout();
  private final Org single = MappingBed.orgWithout("Opportunity.CurrencyIsoCode");
  private final Mapping mapping = MappingBed.mapping();
  private final DealValue dealValue = mapping.dealValue();

  @Nested
  class Closed {
    @Test
    void takesAValueAndItsCurrencyAsARule() {
      assertThat(dealValue.closedFields(MappingBed.opportunityJson(), several, worth("1", "USD")))
          .isEmpty();
      assertThat(dealValue.closedFields(null, single, worth("1", "EUR"))).isEmpty();
    }

    @Test
    void takesNeitherWhereProductsSayWhatTheDealIsWorth() {
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("HasOpportunityLineItem", true);

      assertThat(dealValue.closedFields(opportunity, several, worth("1", "USD")))
          .containsOnlyKeys("dealValue", "currency")
          .containsValue("the opportunity has products, whose sum Salesforce takes for its amount");
    }

    @Test
    void takesTheValueOfAnotherFieldInSpiteOfProducts() {
      var opportunity = MappingBed.opportunityJson();
      opportunity.put("HasOpportunityLineItem", true);
      var other = MappingBed.mapping("cosell.opportunity.deal-value-field=Value__c").dealValue();

      assertThat(other.closedFields(opportunity, several, worth("1", "USD"))).isEmpty();
    }

    @Test
    void takesNoValueInACurrencyTheOrgDoesNotHave() {
      assertThat(dealValue.closedFields(null, single, worth("1", "USD")))
          .isEqualTo(
              Map.of("dealValue", "it is in USD there, and all amounts of this org are in EUR"));
    }

    @Test
    void takesAValueWhoseCurrencyIsNotSaid() {
      var unsaid = DealState.EMPTY.with("dealValue", FieldValue.text("1"));

      assertThat(dealValue.closedFields(null, single, unsaid)).isEmpty();
    }
  }

  @Nested
  class GoingOut {
    @Test
    void goesWithTheCurrencyOfTheOpportunityWherePartnerCenterHasAnother() {
      assertThat(beside(several, worth("1", "USD"))).containsExactly(entry("GBP"));
      assertThat(beside(single, worth("1", "USD"))).containsExactly(entry("EUR"));
    }

    @Test
    void goesAloneWherePartnerCenterHasTheCurrency() {
      assertThat(beside(several, worth("1", "GBP"))).isEmpty();
      assertThat(beside(single, worth("1", "EUR"))).isEmpty();
    }

    @Test
    void goesAloneWhereTheCurrencyOfTheOpportunityChanges() {
      var result =
          new MergeResult(
              Map.of("dealValue", FieldValue.text("2")),
              Map.of("currency", FieldValue.text("USD")),
              List.of(),
              Snapshot.EMPTY);

      assertThat(
              dealValue.currencyBeside(
                  result, MappingBed.opportunityJson(), several, worth("1", "USD")))
          .isEmpty();
    }

    private Map<String, FieldValue> beside(Org org, DealState there) {
      var result =
          new MergeResult(
              Map.of("dealValue", FieldValue.text("2")), Map.of(), List.of(), Snapshot.EMPTY);
      return dealValue.currencyBeside(result, MappingBed.opportunityJson(), org, there);
    }

    private static Map.Entry<String, FieldValue> entry(String currency) {
      return Map.entry("currency", FieldValue.text(currency));
    }
  }

  @Test
  void aFormulaIsOnlyReadAndItsCurrencyLeftAlone() {
    var org = MappingBed.with(several, "Opportunity", "Amount", MappingBed.formula("currency"));

    assertThat(rule(org, "dealValue").toSalesforce()).isEqualTo(When.NEVER);
    assertThat(rule(org, "dealValue").toPartnerCenter()).isEqualTo(When.ALWAYS);
    assertThat(rule(org, "currency").toSalesforce()).isEqualTo(When.CREATE);
    assertThat(rule(several, "dealValue").toSalesforce()).isEqualTo(When.ALWAYS);
    assertThat(rule(several, "currency").toSalesforce()).isEqualTo(When.ALWAYS);
  }

  @Test
  void theOnlyCurrencyIsNotWritten() {
    assertThat(rule(single, "currency").toSalesforce()).isEqualTo(When.NEVER);
  }

  private FieldRule rule(Org org, String name) {
    return mapping.rules(org).stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static DealState worth(String value, String currency) {
    return DealState.EMPTY
        .with("dealValue", FieldValue.text(value))
        .with("currency", FieldValue.text(currency));
  }
}
