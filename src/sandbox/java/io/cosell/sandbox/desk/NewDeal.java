package io.cosell.sandbox.desk;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A deal as somebody fills it into a form, in either cloud.
 *
 * @param as {@code portal-user} or {@code microsoft-seller}; of no meaning in Salesforce
 * @param country two letters
 * @param solution the id of a solution in {@link Catalogue}, empty for none
 * @param help what Microsoft is asked for, in Salesforce's words; empty for nothing
 * @param visible whether Microsoft's sellers may see it
 * @param sync whether the seller ticks the box in Salesforce
 */
record NewDeal(
    String as,
    String name,
    String customer,
    String street,
    String city,
    String postalCode,
    String country,
    String contactFirstName,
    String contactLastName,
    String contactEmail,
    String contactPhone,
    BigDecimal value,
    String currency,
    LocalDate closeDate,
    String notes,
    String solution,
    String help,
    boolean visible,
    boolean sync) {

  NewDeal {
    as = or(as, "portal-user");
    street = or(street, "1 Market Square");
    city = or(city, "Springfield");
    postalCode = or(postalCode, "");
    country = or(country, "GB");
    contactFirstName = or(contactFirstName, "");
    contactLastName = or(contactLastName, "");
    contactEmail = or(contactEmail, "");
    contactPhone = or(contactPhone, "+442079460100");
    currency = or(currency, "EUR");
    notes = or(notes, "");
    solution = or(solution, "");
    help = or(help, "");
    require(name, "a name");
    require(customer, "a customer");
    require(value, "a value");
    require(closeDate, "a close date");
  }

  boolean hasContact() {
    return !contactLastName.isBlank() && !contactEmail.isBlank();
  }

  private static String or(String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  private static void require(Object value, String what) {
    if (value == null || value.toString().isBlank()) {
      throw new IllegalArgumentException("The deal needs " + what + ".");
    }
  }
}
