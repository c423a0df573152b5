package io.cosell.connector.mapping;

import io.cosell.connector.merge.DealState;
import io.cosell.connector.merge.FieldValue;
import io.cosell.connector.remote.ErrorCode;
import io.cosell.connector.remote.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What Partner Center is known to refuse, found before it is asked, so that the seller hears of
 * everything at once.
 */
final class ReferralChecks {
  private static final int MOST_ELEMENTS = 50;
  private static final Set<String> COUNTRIES = Set.copyOf(Arrays.asList(Locale.getISOCountries()));

  /** Kosovo; user-assigned, so in no list of ISO. */
  private static final String NOT_ISO = "XK";

  private static final Map<String, ErrorCode> MISSING =
      Map.of(
          "/name", ErrorCode.NAME_MISSING,
          "/customerProfile/name", ErrorCode.CUSTOMER_MISSING,
          "/customerProfile/address/addressLine1", ErrorCode.ADDRESS_MISSING,
          "/customerProfile/address/city", ErrorCode.ADDRESS_MISSING,
          "/customerProfile/address/country", ErrorCode.COUNTRY_WRONG,
          "/details/dealValue", ErrorCode.DEAL_VALUE_MISSING,
          "/details/currency", ErrorCode.CURRENCY_WRONG,
          "/details/closingDateTime", ErrorCode.CLOSING_DATE_MISSING,
          "/customerProfile/team", ErrorCode.CONTACT_MISSING);

  private final FieldTable table;
  private final List<String> requiredOfPeople;
  private final LocalDate today;

  /**
   * For this table.
   *
   * @param requiredOfPeople attributes nobody may lack
   */
  ReferralChecks(FieldTable table, List<String> requiredOfPeople, LocalDate today) {
    this.table = table;
    this.requiredOfPeople = requiredOfPeople;
    this.today = today;
  }

  /** What is wrong with a deal that is to become a referral. */
  List<Finding> ofNew(DealState deal, boolean invitesMicrosoft) {
    var findings = new ArrayList<Finding>();
    for (var row : table.rows()) {
      boolean matters = row.kind() != Kind.CONTACTS || invitesMicrosoft;
      if (isMissing(row, deal)) {
        if (isRequired(row, invitesMicrosoft)) {
          findings.add(missing(row));
        }
      } else if (!row.kind().isList()) {
        deal.text(row.name())
            .or(() -> row.defaultValue(today))
            .ifPresent(text -> findings.addAll(ofText(row, text)));
      } else if (matters) {
        findings.addAll(ofList(row, deal.items(row.name()), Set.of()));
      }
    }
    return findings;
  }

  /** What is wrong with changes of a referral whose people need no second look. */
  List<Finding> ofChanges(Map<String, FieldValue> changes, DealState partnerCenter) {
    var findings = new ArrayList<Finding>();
    for (var row : table.rows()) {
      if (changes.get(row.name()) instanceof FieldValue.Items items) {
        if (!items.byKey().isEmpty()) {
          var known = partnerCenter.items(row.name()).keySet();
          findings.addAll(ofList(row, items.byKey(), known));
        } else if (row.requiredFor() == FieldRow.RequiredFor.EVERY_REFERRAL) {
          findings.add(missing(row));
        }
      } else if (changes.containsKey(row.name())) {
        findings.addAll(ofText(row, changes.get(row.name()).toString()));
      }
    }
    return findings;
  }

  private static boolean isRequired(FieldRow row, boolean invitesMicrosoft) {
    boolean canBeFilled = !row.isOff() || row.kind() == Kind.CURRENCY;
    return canBeFilled
        && (row.requiredFor() == FieldRow.RequiredFor.EVERY_REFERRAL
            || (row.requiredFor() == FieldRow.RequiredFor.CO_SELL && invitesMicrosoft));
  }

  private static boolean isMissing(FieldRow row, DealState deal) {
    return row.kind().isList()
        ? deal.items(row.name()).isEmpty()
        : deal.text(row.name()).filter(text -> !text.isBlank()).isEmpty()
            && row.defaultText() == null;
  }

  private static Finding missing(FieldRow row) {
    var code =
        switch (row.kind()) {
          case SOLUTIONS -> ErrorCode.SOLUTION_MISSING;
          case TEAM -> ErrorCode.TEAM_MISSING;
          default -> MISSING.getOrDefault(row.partnerCenter(), ErrorCode.FIELD_MISSING);
        };
    return code.empty(row.salesforceLabel());
  }

  private static List<Finding> ofText(FieldRow row, String text) {
    boolean right =
        switch (row.kind()) {
          case COUNTRY -> COUNTRIES.contains(text) || text.equals(NOT_ISO);
          case CURRENCY -> text.matches("[A-Z]{3}");
          default -> true;
        };
    if (right) {
      return List.of();
    }
    var code = row.kind() == Kind.COUNTRY ? ErrorCode.COUNTRY_WRONG : ErrorCode.CURRENCY_WRONG;
    return List.of(code.of(row.salesforceLabel(), text));
  }

  /**
   * What is wrong with a list.
   *
   * @param known people Partner Center has taken already, however incomplete they are
   */
  private List<Finding> ofList(
      FieldRow row, SortedMap<String, SortedMap<String, String>> elements, Set<String> known) {
    var findings = new ArrayList<Finding>();
    if (elements.size() > MOST_ELEMENTS && row.kind() != Kind.CONTACTS) {
      findings.add(
          ErrorCode.TOO_MANY.of(row.salesforceLabel(), null, "there are " + elements.size()));
    }
    if (row.kind() != Kind.SOLUTIONS) {
      elements.forEach(
          (key, person) -> {
            var lacking = lacking(person);
            if (!lacking.isEmpty() && !known.contains(key)) {
              findings.add(
                  ErrorCode.PERSON_INCOMPLETE.of(
                      row.salesforceLabel(), key, "missing: " + String.join(", ", lacking)));
            }
          });
    }
    return findings;
  }

  private List<String> lacking(Map<String, String> person) {
    return requiredOfPeople.stream()
        .filter(attribute -> person.getOrDefault(attribute, "").isBlank())
        .toList();
  }
}
