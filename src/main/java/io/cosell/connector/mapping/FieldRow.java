package io.cosell.connector.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.OnConflict;
import io.cosell.connector.merge.When;
import java.util.Locale;
import java.util.Map;

/**
 * One row of the mapping table.
 *
 * @param name the field's name in audit, messages and snapshots
 * @param description for people
 * @param kind what it holds
 * @param partnerCenter JSON Pointer into the referral
 * @param microsoft JSON Pointer into Microsoft's referral, where the value is looked for first;
 *     null for none
 * @param salesforce field of the opportunity, {@code Account.Field} for one of its account, or the
 *     child relationship of a list
 * @param toSalesforce {@code always} (default), {@code create} or {@code never}
 * @param toPartnerCenter the same for the other direction
 * @param onConflict {@code newest} (default), {@code partner-center}, {@code salesforce} or {@code
 *     ratchet}
 * @param requiredFor what cannot be created without it; null for nothing
 * @param values for a choice, Salesforce's value by Partner Center's; otherwise empty
 */
record FieldRow(
    @JsonProperty(required = true) String name,
    String description,
    @JsonProperty(required = true) Kind kind,
    @JsonProperty(value = "partner-center", required = true) String partnerCenter,
    String microsoft,
    @JsonProperty(required = true) String salesforce,
    @JsonProperty("to-salesforce") String toSalesforce,
    @JsonProperty("to-partner-center") String toPartnerCenter,
    @JsonProperty("on-conflict") String onConflict,
    @JsonProperty("required-for") RequiredFor requiredFor,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> values) {
  private static final String ACCOUNT = "Account.";

  FieldRow {
    values = values == null ? Map.of() : Map.copyOf(values);
  }

  /** What a referral cannot be created without. */
  enum RequiredFor {
    @JsonProperty("every-referral")
    EVERY_REFERRAL,
    @JsonProperty("co-sell")
    CO_SELL
  }

  boolean ofAccount() {
    return salesforce.startsWith(ACCOUNT);
  }

  /** The field's own name, without the object before it. */
  String salesforceField() {
    return ofAccount() ? salesforce.substring(ACCOUNT.length()) : salesforce;
  }

  FieldRule rule() {
    return new FieldRule(
        name, when(toSalesforce), when(toPartnerCenter), conflictRule(), kind == Kind.PHASE);
  }

  private static When when(String text) {
    return text == null ? When.ALWAYS : When.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private OnConflict conflictRule() {
    return onConflict == null
        ? OnConflict.NEWEST
        : OnConflict.valueOf(onConflict.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * The choice as Partner Center spells it, for either side's spelling; null when the value map has
   * no such entry.
   */
  String choice(String text) {
    return values.entrySet().stream()
        .filter(
            entry ->
                entry.getKey().equalsIgnoreCase(text.strip())
                    || entry.getValue().equalsIgnoreCase(text.strip()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Salesforce's spelling of a choice. */
  String label(String choice) {
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().equals(choice))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(choice);
  }
}
