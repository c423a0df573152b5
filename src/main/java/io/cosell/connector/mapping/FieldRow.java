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
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
 *     child relationship of a list; empty when the org has none
 * @param toSalesforce {@code always} (default), {@code create} or {@code never}
 * @param toPartnerCenter the same for the other direction
 * @param onConflict {@code newest} (default), {@code partner-center}, {@code salesforce} or {@code
 *     ratchet}
 * @param requiredFor what cannot be created without it; null for nothing
 * @param values for a choice, Partner Center's value by Salesforce's; otherwise empty
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
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> values) {
  private static final String ACCOUNT = "Account.";
  private static final String INVITATION = "/inviteContext/";

  FieldRow {
    require(name != null && !name.isBlank(), "a row has no name");
    require(kind != null, "row " + name + " has no kind");
    require(partnerCenter != null, "row " + name + " has no partner-center");
    require(salesforce != null, "row " + name + " has no salesforce");
    requirePointer("partner-center of row " + name, partnerCenter);
    if (microsoft != null) {
      requirePointer("microsoft of row " + name, microsoft);
    }
    when("to-salesforce of row " + name, toSalesforce);
    when("to-partner-center of row " + name, toPartnerCenter);
    conflictRule(name, onConflict);
    values = values == null ? Map.of() : Map.copyOf(values);
    require(
        (kind == Kind.CHOICE) != values.isEmpty(),
        "row " + name + ": values belong to kind choice, and a choice needs them");
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
    if (kind.isList() || isOff()) {
      return this;
    }
    var field = org.addressCode(object(), salesforceField()).orElse(salesforceField());
    boolean formula = org.field(object(), field).filter(Org.Field::calculated).isPresent();
    boolean onlyCurrency = kind == Kind.CURRENCY && !org.has(object(), field);
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
        when(name, toSalesforce),
        when(name, toPartnerCenter),
        conflictRule(name, onConflict),
        kind == Kind.PHASE,
        kind == Kind.TEAM || kind == Kind.SOLUTIONS);
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(problem);
    }
  }

  static void requirePointer(String what, String path) {
    require(
        path.startsWith("/"),
        what + " is \"" + path + "\" but must be a path such as /details/dealValue");
  }

  private static When when(String what, String text) {
    if (text == null) {
      return When.ALWAYS;
    }
    return oneOf(When.values(), text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    what + " is \"" + text + "\" but must be always, create or never"));
  }

  private static OnConflict conflictRule(String name, String text) {
    if (text == null) {
      return OnConflict.NEWEST;
    }
    return oneOf(OnConflict.values(), text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "on-conflict of row "
                        + name
                        + " is \""
                        + text
                        + "\" but must be newest, partner-center, salesforce or ratchet"));
  }

  private static <E extends Enum<E>> Optional<E> oneOf(E[] values, String text) {
    var name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
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

  /** The canonical value as the JSON Salesforce wants. */
  JsonNode toSalesforceJson(String canonical) {
    return kind == Kind.CHOICE ? TextNode.valueOf(label(canonical)) : kind.toJson(canonical);
  }

  /** The canonical value as the JSON Partner Center wants. */
  JsonNode toPartnerCenterJson(String canonical) {
    return kind.toPartnerCenter(canonical);
  }
}
