package io.cosell.connector.mapping;

import java.util.Comparator;
import java.util.Locale;

/** What the seller calls a field of a referral. */
final class SellersName {
  private SellersName() {}

  /**
   * The field of Salesforce that goes there, with what follows behind it; the pointer itself when
   * no row goes there.
   *
   * @param pointer where Partner Center has the field, as a JSON Pointer in any case
   */
  static String of(String pointer, FieldTable table) {
    var path = pointer.toLowerCase(Locale.ROOT);
    if (path.equals("/substatus") || path.equals("/statusreason")) {
      return of("/status", table);
    }
    return table.rows().stream()
        .filter(row -> (path + "/").startsWith(row.partnerCenter().toLowerCase(Locale.ROOT) + "/"))
        .max(Comparator.comparingInt(row -> row.partnerCenter().length()))
        .map(row -> name(row, pointer.substring(row.partnerCenter().length())))
        .orElse(pointer);
  }

  private static String name(FieldRow row, String rest) {
    return rest.isEmpty()
        ? row.salesforceLabel()
        : row.salesforceLabel() + " (" + rest.substring(1) + ")";
  }
}
