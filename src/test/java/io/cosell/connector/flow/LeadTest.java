package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.audit.AuditEntry;
import io.cosell.connector.audit.AuditQuery;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Call;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A connector to which leads come, and what tests of them ask for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LeadTest extends FlowTest {
  private RunningConnector own;

  @BeforeAll
  void aConnectorToWhichLeadsCome() {
    own = RunningConnector.withItsOwnClouds();
    own.start(settings());
  }

  @AfterAll
  void end() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  Map<String, String> settings() {
    return Map.of("cosell.sync.co-sell-only", "false");
  }

  /** A lead with one person of the customer. */
  static Deal lead(String customer) {
    return Deal.named("Cold chain for " + customer)
        .forCustomer(customer, "10115")
        .withContact("Vesper", "Lynd", "Vesper@" + customer.replace(' ', '-') + ".example")
        .with("/qualification", "MarketingQualified");
  }

  /** Microsoft passes the lead on; its referral's id. */
  String sent(Deal lead) {
    return partnerCenter.asMicrosoftSeller().sendsLead(lead).path("id").asText();
  }

  /** The same, in step with the one lead in Salesforce; that lead's id. */
  String inStep(String referralId) {
    var id = (String) leadOf(referralId).get("Id");
    untilIdle();
    return id;
  }

  /** The one lead of this referral, once it is there. */
  Map<String, Object> leadOf(String referralId) {
    until(() -> assertThat(leads(referralId)).hasSize(1));
    return leads(referralId).get(0);
  }

  List<Map<String, Object>> leads(String referralId) {
    return salesforce.records("Lead").stream()
        .filter(lead -> referralId.equals(lead.get("Referral_Identifier__c")))
        .toList();
  }

  Map<String, Object> leadRecord(String id) {
    return salesforce.record("Lead", id);
  }

  void editLead(String id, Map<String, Object> fields) {
    salesforce.asSeller().update("Lead", id, fields);
  }

  ObjectNode referral(String id) {
    return partnerCenter.referral(id);
  }

  void compareBothSides() {
    connector.inbox().accept(Subjects.comparison("by the test"));
    untilIdle();
  }

  List<AuditEntry> auditOf(String referralId) {
    return connector.audit().find(AuditQuery.ofReferral(referralId, 100));
  }

  void forgetCalls() {
    untilIdle();
    salesforce.server().journal().clear();
    partnerCenter.api().journal().clear();
  }

  /** Bodies of all writes to either side since the calls were forgotten. */
  List<JsonNode> writes() {
    return Stream.concat(
            salesforce.server().journal().all().stream()
                .filter(call -> call.path().startsWith("/services/data/"))
                .filter(call -> call.body().matches("(?s).*\"(POST|PATCH|DELETE)\".*")),
            partnerCenter.api().journal().all().stream()
                .filter(call -> call.path().contains("/engagements/referrals"))
                .filter(call -> !call.method().equals("GET")))
        .map(Call::body)
        .map(LeadTest::json)
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
