package io.cosell.connector.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.cosell.connector.merge.FieldRule;
import io.cosell.connector.merge.OnConflict;
import io.cosell.connector.merge.When;
import io.cosell.connector.salesforce.Org;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One row of the mapping table, as the schema and {@link TableReading} let it pass.
 *
 * @param name the field's name in audit, messages and snapshots
 * @param description for people
 * @param kind what it holds
 * @param partnerCenter path into the referral, see {@link ReferralPath}
 * @param microsoft path into Microsoft's referral, where the value is looked for first; null for
 *     none
 * @param salesforce field of the opportunity, {@code Account.Field} for one of its account, or the
 *     child relationship of a list; empty when the org has none
 * @param toSalesforce {@code always} (default), {@code create} or {@code never}
 * @param toPartnerCenter the same for the other direction
 * @param onConflict {@code newest} (default), {@code partner-center}, {@code salesforce} or {@code
 *     ratchet}
 * @param requiredFor what cannot be created without it; null for nothing
 * @param defaultText what a new record gets when the other side has no opinion; null for nothing
 * @param values for a choice, Partner Center's value by Salesforce's, empty for no opinion; for
 *     other kinds empty
 */
record FieldRow(
    String name,
    String description,
    Kind kind,
    @JsonProperty("partner-center") String partnerCenter,
    String microsoft,
    String salesforce,
    @JsonProperty("to-salesforce") String toSalesforce,
    @JsonProperty("to-partner-center") String toPartnerCenter,
    @JsonProperty("on-conflict") String onConflict,
    @JsonProperty("required-for") RequiredFor requiredFor,
    @JsonProperty("default") String defaultText,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> values) {
  private static final String ACCOUNT = "Account.";
  private static final String INVITATION = "/inviteContext/";

  FieldRow {
    values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
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

  /** The object the field is of. */
  String object() {
    return ofAccount() ? "Account" : "Opportunity";
  }

  /**
   * The row as it is in this org: an address text with a code beside it stands for the code; a
   * formula, and the currency where there is only one, are not written.
   */
  FieldRow in(Org org) {
    return in(org, object());
  }

  /** The same for a row of another object's table. */
  FieldRow in(Org org, String object) {
    if (kind.isList() || isOff()) {
      return this;
    }
    var field = org.addressCode(object, salesforceField()).orElse(salesforceField());
    boolean formula = org.field(object, field).filter(Org.Field::calculated).isPresent();
    boolean onlyCurrency = kind == Kind.CURRENCY && !org.has(object, field);
    return with(
        ofAccount() ? ACCOUNT + field : field, formula || onlyCurrency ? "never" : toSalesforce);
  }

  /** The same row, written to Salesforce when it creates a record and not later. */
  FieldRow onlyOnCreate() {
    return rule().toSalesforce() == When.ALWAYS ? with(salesforce, "create") : this;
  }

  private FieldRow with(String salesforceField, String toSalesforceWhen) {
    return new FieldRow(
        name,
        description,
        kind,
        partnerCenter,
        microsoft,
        salesforceField,
        toSalesforceWhen,
        toPartnerCenter,
        onConflict,
        requiredFor,
        defaultText,
        values);
  }

  /** True when this org has no place for the field; such a row is not compared. */
  boolean isOff() {
    return salesforceField().isBlank();
  }

  /** True for what the deal is worth. */
  boolean isDealValue() {
    return kind == Kind.MONEY && partnerCenter.equals("/details/dealValue");
  }

  /** True for what Microsoft is told in its invitation and in no other way. */
  boolean ofInvitation() {
    return partnerCenter.startsWith(INVITATION);
  }

  /** The field as the seller knows it, for messages. */
  String salesforceLabel() {
    return isOff() ? name : salesforce;
  }

  FieldRule rule() {
    return new FieldRule(
        name,
        when(toSalesforce),
        when(toPartnerCenter),
        onConflict == null ? OnConflict.NEWEST : oneOf(OnConflict.class, onConflict),
        kind == Kind.PHASE,
        kind == Kind.TEAM || kind == Kind.SOLUTIONS);
  }

  private static When when(String text) {
    return text == null ? When.ALWAYS : oneOf(When.class, text);
  }

  private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** Where Partner Center has it. */
  ReferralPath path() {
    return ReferralPath.of(partnerCenter);
  }

  /** What a new record gets when the other side has no opinion, in the canonical spelling. */
  Optional<String> defaultValue(LocalDate today) {
    if (defaultText == null) {
      return Optional.empty();
    }
    return kind == Kind.CHOICE
        ? Optional.ofNullable(choice(defaultText)).filter(choice -> !choice.isEmpty())
        : kind.canonical(name, TextNode.valueOf(RelativeDay.resolved(defaultText, today)));
  }

  /**
   * The choice as Partner Center spells it, for either side's spelling; empty for no opinion, null
   * when the value map has no such entry.
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
        .filter(entry -> entry.getValue().equals(choice) && !choice.isEmpty())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(choice);
  }

  /** The canonical value as the JSON Salesforce wants. */
  JsonNode toSalesforceJson(String canonical) {
    return kind == Kind.CHOICE ? TextNode.valueOf(label(canonical)) : kind.toJson(canonical);
  }

  /** The canonical value as the JSON Partner Center wants. */
  JsonNode toPartnerCenterJson(String canonical) {
    return kind.toPartnerCenter(canonical);
  }
}
