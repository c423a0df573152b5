package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** The whole connector between both clouds of the sandbox. Tests ask for the state of the world. */
abstract class FlowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  RunningConnector connector;
  SalesforceSandbox salesforce;
  PartnerCenterSandbox partnerCenter;

  @BeforeEach
  void connectorIsIdle() {
    connector = underTest();
    salesforce = connector.salesforce;
    partnerCenter = connector.partnerCenter;
    await().atMost(PATIENCE).until(this::isReady);
    untilIdle();
  }

  /** The connector of this class; tests that only add deals of their own share one. */
  RunningConnector underTest() {
    return RunningConnector.shared();
  }

  private boolean isReady() {
    return connector.bean(Startup.class).problems().isEmpty()
        && connector.bean(io.cosell.connector.salesforce.Subscription.class).isAlive();
  }

  /** Waits until every event that was sent has been dealt with. */
  void untilIdle() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .during(Duration.ofMillis(150))
        .until(connector::isIdle);
  }

  void until(org.awaitility.core.ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  /** A name nobody else uses. */
  static String unique(String name) {
    return name + " " + UUID.randomUUID().toString().substring(0, 8);
  }

  /** An opportunity with everything Partner Center needs, not marked for sync. */
  String opportunity(String name, Map<String, Object> fields) {
    var account =
        salesforce
            .asSeller()
            .create(
                "Account",
                Map.of(
                    "Name", name + " Ltd",
                    "BillingStreet", "1 Kiln Street",
                    "BillingCity", "Leeds",
                    "BillingPostalCode", "LS1 4AA",
                    "BillingCountry", "GB"));
    var values = new HashMap<String, Object>();
    values.put("Name", name);
    values.put("AccountId", account);
    values.put("StageName", "Prospecting");
    values.put("CloseDate", "2027-03-31");
    values.put("Amount", 48000);
    values.put("CurrencyIsoCode", "GBP");
    values.put("Description", "Pilot agreed.");
    values.putAll(fields);
    var id = salesforce.asSeller().create("Opportunity", values);
    salesforce
        .asSeller()
        .create(
            "Microsoft_Solution__c",
            Map.of(
                "Opportunity__c", id,
                "Name", "ColdTrack",
                "Solution_Identifier__c", "SOL-40210-KLP",
                "Solution_Type__c", "3P"));
    return id;
  }

  /** Gives the opportunity a primary contact. */
  void contact(String opportunityId, String email) {
    var account = salesforce.record("Opportunity", opportunityId).get("AccountId");
    var contact =
        salesforce
            .asSeller()
            .create(
                "Contact",
                Map.of(
                    "FirstName", "Ada",
                    "LastName", "Reyes",
                    "Email", email,
                    "Phone", "+441135550101",
                    "AccountId", account));
    salesforce
        .asSeller()
        .create(
            "OpportunityContactRole",
            Map.of("OpportunityId", opportunityId, "ContactId", contact, "IsPrimary", true));
  }

  void edit(String opportunityId, Map<String, Object> fields) {
    salesforce.asSeller().update("Opportunity", opportunityId, fields);
  }

  Map<String, Object> record(String opportunityId) {
    return salesforce.record("Opportunity", opportunityId);
  }

  /** What the inbox has or had of this record, such as {@code referral/…}. */
  List<Entry> inboxOf(String subject) {
    var entries = new TreeMap<Long, Entry>(); // one that moves on meanwhile is met in two states
    for (var state : EntryState.values()) {
      connector.inbox().entries(state, Integer.MAX_VALUE).stream()
          .filter(entry -> entry.subject().equals(subject))
          .forEach(entry -> entries.put(entry.id(), entry));
    }
    return List.copyOf(entries.values());
  }

  /** The one opportunity of this referral, once it is there. */
  Map<String, Object> opportunityOf(String referralId) {
    until(() -> assertThat(found(referralId)).hasSize(1));
    return found(referralId).get(0);
  }

  List<Map<String, Object>> found(String referralId) {
    return connector.opportunities("Referral_Identifier__c = '" + referralId + "'");
  }

  /** The one referral of this opportunity, once it is there. */
  ObjectNode referralOf(String opportunityId) {
    until(() -> assertThat(own(opportunityId)).hasSize(1));
    return own(opportunityId).get(0);
  }

  List<ObjectNode> own(String opportunityId) {
    return partnerCenter.referrals().stream()
        .filter(it -> it.path("externalReferenceId").asText().equals(opportunityId))
        .filter(it -> !isMicrosofts(it))
        .toList();
  }

  static boolean isMicrosofts(ObjectNode referral) {
    return referral.path("target").findValuesAsText("id").contains("msft");
  }

  /** A deal Microsoft's seller shares with the partner; its own referral's id. */
  String shared(Deal deal) {
    return partnerCenter.asMicrosoftSeller().shares(deal).path("id").asText();
  }

  /** A private deal made in Salesforce and in step; its opportunity's id. */
  String linkedOpportunity(String name) {
    var id = opportunity(name, Map.of());
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    referralOf(id);
    until(() -> assertThat(record(id).get("Referral_Identifier__c")).isNotNull());
    untilIdle();
    return id;
  }
}
