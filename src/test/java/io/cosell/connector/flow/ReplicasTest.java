package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.server.Call;
import io.cosell.sandbox.server.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three connectors, each a process of its own, on one PostgreSQL. The order of the tests saves
 * starts: each leaves one replica less, and the first needs all.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration FAIL_OVER = Duration.ofSeconds(15);
  private static final Duration TAKE_OVER = Duration.ofSeconds(20);
  private static final String CHANNEL = "/data/CoSell__chn";

  /** A call counts as ended when the sandbox has noted it, which is a little after its answer. */
  private static final Duration NOTED_AFTER = Duration.ofMillis(50);

  private static RunningReplicas replicas;
  private static RunningConnector world;

  @BeforeAll
  static void open() {
    replicas = new RunningReplicas("one", "two", "three");
    world = replicas.world;
    replicas.running("one", "two", "three");
    noteEveryStepBack();
  }

  @AfterAll
  static void close() {
    if (replicas != null) {
      replicas.close();
    }
  }

  @AfterEach
  void nothingWasDoneTwiceOrGivenUp() {
    world.salesforce.faults().clear();
    world.partnerCenter.api().faults().clear();
    until(() -> assertThat(count("inbox_entry where state in ('WAITING', 'RUNNING')")).isZero());
    assertThat(count("inbox_entry where state = 'DEAD'")).isZero();
    assertThat(count("step_back")).as("replay positions that went back").isZero();
    until(() -> assertThat(position()).isEqualTo(lastEvent()));
  }

  @Test
  @Order(1)
  @DisplayName("Three replicas share the work, and never two of them work on one pair at once")
  void shareTheWork() {
    replicas.atLeast(3);
    assertThat(world.salesforce.streaming().subscribers(CHANNEL)).isEqualTo(1);
    var holder = replicas.holder();
    replicas.alive().stream()
        .filter(name -> !name.equals(holder))
        .forEach(
            name ->
                assertThat(replicas.subscription(name).at("/details/subscription").asText())
                    .startsWith("held by another replica, " + holder + "-"));
    var registered = world.partnerCenter.api().journal();
    assertThat(registered.of("POST", "/webhooks/v1/registration$")).hasSize(1);
    assertThat(registered.of("PUT", "/webhooks/v1/registration$")).isEmpty();
    assertThat(world.partnerCenter.identity().journal().of("POST", "/token"))
        .as("sign-ins, of which each uses up the refresh token of the one before")
        .allSatisfy(call -> assertThat(call.status()).isEqualTo(200));
    var slow = Fault.named("latency").with("millis", 100).always();
    world.salesforce.faults().inject(slow.on("", "/services/data"));
    world.partnerCenter.api().faults().inject(slow);

    var ticked = IntStream.range(0, 10).mapToObj(i -> tickedOpportunity("Ours " + i)).toList();
    var shared = IntStream.range(0, 10).mapToObj(i -> shared("Theirs " + i)).toList();
    var pairs = new LinkedHashMap<String, String>();
    ticked.forEach(id -> pairs.put(id, referralOf(id).path("id").asText()));
    shared.forEach(id -> pairs.put(opportunityOf(id), id));
    pairs.forEach(
        (opportunity, referral) -> {
          edit(opportunity, Map.of("StageName", "Qualification", "Amount", 51000));
          world.partnerCenter.asPortalUser().changes(referral, "/details/notes", "Noted.");
        });
    pairs.keySet().forEach(opportunity -> edit(opportunity, Map.of("Amount", 52000)));

    until(() -> pairs.forEach((opportunity, referral) -> assertInStep(opportunity, referral)));
    assertThat(count("link")).isEqualTo(pairs.size());
    for (var name : replicas.alive()) {
      assertThat(replicas.dealsWorkedOn(name)).as("deals " + name + " worked on").isPositive();
    }
    pairs.forEach(ReplicasTest::assertWrittenOneAfterTheOther);
  }

  private static void assertInStep(String opportunity, String referral) {
    assertPair(opportunity, referral);
    assertThat(dealValue(referral)).isEqualTo(52000);
    assertThat(record(opportunity).get("Description")).isEqualTo("Noted.");
  }

  @Test
  @Order(2)
  @DisplayName("A replica that stood still has lost the subscription and puts nothing back")
  void standStill() {
    replicas.atLeast(2);
    var holder = replicas.holder();
    var before = tickedOpportunity("Before the pause");
    referralOf(before);

    String during;
    replicas.process(holder).freeze();
    try {
      var begun = Instant.now();
      edit(before, Map.of("Amount", 61000));
      until(() -> assertThat(others(holder)).hasSize(1));
      assertThat(Duration.between(begun, Instant.now())).isLessThan(FAIL_OVER);
      until(() -> assertThat(dealValue(own(before).get(0))).isEqualTo(61000));
      during = tickedOpportunity("During the pause");
      referralOf(during);
    } finally {
      replicas.process(holder).thaw();
    }

    until(
        () ->
            assertThat(replicas.subscription(holder).at("/details/subscription").asText())
                .startsWith("held by another replica"));
    assertThat(replicas.holder()).isNotEqualTo(holder);
    edit(before, Map.of("Amount", 62000));
    until(() -> assertThat(dealValue(own(before).get(0))).isEqualTo(62000));
    assertThat(own(before)).hasSize(1);
    assertThat(own(during)).hasSize(1);
  }

  private static List<String> others(String name) {
    return replicas.holders().stream().filter(it -> !it.equals(name)).toList();
  }

  @Test
  @Order(3)
  @DisplayName("When the subscription's holder is killed, another one has it within 15 s")
  void killed() {
    replicas.atLeast(2);
    var holder = replicas.holder();
    var deals =
        IntStream.range(0, 8)
            .mapToObj(i -> tickedOpportunity("Edited after the kill " + i))
            .toList();
    deals.forEach(ReplicasTest::referralOf);
    until(() -> assertThat(position()).isEqualTo(lastEvent()));
    world
        .salesforce
        .faults()
        .inject(
            Fault.named("latency")
                .on("", "/query|/composite")
                .with(
                    "millis", 10_000) // longer than a lease: who lives keeps its work all the same
                .always());
    var inHand = new ArrayList<String>();
    until(
        () -> {
          inHand.add(shared("In hand " + inHand.size()));
          assertThat(leasesOf(holder)).isNotEmpty();
        });
    var lost = leasesOf(holder);

    replicas.process(holder).kill();
    var killed = Instant.now();
    world.salesforce.faults().clear();
    deals.forEach(id -> edit(id, Map.of("Amount", 71000)));

    until(() -> assertThat(replicas.holders()).hasSize(1));
    assertThat(Duration.between(killed, Instant.now())).isLessThan(FAIL_OVER);
    until(
        () ->
            assertThat(deals)
                .allSatisfy(id -> assertThat(dealValue(own(id).get(0))).isEqualTo(71000)));
    assertThat(comparisonsSince(killed)).as("comparisons that helped").isZero();
    lost.forEach(lease -> opportunityOf(lease.substring(lease.indexOf('/') + 1)));
    assertThat(Duration.between(killed, Instant.now())).isLessThan(TAKE_OVER);
    inHand.forEach(
        referral -> {
          var opportunity = opportunityOf(referral);
          until(() -> assertPair(opportunity, referral));
        });
  }

  @Test
  @Order(4)
  @DisplayName("A replica that is asked to stop leaves the subscription to another one at once")
  void stopped() {
    replicas.atLeast(2);
    var holder = replicas.holder();
    var deal = tickedOpportunity("Edited after the stop");
    referralOf(deal);
    var asked = Instant.now();

    assertThat(replicas.process(holder).terminate(Duration.ofSeconds(30))).isTrue();
    edit(deal, Map.of("Amount", 81000));

    until(() -> assertThat(replicas.holders()).hasSize(1));
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(8));
    until(() -> assertThat(dealValue(own(deal).get(0))).isEqualTo(81000));
    assertThat(comparisonsSince(asked)).as("comparisons that helped").isZero();
  }

  /** The database itself remembers when the position of the stream was put back. */
  private static void noteEveryStepBack() {
    var jdbc = replicas.database.jdbc();
    jdbc.sql("create table step_back (before bigint, after bigint)").update();
    jdbc.sql(
            """
            create function note_step_back() returns trigger language plpgsql as $$
            begin
              if new.replay_id < old.replay_id then
                insert into step_back values (old.replay_id, new.replay_id);
              end if;
              return new;
            end $$
            """)
        .update();
    jdbc.sql(
            """
            create trigger note_step_back before update on replay_position
            for each row execute function note_step_back()
            """)
        .update();
  }

  private static void until(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
  }

  private static long count(String what) {
    return replicas.database.jdbc().sql("select count(*) from " + what).query(Long.class).single();
  }

  private static long comparisonsSince(Instant then) {
    return count(
        "inbox_entry where route = 'compare-both-sides' and accepted_at > '%s'".formatted(then));
  }

  private static long position() {
    return replicas
        .database
        .jdbc()
        .sql("select max(replay_id) from replay_position")
        .query(Long.class)
        .single();
  }

  private static long lastEvent() {
    return world.salesforce.streaming().lastReplayId(CHANNEL);
  }

  /** The deals and customers this replica has in hand, or had when it died. */
  private static List<String> leasesOf(String name) {
    return replicas
        .database
        .jdbc()
        .sql("select name from lease where holder like :holder and name like 'referral/%'")
        .param("holder", name + "-%")
        .query(String.class)
        .list();
  }

  private static void assertPair(String opportunity, String referral) {
    assertThat(record(opportunity).get("Referral_Identifier__c")).isEqualTo(referral);
    assertThat(world.partnerCenter.referral(referral).path("externalReferenceId").asText())
        .isEqualTo(opportunity);
    assertThat(own(opportunity)).hasSize(1);
    assertThat(found(referral)).hasSize(1);
  }

  private static void assertWrittenOneAfterTheOther(String opportunity, String referral) {
    var writes =
        Stream.concat(
                world.partnerCenter.api().journal().all().stream()
                    .filter(call -> call.method().matches("PATCH|POST")),
                world.salesforce.server().journal().all().stream()
                    .filter(
                        call -> call.body().matches("(?s).*\"method\":\"(PATCH|POST|DELETE)\".*")))
            .filter(call -> concerns(call, opportunity) || concerns(call, referral))
            .sorted(Comparator.comparing(Call::at))
            .toList();
    assertThat(writes).as("writes to " + opportunity + " and " + referral).hasSizeGreaterThan(2);
    var atOnce = new ArrayList<String>();
    for (int i = 1; i < writes.size(); i++) {
      if (writes.get(i).at().plus(NOTED_AFTER).isBefore(writes.get(i - 1).until())) {
        atOnce.add(writes.get(i - 1) + "\n  " + writes.get(i));
      }
    }
    assertThat(atOnce).as("writes to one pair at the same time").isEmpty();
  }

  private static boolean concerns(Call call, String id) {
    return call.path().contains(id) || call.body().contains(id);
  }

  private static String tickedOpportunity(String name) {
    var id = Prospect.madeIn(world.salesforce, name);
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    return id;
  }

  private static void edit(String opportunity, Map<String, Object> fields) {
    world.salesforce.asSeller().update("Opportunity", opportunity, fields);
  }

  private static Map<String, Object> record(String opportunity) {
    return world.salesforce.record("Opportunity", opportunity);
  }

  private static String shared(String name) {
    return world.partnerCenter.asMicrosoftSeller().shares(Deal.named(name)).path("id").asText();
  }

  /** The one referral of this opportunity, once it is there. */
  private static ObjectNode referralOf(String opportunity) {
    until(() -> assertThat(own(opportunity)).hasSize(1));
    until(() -> assertThat(record(opportunity).get("Referral_Identifier__c")).isNotNull());
    return own(opportunity).get(0);
  }

  /** The one opportunity of this referral, once it is there. */
  private static String opportunityOf(String referral) {
    until(() -> assertThat(found(referral)).hasSize(1));
    return (String) found(referral).get(0).get("Id");
  }

  private static List<ObjectNode> own(String opportunity) {
    return world.partnerCenter.referrals().stream()
        .filter(it -> it.path("externalReferenceId").asText().equals(opportunity))
        .filter(it -> !FlowTest.isMicrosofts(it))
        .toList();
  }

  private static List<Map<String, Object>> found(String referral) {
    return world.opportunities("Referral_Identifier__c = '" + referral + "'");
  }

  private static int dealValue(String referral) {
    return dealValue(world.partnerCenter.referral(referral));
  }

  private static int dealValue(ObjectNode referral) {
    return referral.at("/details/dealValue").asInt();
  }
}
