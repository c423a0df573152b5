package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.Deal;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which account is the customer of a deal that comes in. */
class CustomerTest extends FlowTest {

  @Test
  @DisplayName("B10 a customer with the same name and postal code is found, not doubled")
  void b10() {
    var customer = unique("Kestrel Mining plc");
    var account = account(customer, "EC1A 1BB");
    account(customer, "M1 1AE");

    var id = shared(Deal.named(unique("Known customer")).forCustomer(customer, "ec1a1bb"));

    assertThat(opportunityOf(id).get("AccountId")).isEqualTo(account);
    untilIdle();
    assertThat(accounts(customer)).isEqualTo(2);
  }

  @Test
  @DisplayName("B11 a customer without account gets one with its address and country code")
  void b11() {
    var customer = unique("Lindqvist Livs AB");

    var id = shared(Deal.named(unique("New customer")).forCustomer(customer, "411 01"));

    var account = salesforce.record("Account", (String) opportunityOf(id).get("AccountId"));
    assertThat(account.get("Name")).isEqualTo(customer);
    assertThat(account.get("BillingPostalCode")).isEqualTo("411 01");
    assertThat(account.get("BillingCountry")).isEqualTo("GB");
    assertThat(accounts(customer)).isEqualTo(1);
  }

  private String account(String name, String postalCode) {
    return salesforce
        .asSeller()
        .create(
            "Account",
            Map.of("Name", name, "BillingPostalCode", postalCode, "BillingCountry", "GB"));
  }

  private int accounts(String name) {
    return salesforce
        .query("SELECT Id FROM Account WHERE Name = '" + name.replace("'", "\\'") + "'")
        .size();
  }
}
