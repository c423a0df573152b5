package io.cosell.sandbox.desk;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the page shows of an opportunity.
 *
 * @param name without the mark
 * @param mark {@code ok}, {@code failed} or {@code none}
 * @param audit the newest line of the Audit field
 * @param created when it was created, as Salesforce writes it
 */
record OpportunityCard(
    String id,
    String name,
    String mark,
    String stage,
    boolean closed,
    boolean won,
    BigDecimal amount,
    String currency,
    String closeDate,
    String notes,
    String customer,
    String country,
    String contact,
    String owner,
    boolean sync,
    String help,
    boolean visible,
    String referralId,
    String referralLink,
    String microsoftId,
    String audit,
    List<Solution> solutions,
    String created) {

  /** Values that also exist in Partner Center, spelled so that they can be compared. */
  Map<String, String> aspects() {
    var values = new TreeMap<String, String>();
    values.put("value", Aspects.number(amount));
    values.put("currency", currency);
    values.put("close date", closeDate);
    values.put("notes", Aspects.text(notes));
    values.put("status", phase());
    values.put("solutions", Aspects.ids(solutions));
    values.put("help", help.replace(" ", "").toLowerCase(Locale.ROOT));
    values.put("visibility", String.valueOf(visible));
    values.put("Microsoft's id", microsoftId);
    return values;
  }

  String phase() {
    if (closed) {
      return won ? "won" : "lost";
    }
    return isOnHold() ? "offered" : "accepted";
  }

  boolean isOnHold() {
    return stage.equals(SalesforceSide.ON_HOLD);
  }

  /** How both cards spell a value for {@link #aspects()}. */
  static final class Aspects {
    private Aspects() {}

    static String number(BigDecimal value) {
      return value == null ? "" : value.stripTrailingZeros().toPlainString();
    }

    static String text(String value) {
      return value.replace("\r\n", "\n").strip();
    }

    static String ids(List<Solution> solutions) {
      return solutions.stream().map(Solution::id).sorted().collect(Collectors.joining(" "));
    }
  }
}
