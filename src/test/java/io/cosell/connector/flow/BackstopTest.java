package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cosell.connector.inbox.EntryState;
import io.cosell.connector.salesforce.Subscription;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.Switch;
import io.cosell.sandbox.server.Fault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What makes up for events of either cloud that never come. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackstopTest extends FlowTest {
  private static final String CHANNEL = "/data/CoSell__chn";
  private static final String CRM_ID = "Microsoft_CRM_Identifier__c";
  private final RunningConnector own = RunningConnector.withItsOwnClouds();

  @BeforeAll
  void start() {
    own.start(
        Map.of(
            "cosell.salesforce.stream-event-timeout", "1s",
            "cosell.sync.compare-interval", "PT1H",
            "cosell.sync.compare-microsoft-referrals", "2"));
  }

  @AfterAll
  void close() {
    own.close();
  }

  @Override
  RunningConnector underTest() {
    return own;
  }

  @BeforeEach
  void noFaults() {
    salesforce.streamingFaults().clear();
    partnerCenter.webhookFaults().clear();
    partnerCenter.api().faults().clear();
    partnerCenter.switches().turnOff(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY);
  }

  @Test
  void aChangeAStreamKeptToItselfIsFoundByComparingAndTheStreamIsRenewed(CapturedOutput log) {
    var id = linkedOpportunity(unique("Untold"));
    aSecondLater();
    salesforce.streamingFaults().inject(Fault.named("silent").on("", CHANNEL).times(1));
    edit(id, Map.of("Amount", 71_000));
    await().until(() -> salesforce.streamingFaults().waiting().isEmpty());

    compare();

    until(() -> assertThat(dealValue(id)).isEqualTo(71_000));
    until(
        () ->
            assertThat(log.getOut())
                .contains("no event told of the change of opportunity " + id)
                .contains("at the saved position"));
    untilIdle(); // also waits until the stream has told what it kept to itself
    assertThat(salesforce.streaming().handshakes()).isGreaterThan(1);
  }

  @Test
  void aStreamThatToldEverythingIsLeftAloneWhateverElseAComparisonFinds() {
    var heldBack = (String) opportunityOf(shared(Deal.named(unique("On hold")))).get("Id");
    var id = linkedOpportunity(unique("Team"));
    long before = salesforce.streaming().handshakes();
    aSecondLater();
    edit(heldBack, Map.of("Amount", 72_000)); // told, but not sent while the deal is on hold
    var user = salesforce.records("User").get(0).get("Id");
    salesforce
        .asSeller()
        .create(
            "OpportunityTeamMember", // never told
            Map.of("OpportunityId", id, "UserId", user, "TeamMemberRole", "Sales Rep"));
    untilIdle();

    compare();

    await().atMost(Duration.ofSeconds(20)).until(this::nothingIsExpected);
    assertThat(connector.bean(Subscription.class).isAlive()).isTrue();
    assertThat(salesforce.streaming().handshakes()).isEqualTo(before);
  }

  @Test
  void aPositionSalesforceDoesNotKnowIsMadeUpForByComparing() {
    var id = linkedOpportunity(unique("Gap"));
    var subscription = connector.bean(Subscription.class);
    subscription.stop();
    edit(id, Map.of("Amount", 73_000));
    salesforce.streaming().forgetEvents();

    subscription.start();

    until(() -> assertThat(dealValue(id)).isEqualTo(73_000));
    await().atMost(Duration.ofSeconds(20)).until(subscription::isAlive);
    edit(id, Map.of("Amount", 74_000)); // told by the stream again
    until(() -> assertThat(dealValue(id)).isEqualTo(74_000));
  }

  @Test
  void gapEventsLeadToTheRecordAndOverflowsToAComparison() {
    var named = linkedOpportunity(unique("Gap event"));
    var unnamed = linkedOpportunity(unique("Overflow"));
    salesforce.streamingFaults().inject(Fault.named("silent").on("", CHANNEL).times(2));
    edit(named, Map.of("Amount", 75_000));
    edit(unnamed, Map.of("Amount", 76_000));
    await().until(() -> salesforce.streamingFaults().waiting().isEmpty());

    salesforce.streaming().gap("Opportunity", "GAP_UPDATE", named);
    until(() -> assertThat(dealValue(named)).isEqualTo(75_000));
    untilIdle();
    assertThat(dealValue(unnamed)).isEqualTo(48_000);

    salesforce.streaming().overflow("Opportunity");
    until(() -> assertThat(dealValue(unnamed)).isEqualTo(76_000));
  }

  @Test
  void whatMicrosoftDoesWithItsReferralIsFoundByReadingAFewOfThemEachTime() {
    partnerCenter.switches().turnOn(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY);
    var deals = Stream.of("One", "Two", "Three").map(this::coSellDeal).toList();
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    for (var id : deals) {
      partnerCenter.asMicrosoftSeller().accepts(referralOf(id).path("id").asText());
    }
    double before = counted();

    assertThat(siblingsReadBy(this::compare)).hasSizeBetween(1, 2);
    assertThat(counted() - before).isEqualTo(2);
    assertThat(known(deals)).hasSizeLessThan(3);
    for (int more = 0; more < 3; more++) {
      compare();
    }

    assertThat(known(deals)).containsExactlyElementsOf(deals);
  }

  @Test
  void aReferralOfMicrosoftsNobodyEverToldOfIsFoundByItsEngagement() {
    partnerCenter.switches().turnOn(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY);
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    var referral = shared(Deal.named(unique("Nothing told")));
    compare();
    var opportunity = (String) opportunityOf(referral).get("Id");

    until(
        () -> {
          compare();
          assertThat(record(opportunity).get(CRM_ID)).isNotNull();
        });

    assertThat(connector.links().ofOpportunity(opportunity).orElseThrow().microsoftReferral())
        .contains(partnerCenter.microsoftsReferral(referral).path("id").asText());
  }

  @Test
  void aReferralOfMicrosoftsThatCannotBeReadDoesNotKeepTheOthersBack(CapturedOutput log) {
    partnerCenter.switches().turnOn(Switch.CRM_ID_ON_MICROSOFTS_REFERRAL_ONLY);
    var poisoned = coSellDeal("Poisoned");
    var sibling = connector.links().ofOpportunity(poisoned).orElseThrow().microsoftReferralId();
    var healthy = coSellDeal("Healthy");
    partnerCenter
        .api()
        .faults()
        .inject(Fault.named("status").on("GET", sibling).always().with("status", 400));
    partnerCenter.webhookFaults().inject(Fault.named("lost").always());
    partnerCenter.asMicrosoftSeller().accepts(referralOf(healthy).path("id").asText());

    until(
        () -> {
          compare();
          assertThat(record(healthy).get(CRM_ID)).isNotNull();
        });

    until(() -> assertThat(log.getOut()).contains("cannot be read and is tried again in its turn"));
    assertThat(connector.inbox().entries(EntryState.DEAD, 10)).isEmpty();
  }

  @Test
  void microsoftsReferralsOfClosedAndPrivateDealsAreNotRead() {
    var closed = coSellDeal("Closed");
    var open = linkedOpportunity(unique("Private"));
    partnerCenter.asPortalUser().wins(referralOf(closed).path("id").asText());
    until(() -> assertThat(record(closed).get("IsClosed")).isEqualTo(true));
    untilIdle();
    compare();
    compare();

    var closedSibling = connector.links().ofOpportunity(closed).orElseThrow().microsoftReferralId();
    var privateEngagement = connector.links().ofOpportunity(open).orElseThrow().engagementId();
    partnerCenter.api().journal().clear();
    compare();

    assertThat(partnerCenter.api().journal().of("GET", closedSibling)).isEmpty();
    assertThat(partnerCenter.api().journal().of("GET", privateEngagement)).isEmpty();
  }

  private String coSellDeal(String name) {
    var id = opportunity(unique(name), Map.of("How_can_Microsoft_help__c", "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    untilIdle();
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    until(
        () ->
            assertThat(connector.links().ofOpportunity(id))
                .hasValueSatisfying(link -> assertThat(link.microsoftReferral()).isPresent()));
    untilIdle();
    return id;
  }

  private List<String> known(List<String> deals) {
    return deals.stream().filter(id -> record(id).get(CRM_ID) != null).toList();
  }

  private List<String> siblingsReadBy(Runnable work) {
    partnerCenter.api().journal().clear();
    work.run();
    var siblings =
        partnerCenter.referrals().stream()
            .filter(FlowTest::isMicrosofts)
            .map(it -> it.path("id").asText())
            .toList();
    return partnerCenter.api().journal().of("GET", "/referrals/").stream()
        .map(call -> call.path().substring(call.path().lastIndexOf('/') + 1))
        .filter(siblings::contains)
        .distinct()
        .toList();
  }

  private double counted() {
    return connector
        .bean(MeterRegistry.class)
        .get("cosell.comparison.microsoft.referrals.read")
        .counter()
        .count();
  }

  private void compare() {
    connector.inbox().accept(Subjects.comparison("asked for by a test"));
    untilIdle();
  }

  private int dealValue(String opportunityId) {
    return referralOf(opportunityId).at("/details/dealValue").asInt();
  }

  private boolean nothingIsExpected() {
    return connector
            .bean(JdbcClient.class)
            .sql("select count(*) from expected_event")
            .query(Integer.class)
            .single()
        == 0;
  }

  /** Salesforce tells the time of a change in whole seconds. */
  private static void aSecondLater() {
    var now = Instant.now().getEpochSecond();
    await().until(() -> Instant.now().getEpochSecond() > now);
  }
}
