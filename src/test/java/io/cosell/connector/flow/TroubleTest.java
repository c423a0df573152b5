package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.audit.AuditQuery;
import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.salesforce.Ids;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clouds that throttle, lose answers and forget to tell. */
class TroubleTest extends FlowTest {
  private static final String REFERRALS = "/v1.0/engagements/referrals";
  private static final String SOLUTIONS = "/details/requirements/solutions";
  private static final String SYNC = "Sync_with_Partner_Center__c";

  @AfterEach
  void noMoreFaults() {
    partnerCenter.api().faults().clear();
    partnerCenter.webhookFaults().clear();
    salesforce.faults().clear();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  @DisplayName(
      "A18 turned away by Partner Center the deal waits as long as told, then is sent once")
  void a18(int status) {
    var id = opportunity(unique("Throttled"), Map.of());
    partnerCenter
        .api()
        .faults()
        .inject(
            Fault.named("status")
                .on("POST", REFERRALS)
                .with("status", status)
                .with("retryAfter", "3"));

    edit(id, Map.of(SYNC, true));

    until(() -> assertThat(waiting("opportunity/" + id)).isNotNull());
    var told = Instant.now();
    assertThat(waiting("opportunity/" + id)).isAfter(told.plus(Duration.ofMillis(1500)));
    assertThat(own(id)).isEmpty();
    referralOf(id);
    untilIdle();
    assertThat(own(id)).hasSize(1);
  }

  @Test
  @DisplayName("A19 a create whose answer was lost is looked up, not repeated")
  void a19() {
    var id = opportunity(unique("Answer lost"), Map.of());
    partnerCenter.api().faults().inject(Fault.named("lost-answer").on("POST", REFERRALS));

    edit(id, Map.of(SYNC, true));

    until(() -> assertThat(record(id).get("Referral_Identifier__c")).isNotNull());
    untilIdle();
    assertThat(own(id)).hasSize(1);
    assertThat(record(id).get("Referral_Identifier__c"))
        .isEqualTo(own(id).get(0).path("id").asText());
  }

  @Test
  void keepsWhatTheSellerChangesWhileItIsUnclearWhetherTheReferralWasCreated() {
    var id = opportunity(unique("Changed meanwhile"), Map.of());
    partnerCenter.api().faults().inject(Fault.named("lost-answer").on("POST", REFERRALS));
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("GET", REFERRALS).always().with("status", 503));
    edit(id, Map.of(SYNC, true));
    until(() -> assertThat(own(id)).hasSize(1));

    edit(id, Map.of("Amount", 65_000));
    var referral = own(id).get(0).path("id").asText();
    partnerCenter.asPortalUser().changes(referral, "/details/notes", "Meanwhile in the portal.");
    partnerCenter.api().faults().clear();

    until(() -> assertThat(record(id).get("Description")).isEqualTo("Meanwhile in the portal."));
    untilIdle();
    assertThat(record(id).get("Amount").toString()).startsWith("65000");
    assertThat(partnerCenter.referral(referral).at("/details/dealValue").asInt()).isEqualTo(65_000);
  }

  @Test
  void keepsWhatTheSellerChangesWhileItIsUnclearWhetherTheOpportunityWasCreated() {
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("PATCH", REFERRALS).always().with("status", 503));
    var id =
        partnerCenter
            .asPortalUser()
            .creates(Deal.named(unique("Changed at once")).visibleToMicrosoft())
            .path("id")
            .asText();
    var opportunityId = (String) opportunityOf(id).get("Id");

    edit(opportunityId, Map.of("Amount", 66_000));
    partnerCenter.asPortalUser().changes(id, "/details/notes", "Meanwhile in the portal.");
    partnerCenter.api().faults().clear();

    until(
        () ->
            assertThat(record(opportunityId).get("Description"))
                .isEqualTo("Meanwhile in the portal."));
    untilIdle();
    assertThat(record(opportunityId).get("Amount").toString()).startsWith("66000");
    assertThat(partnerCenter.referral(id).at("/details/dealValue").asInt()).isEqualTo(66_000);
  }

  @Test
  void knowsWhatSalesforceHasGotThoughPartnerCenterWasBusyAfterwards() {
    var opportunityId = linkedOpportunity(unique("Taken away again"));
    var id = referralOf(opportunityId).path("id").asText();
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("PATCH", REFERRALS).always().with("status", 503));
    edit(opportunityId, Map.of("Amount", 67_000));
    until(() -> assertThat(waiting("opportunity/" + opportunityId)).isNotNull());
    partnerCenter
        .asPortalUser()
        .changes(id, SOLUTIONS, List.of(solution("SOL-40210-KLP"), solution("SOL-50001-AAA")));
    until(() -> assertThat(solutions(opportunityId, "SOL-50001-AAA")).hasSize(1));

    salesforce
        .asSeller()
        .delete("Microsoft_Solution__c", solutions(opportunityId, "SOL-50001-AAA").get(0));
    partnerCenter.api().faults().clear();

    until(
        () ->
            assertThat(partnerCenter.referral(id).at("/details/dealValue").asInt())
                .isEqualTo(67_000));
    untilIdle();
    assertThat(partnerCenter.referral(id).at(SOLUTIONS).findValuesAsText("id"))
        .containsExactly("SOL-40210-KLP");
    assertThat(solutions(opportunityId, "SOL-50001-AAA")).isEmpty();
  }

  private static Map<String, String> solution(String id) {
    return Map.of("type", "Name", "id", id, "name", id);
  }

  private List<String> solutions(String opportunityId, String identifier) {
    return salesforce
        .query(
            "SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '%s' AND Solution_Identifier__c = '%s'"
                .formatted(opportunityId, identifier))
        .stream()
        .map(row -> (String) row.get("Id"))
        .toList();
  }

  @Test
  @DisplayName("A19 an invitation whose answer was lost is looked up, not repeated")
  void a19Invitation() {
    var id =
        opportunity(
            unique("Invitation lost"), Map.of("How_can_Microsoft_help__c", "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    untilIdle();
    partnerCenter.api().faults().inject(Fault.named("lost-answer").on("POST", REFERRALS).after(1));

    edit(id, Map.of(SYNC, true));

    var engagement = referralOf(id).path("engagementId").asText();
    until(() -> assertThat(partnerCenter.engagement(engagement)).hasSize(2));
    untilIdle();
    assertThat(partnerCenter.engagement(engagement)).hasSize(2);
    assertThat(connector.links().ofOpportunity(id).orElseThrow().microsoftReferralId()).isNotNull();
  }

  @Test
  @DisplayName("B16 a new deal and a change whose events were lost are found by comparing")
  void b16() {
    var known = shared(Deal.named(unique("Known")).worth("1000", "EUR"));
    var opportunityId = (String) opportunityOf(known).get("Id");
    untilIdle();
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    var unheard = shared(Deal.named(unique("Unheard")));
    partnerCenter.asPortalUser().changes(known, "/details/dealValue", 2000);

    connector.inbox().accept(Subjects.comparison("asked for by a test"));

    opportunityOf(unheard);
    until(() -> assertThat(record(opportunityId).get("Amount").toString()).startsWith("2000"));
  }

  @Test
  @DisplayName("B17 a referral whose CRM id is no record's creates and changes nothing")
  void b17() {
    var name = unique("Somebody else's");
    var id =
        partnerCenter
            .asPortalUser()
            .creates(Deal.named(name).visibleToMicrosoft().withCrmId(Ids.long18("0065f00000ZZZZZ")))
            .path("id")
            .asText();
    untilIdle();

    assertThat(found(id)).isEmpty();
    assertThat(connector.audit().find(AuditQuery.ofReferral(id, 10)))
        .singleElement()
        .satisfies(entry -> assertThat(entry.summary()).contains("which does not exist"));
  }

  @Test
  @DisplayName("B20 when both sides change a field the newer change wins, and both are recorded")
  void b20() {
    var id = shared(Deal.named(unique("Both changed it")).worth("1000", "EUR"));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();
    edit(opportunityId, Map.of("Amount", 2000)); // held back: the deal is on hold
    untilIdle();

    partnerCenter.asPortalUser().changes(id, "/details/dealValue", 3000);

    until(() -> assertThat(record(opportunityId).get("Amount").toString()).startsWith("3000"));
    untilIdle();
    var decision =
        connector
            .audit()
            .find(AuditQuery.ofOpportunity(opportunityId, 10))
            .get(0)
            .detail()
            .at("/decisions/0");
    assertThat(decision.path("field").asText()).isEqualTo("dealValue");
    assertThat(decision.path("partnerCenter").asText()).isEqualTo("3000");
    assertThat(decision.path("salesforce").asText()).isEqualTo("2000");
    assertThat(decision.path("reason").asText()).contains("Partner Center wins by rule NEWEST");
    assertThat((String) record(opportunityId).get("Audit__c")).contains("Salesforce had 2000");
  }

  /** When the one entry of this subject that waits is due; null for none. */
  private Instant waiting(String subject) {
    return connector.inbox().entries(EntryState.WAITING, 100).stream()
        .filter(entry -> entry.subject().equals(subject) && !entry.cause().isEmpty())
        .map(entry -> entry.dueAt())
        .findFirst()
        .orElse(null);
  }
}
