package io.cosell.connector.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.merge.DealState;
import io.cosell.connector.salesforce.Soql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The customer is the account of the same name and postal code; where only one account has the
 * name, a postal code that one side does not say does not matter.
 */
final class NameAndPostalCode implements CustomerRule {
  static final String NAME = "name-and-postal-code";
  private static final String CUSTOMER = "customerName";
  private static final String POSTAL_CODE = "customerPostalCode";

  private final String nameField;
  private final String postalCodeField;

  NameAndPostalCode(FieldTable table) {
    nameField = field(table, CUSTOMER, "Name");
    postalCodeField = field(table, POSTAL_CODE, "BillingPostalCode");
  }

  private static String field(FieldTable table, String row, String usual) {
    return table
        .row(row)
        .filter(it -> it.ofAccount() && !it.isOff())
        .map(FieldRow::salesforceField)
        .orElse(usual);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> condition(DealState referral) {
    return customer(referral).map(it -> nameField + " = " + Soql.quote(it));
  }

  @Override
  public List<String> columns() {
    return List.of(nameField, postalCodeField);
  }

  @Override
  public List<JsonNode> matching(List<JsonNode> accounts, DealState referral) {
    var customer = customer(referral).orElse("").strip();
    var wanted = postalCode(referral);
    var namesakes = new ArrayList<JsonNode>();
    var same = new ArrayList<JsonNode>();
    for (var account : accounts) {
      if (account.path(nameField).asText("").strip().equalsIgnoreCase(customer)) {
        namesakes.add(account);
        if (postalCode(account).equals(wanted)) {
          same.add(account);
        }
      }
    }
    boolean onlyOneUnclear =
        same.isEmpty()
            && namesakes.size() == 1
            && (wanted.isEmpty() || postalCode(namesakes.get(0)).isEmpty());
    return onlyOneUnclear ? namesakes : same;
  }

  @Override
  public boolean denies(JsonNode account, DealState referral) {
    return false;
  }

  @Override
  public Optional<String> key(DealState referral) {
    return customer(referral).map(any -> keyOf(referral));
  }

  String keyOf(DealState referral) {
    return customer(referral).orElse("").strip().toLowerCase(Locale.ROOT)
        + "|"
        + postalCode(referral);
  }

  private static Optional<String> customer(DealState referral) {
    return referral.text(CUSTOMER);
  }

  private static String postalCode(DealState referral) {
    return postalCode(referral.text(POSTAL_CODE).orElse(""));
  }

  private String postalCode(JsonNode account) {
    return postalCode(account.path(postalCodeField).asText(""));
  }

  private static String postalCode(String text) {
    return text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
  }
}
