package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cosell.sandbox.server.Faults;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TransactionTest {
  private static Engine engine(Duration lockWait) {
    return new Engine(SalesforceOptions.builder().lockWait(lockWait).build(), new Faults());
  }

  private static String account(Engine engine) {
    try (var tx = engine.begin()) {
      var id =
          engine.dml.create(tx, engine.org.require("Account"), Map.of("Name", "A"), author(engine));
      tx.commit();
      return id;
    }
  }

  private static Author author(Engine engine) {
    return Author.api(engine.seeded().integrationUser(), "62.0", null, false);
  }

  private static String deal(Engine engine, Transaction tx, String account, String referral) {
    return engine.dml.create(
        tx,
        engine.org.require("Opportunity"),
        Map.of(
            "Name", "N",
            "StageName", "Prospecting",
            "CloseDate", "2026-12-31",
            "AccountId", account,
            "Referral_Identifier__c", referral),
        author(engine));
  }

  private static String dealOfItsOwn(Engine engine, String account, String referral) {
    try (var tx = engine.begin()) {
      var id = deal(engine, tx, account, referral);
      tx.commit();
      return id;
    }
  }

  @Test
  void keepsItsChangesToItselfUntilTheCommit() {
    var engine = engine(Duration.ZERO);
    var account = account(engine);

    try (var tx = engine.begin()) {
      var deal = deal(engine, tx, account, "r");

      assertThat(tx.find("Opportunity", deal)).isNotNull();
      assertThat(engine.store.find("Opportunity", deal)).isNull();
    }
    assertThat(engine.store.all("Opportunity")).isEmpty();
  }

  @Test
  void refusesARowThatAnotherTransactionHoldsTooLong() {
    var engine = engine(Duration.ZERO);
    var account = account(engine);

    try (var first = engine.begin()) {
      deal(engine, first, account, "r-1");

      assertThatThrownBy(() -> dealOfItsOwn(engine, account, "r-2"))
          .isInstanceOf(ApiException.class)
          .hasMessage("unable to obtain exclusive access to this record or 1 records: " + account);
    }
  }

  @Test
  void letsTheSecondWriterOfAnAccountWaitForTheFirst() {
    var engine = engine(Duration.ofSeconds(10));
    var account = account(engine);
    CompletableFuture<String> second;

    try (var first = engine.begin()) {
      deal(engine, first, account, "r-1");
      second = CompletableFuture.supplyAsync(() -> dealOfItsOwn(engine, account, "r-2"));
      first.commit();
    }

    second.join();
    assertThat(engine.store.all("Opportunity")).hasSize(2);
  }

  @Test
  void givesTheSecondCreatorOfAUniqueValueADuplicate() {
    var engine = engine(Duration.ofSeconds(10));
    CompletableFuture<String> second;

    try (var first = engine.begin()) {
      deal(engine, first, account(engine), "same");
      var other = account(engine);
      second = CompletableFuture.supplyAsync(() -> dealOfItsOwn(engine, other, "same"));
      first.commit();
    }

    assertThatThrownBy(second::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("duplicate value found: Referral_Identifier__c");
    assertThat(engine.store.all("Opportunity")).hasSize(1);
  }
}
