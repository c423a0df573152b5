package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import io.cosell.sandbox.server.Onlooker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
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

  @Test
  void anAccountWhoseAnswerWasLostIsUsedByADealThatHadNotFoundItYet() {
    var customer = unique("Halden Marine");
    var onlooker = new LosesFirstWrite();
    salesforce.server().watchedBy(onlooker);

    var first = shared(Deal.named(unique("First")).forCustomer(customer, "EH6 6LX"));
    until(() -> assertThat(onlooker.write).as("the first deal's write").isNotNull());
    var next = shared(Deal.named(unique("Second")).forCustomer(customer, "EH6 6LX"));

    var account = opportunityOf(next).get("AccountId");
    assertThat(onlooker.secondHadRead).isTrue();
    assertThat(opportunityOf(first).get("AccountId")).isEqualTo(account);
    assertThat(accounts(customer)).isEqualTo(1);
  }

  @AfterEach
  void nobodyWatches() {
    salesforce.server().watchedBy(Onlooker.NOBODY);
  }

  /** Keeps the first deal's write waiting until the second deal has read, and loses its answer. */
  private static class LosesFirstWrite implements Onlooker {
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Thread write;
    private volatile boolean secondHadRead;

    @Override
    public Optional<Fault> comes(String method, String path) {
      if (path.endsWith("/composite") && calls.incrementAndGet() == 2) {
        write = Thread.currentThread();
        await().atMost(Duration.ofSeconds(20)).until(() -> secondHadRead);
      }
      return Optional.empty();
    }

    @Override
    public boolean losesAnswer(String method, String path) {
      if (write == Thread.currentThread()) {
        write = null;
        return true;
      }
      secondHadRead |= calls.get() == 3;
      return false;
    }
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
