package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a change costs, and that nothing comes back as an echo. */
class EchoTest extends FlowTest {
  private static final String READ_REFERRAL = "Partner Center GET /referrals/{id}";
  private static final String LIST_REFERRALS = "Partner Center GET /referrals";
  private static final String PATCH_REFERRAL = "Partner Center PATCH /referrals/{id}";
  private static final String CREATE_REFERRAL = "Partner Center POST /referrals";
  private static final String READ_OPPORTUNITY = "Salesforce read";
  private static final String WRITE_OPPORTUNITY = "Salesforce write";

  @Test
  @DisplayName("C01 a deal brought in is three calls and telling the id; its echo at most one read")
  void inboundCreate() {
    forgetCalls();

    var deal = Deal.named(unique("Brought in")).visibleToMicrosoft();
    var id = partnerCenter.asPortalUser().creates(deal).path("id").asText();
    opportunityOf(id);
    untilIdle();

    assertCost(
        List.of(READ_REFERRAL, READ_OPPORTUNITY, WRITE_OPPORTUNITY, PATCH_REFERRAL), READ_REFERRAL);
  }

  @Test
  @DisplayName("C01 a deal Microsoft shares costs one call more: the look at Microsoft's referral")
  void inboundCoSell() {
    forgetCalls();

    var id = shared(Deal.named(unique("Shared")));
    opportunityOf(id);
    untilIdle();

    assertCost(
        List.of(READ_REFERRAL, READ_REFERRAL, READ_OPPORTUNITY, WRITE_OPPORTUNITY, PATCH_REFERRAL),
        READ_REFERRAL);
  }

  @Test
  @DisplayName("C01 a change brought in is three calls and causes no write back")
  void inboundUpdate() {
    var opportunityId = linkedOpportunity(unique("Changed there"));
    var id = referralOf(opportunityId).path("id").asText();
    forgetCalls();

    partnerCenter.asPortalUser().changes(id, "/details/dealValue", 73000);
    until(() -> assertThat(record(opportunityId).get("Amount").toString()).startsWith("73000"));
    untilIdle();

    assertCost(List.of(READ_REFERRAL, READ_OPPORTUNITY, WRITE_OPPORTUNITY));
  }

  @Test
  @DisplayName("C01 a change sent out is three calls; its echo is at most one read")
  void outboundUpdate() {
    var opportunityId = linkedOpportunity(unique("Changed here"));
    forgetCalls();

    edit(opportunityId, Map.of("Amount", 51000));
    until(
        () ->
            assertThat(referralOf(opportunityId).at("/details/dealValue").decimalValue())
                .isEqualByComparingTo("51000"));
    untilIdle();

    assertCost(List.of(READ_OPPORTUNITY, READ_REFERRAL, PATCH_REFERRAL), READ_REFERRAL);
  }

  @Test
  @DisplayName(
      "C02 a deal sent out is three calls; identifier, link, mark and Audit cause no fourth")
  void outboundCreate() {
    var id = opportunity(unique("Sent out"), Map.of());
    forgetCalls();

    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    until(() -> assertThat((String) record(id).get("Name")).startsWith("✔"));
    untilIdle();

    assertCost(List.of(READ_OPPORTUNITY, CREATE_REFERRAL, WRITE_OPPORTUNITY), READ_REFERRAL);
  }

  @Test
  @DisplayName("C02 a co-sell deal sent out is four calls; each referral's echo at most one read")
  void outboundCoSell() {
    var id =
        opportunity(unique("Co-sell"), Map.of("How_can_Microsoft_help__c", "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    forgetCalls();

    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    until(() -> assertThat((String) record(id).get("Name")).startsWith("✔"));
    untilIdle();

    assertCost(
        List.of(READ_OPPORTUNITY, CREATE_REFERRAL, CREATE_REFERRAL, WRITE_OPPORTUNITY),
        READ_REFERRAL,
        READ_REFERRAL);
  }

  @Test
  @DisplayName("C02 what a seller does to mark, Audit and link causes no call to Partner Center")
  void marks() {
    var id = linkedOpportunity(unique("Marked"));
    var name = (String) record(id).get("Name");
    forgetCalls();

    edit(id, Map.of("Name", name.replace("✔ ", "")));
    edit(id, Map.of("Name", name.replace("✔", "✖")));
    edit(id, Map.of("Audit__c", "", "Referral_Link__c", "https://partner.microsoft.com/"));
    untilIdle();

    assertThat(calls()).containsOnly(READ_OPPORTUNITY).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  @DisplayName("C04 a quiet system writes nothing, however often both sides are compared")
  void c04() {
    var here = linkedOpportunity(unique("Quiet here"));
    var there = shared(Deal.named(unique("Quiet there")));
    opportunityOf(there);
    compareBothSides();
    var opportunities = versions();
    var referrals = partnerCenter.referrals();
    forgetCalls();

    compareBothSides();
    compareBothSides();

    assertThat(calls()).contains(LIST_REFERRALS, READ_OPPORTUNITY);
    assertThat(calls()).isSubsetOf(LIST_REFERRALS, READ_REFERRAL, READ_OPPORTUNITY);
    assertThat(callsNaming(here, there)).isEmpty();
    assertThat(versions()).isEqualTo(opportunities);
    assertThat(partnerCenter.referrals()).isEqualTo(referrals);
  }

  @Test
  @DisplayName("C07 10 and 10.00, usd and USD, trailing blanks are no difference")
  void c07() {
    var id = linkedOpportunity(unique("Same"));
    edit(id, Map.of("Description", "Pilot agreed.  \r\n", "Amount", 48000.00));
    untilIdle();
    forgetCalls();

    edit(id, Map.of("Description", "Pilot agreed.\n"));
    untilIdle();

    assertThat(calls()).containsOnly(READ_OPPORTUNITY);
  }

  private void compareBothSides() {
    connector.inbox().accept(Subjects.comparison("by the test"));
    untilIdle();
  }

  private List<String> callsNaming(String opportunityId, String referralId) {
    return allCalls()
        .map(call -> call.method() + " " + call.path() + " " + call.body())
        .filter(text -> text.contains(opportunityId) || text.contains(referralId))
        .toList();
  }

  private Map<String, Object> versions() {
    var versions = new HashMap<String, Object>();
    salesforce
        .records("Opportunity")
        .forEach(row -> versions.put((String) row.get("Id"), row.get("SystemModstamp")));
    return versions;
  }

  /** These calls in any order, and beside them no more than the allowed echoes. */
  private void assertCost(List<String> expected, String... echoes) {
    var more = new ArrayList<>(calls());
    var missing = new ArrayList<>(expected);
    missing.removeIf(more::remove);
    Stream.of(echoes).forEach(more::remove);
    assertThat(missing).as("missing among %s", calls()).isEmpty();
    assertThat(more).as("more than %s among %s", expected, calls()).isEmpty();
  }

  private void forgetCalls() {
    untilIdle();
    salesforce.server().journal().clear();
    partnerCenter.api().journal().clear();
  }

  /** The calls that count, without tokens and looks at whether a cloud is there. */
  private List<String> calls() {
    return allCalls().sorted(Comparator.comparing(Call::at)).map(EchoTest::name).toList();
  }

  private Stream<Call> allCalls() {
    return Stream.concat(
        salesforce.server().journal().all().stream()
            .filter(call -> call.path().matches("/services/data/v.*")),
        partnerCenter.api().journal().all().stream()
            .filter(call -> call.path().contains("/engagements/referrals")));
  }

  private static String name(Call call) {
    if (call.path().startsWith("/services/")) {
      boolean reads =
          call.method().equals("GET")
              || (call.path().contains("/composite")
                  && !call.body()
                      .matches("(?s).*\"method\"\\s*:\\s*\"(POST|PATCH|DELETE|PUT)\".*"));
      return reads ? READ_OPPORTUNITY : WRITE_OPPORTUNITY;
    }
    var path = call.path().replaceAll("\\?.*", "").replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}");
    return "Partner Center " + call.method() + path.replaceAll("^/v1.0/engagements/", " /");
  }
}
