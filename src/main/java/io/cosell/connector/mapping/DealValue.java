package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.merge.MergeResult;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a deal is worth. Value and currency say it together, so neither side must ever read the
 * value of the other in a currency of its own.
 */
public final class DealValue {
  private static final String OPPORTUNITY = "Opportunity";

  private final FieldTable table;
  private final String defaultCurrency;

  DealValue(FieldTable table, String defaultCurrency) {
    this.table = table;
    this.defaultCurrency = defaultCurrency;
  }

  /** The currency of all amounts in an org without a field for it; empty when it is not known. */
  Optional<String> onlyCurrency(Org org) {
    var code = defaultCurrency.isBlank() ? org.currencies().standard() : defaultCurrency;
    return Optional.of(code.toUpperCase(Locale.ROOT)).filter(it -> !it.isBlank());
  }

  /**
   * Fields the opportunity does not take from this referral now, by name, with the reason: its
   * products say what it is worth, or the value is in a currency the org does not have.
   *
   * @param opportunity null when it is to be created
   */
  public Map<String, String> closedFields(JsonNode opportunity, Org org, DealState partnerCenter) {
    var closed = new TreeMap<String, String>();
    table.rowsIn(org).stream()
        .filter(FieldRow::isDealValue)
        .forEach(
            value -> {
              if (isSumOfProducts(value, opportunity)) {
                var reason =
                    "the opportunity has products, whose sum Salesforce takes for its amount";
                closed.put(value.name(), reason);
                table.row(Kind.CURRENCY).ifPresent(row -> closed.put(row.name(), reason));
              }
              foreignCurrency(org, partnerCenter)
                  .ifPresent(
                      theirs ->
                          closed.put(
                              value.name(),
                              "it is in %s there, and all amounts of this org are in %s"
                                  .formatted(theirs, onlyCurrency(org).orElseThrow())));
            });
    return closed;
  }

  /** A written {@code Amount} is then ignored without an error (Object Reference, Opportunity). */
  private static boolean isSumOfProducts(FieldRow value, JsonNode opportunity) {
    return opportunity != null
        && opportunity.path("HasOpportunityLineItem").asBoolean()
        && value.salesforce().equals("Amount");
  }

  private Optional<String> foreignCurrency(Org org, DealState partnerCenter) {
    var ours = onlyCurrency(org);
    return table
        .row(Kind.CURRENCY)
        .filter(row -> !org.has(OPPORTUNITY, row.salesforceField()) && ours.isPresent())
        .flatMap(row -> partnerCenter.text(row.name()))
        .filter(theirs -> !theirs.equals(ours.get()));
  }

  /**
   * The currency that goes to Partner Center with a value that goes there; empty when it has it.
   *
   * @param partnerCenter that side now
   */
  public Map<String, FieldValue> currencyBeside(
      MergeResult result, JsonNode opportunity, Org org, DealState partnerCenter) {
    var currency =
        table.rowsIn(org).stream().filter(row -> row.kind() == Kind.CURRENCY).findFirst();
    boolean valueGoes =
        table.rows().stream()
            .anyMatch(row -> row.isDealValue() && result.toPartnerCenter().containsKey(row.name()));
    if (currency.isEmpty()
        || currency.get().rule().toPartnerCenter() != When.ALWAYS
        || !valueGoes
        || result.toPartnerCenter().containsKey(currency.get().name())
        || result.toSalesforce().containsKey(currency.get().name())) {
      return Map.of();
    }
    var name = currency.get().name();
    return ours(currency.get(), opportunity, org)
        .filter(code -> !partnerCenter.text(name).equals(Optional.of(code)))
        .map(code -> Map.of(name, FieldValue.text(code)))
        .orElse(Map.of());
  }

  private Optional<String> ours(FieldRow currency, JsonNode opportunity, Org org) {
    return org.has(OPPORTUNITY, currency.salesforceField())
        ? currency
            .kind()
            .canonical(currency.salesforceLabel(), opportunity.path(currency.salesforce()))
        : onlyCurrency(org);
  }
}
