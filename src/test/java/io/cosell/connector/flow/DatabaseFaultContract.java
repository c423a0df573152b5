package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.connector.FragileDatabase;
import io.cosell.connector.FragileDatabase.Fault;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.Forgery;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The connector's own database breaks while both sides change, and is put right again. Nothing is
 * compared by the clock meanwhile, so that what arrives afterwards has come by its event.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseFaultContract extends FlowTest {
  private static final Duration NOTICED = Duration.ofSeconds(30);
  private static final Duration A_CALL = Duration.ofSeconds(5);
  private static final String REFERRALS = "/v1.0/engagements/referrals";
  private static final String SYNC = "Sync_with_Partner_Center__c";

  private FragileDatabase database;
  private RunningConnector world;

  abstract FragileDatabase databaseIn(Path directory);

  @BeforeAll
  void start(@TempDir Path directory) {
    database = databaseIn(directory);
    var webhooks = PartnerCenterOptions.defaults().withWebhookTimes(Duration.ofSeconds(1), A_CALL);
    world =
        new RunningConnector(
            SalesforceSandbox.started(), new PartnerCenterSandbox(webhooks).start());
    var settings = new TreeMap<>(database.settings());
    settings.put("cosell.sync.compare-interval", "PT10H");
    settings.put("cosell.webhook.check-interval", "2s");
    world.start(settings);
  }

  @AfterEach
  void heal() {
    database.heal();
    partnerCenter.api().faults().clear();
    salesforce.faults().clear();
  }

  @AfterAll
  void stop() {
    if (world != null) {
      world.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Override
  RunningConnector underTest() {
    return world;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "READ_ONLY")
  void losesNothingWhileTheDatabaseIs(Fault fault, CapturedOutput log) {
    var sellers = linkedOpportunity(unique("Edited by the seller"));
    var portals = referralOf(linkedOpportunity(unique("Edited in the portal"))).path("id").asText();
    var made = opportunity(unique("Made in Salesforce"), Map.of());
    untilIdle();
    long compared = timesSeen("compare-both-sides");
    int begin = log.getOut().length();

    database.suffer(fault);
    edit(sellers, Map.of("Amount", 61_000));
    partnerCenter.asPortalUser().changes(portals, "/details/dealValue", 52_000);
    var shared = shared(Deal.named(unique("Shared by Microsoft")));
    edit(made, Map.of(SYNC, true));

    await().atMost(NOTICED).until(() -> status("DOWN"));
    assertThat(db().at("/details/cause").asText()).isNotBlank();
    assertThat(connector.liveness().path("status").asText()).isEqualTo("UP");
    var asked = System.nanoTime();
    assertThat(partnerCenter.forgedEvent(Forgery.NONE, "referral-updated", shared)).isEqualTo(503);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(A_CALL);

    database.heal();

    await().atMost(NOTICED).until(() -> status("UP"));
    until(() -> assertThat(amountInPartnerCenter(sellers)).isEqualTo(61_000));
    until(() -> assertThat(amountInSalesforce(portals)).startsWith("52000"));
    opportunityOf(shared);
    referralOf(made);
    untilIdle();
    assertThat(found(shared)).hasSize(1);
    assertThat(own(made)).hasSize(1);
    assertThat(connector.inbox().count(EntryState.DEAD)).isZero();
    assertThat(timesSeen("compare-both-sides")).isEqualTo(compared);
    assertTheTimersGoOn();
    assertToldOnce(log.getOut().substring(begin));
  }

  /** Done in the cloud, its answer on the way, when the database goes away. */
  enum Write {
    CREATED_REFERRAL,
    CREATED_OPPORTUNITY,
    PATCHED_REFERRAL
  }

  @ParameterizedTest
  @EnumSource
  void endsAsIfNothingHadBeenWhenTheResultCouldNotBeSaved(Write write, CapturedOutput log) {
    var opportunity = opportunity(unique("Out"), Map.of());
    if (write == Write.PATCHED_REFERRAL) {
      edit(opportunity, Map.of(SYNC, true));
      referralOf(opportunity);
    }
    untilIdle();
    int begin = log.getOut().length();
    var referral = "";

    switch (write) {
      case CREATED_REFERRAL -> {
        holdAnswer(partnerCenter.api().faults(), "POST", REFERRALS, 0);
        edit(opportunity, Map.of(SYNC, true));
        await().until(() -> !own(opportunity).isEmpty());
      }
      case CREATED_OPPORTUNITY -> {
        holdAnswer(salesforce.faults(), "POST", "/composite", 1);
        var id = shared(Deal.named(unique("In")));
        referral = id;
        await().until(() -> !found(id).isEmpty());
      }
      case PATCHED_REFERRAL -> {
        holdAnswer(partnerCenter.api().faults(), "PATCH", REFERRALS, 0);
        edit(opportunity, Map.of("Amount", 71_000));
        await().until(() -> amountInPartnerCenter(opportunity) == 71_000);
      }
    }
    database.suffer(Fault.AWAY);
    until(() -> assertThat(log.getOut().substring(begin)).contains("so the outcome is not stored"));
    database.heal();

    await().atMost(NOTICED).until(() -> status("UP"));
    if (write == Write.CREATED_OPPORTUNITY) {
      var id = referral;
      until(() -> assertThat(connector.links().ofReferral(id)).isPresent());
      untilIdle();
      assertThat(found(id)).hasSize(1);
      assertThat(partnerCenter.referral(id).path("externalReferenceId").asText())
          .isEqualTo(found(id).get(0).get("Id"));
    } else {
      until(() -> assertThat(connector.links().ofOpportunity(opportunity)).isPresent());
      untilIdle();
      assertThat(own(opportunity)).hasSize(1);
      assertThat(record(opportunity).get("Referral_Identifier__c"))
          .isEqualTo(own(opportunity).get(0).path("id").asText());
    }
    assertThat(connector.inbox().count(EntryState.DEAD)).isZero();
    assertToldOnce(log.getOut().substring(begin));
  }

  @Test
  void tellsTheOperatorToComeBack() {
    database.suffer(Fault.AWAY);
    await().atMost(NOTICED).until(() -> status("DOWN"));

    var answer = connector.callAsOperator("/api/inbox?state=dead");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("10");
    database.heal();
    await().atMost(NOTICED).until(() -> status("UP"));
    assertThat(connector.callAsOperator("/api/inbox?state=dead").statusCode()).isEqualTo(200);
  }

  private static void holdAnswer(
      io.cosell.sandbox.server.Faults faults, String method, String path, int after) {
    faults.inject(
        io.cosell.sandbox.server.Fault.named("held-answer")
            .on(method, path)
            .after(after)
            .with("millis", 2_000));
  }

  /** One line when it begins and one when it ends; no failure is told by its stack. */
  private static void assertToldOnce(String log) {
    assertThat(lines(log, "The database refuses")).hasSize(1);
    assertThat(lines(log, "The database works again")).hasSize(1);
    assertThat(lines(log, " ERROR ")).hasSize(1);
    assertThat(lines(log, "\tat ")).isEmpty();
  }

  private static List<String> lines(String log, String text) {
    return log.lines().filter(line -> line.contains(text)).toList();
  }

  private boolean status(String status) {
    return db().path("status").asText().equals(status)
        && connector.readiness().path("status").asText().equals(status);
  }

  private JsonNode db() {
    return connector.readiness().at("/components/db");
  }

  private int amountInPartnerCenter(String opportunityId) {
    return own(opportunityId).get(0).at("/details/dealValue").asInt();
  }

  private String amountInSalesforce(String referralId) {
    return found(referralId).get(0).get("Amount").toString();
  }

  private void assertTheTimersGoOn() {
    var route = "partner-center-webhook-registration";
    long checked = timesSeen(route);
    until(() -> assertThat(timesSeen(route)).isGreaterThan(checked));
  }

  private long timesSeen(String route) {
    return connector
        .bean(JdbcClient.class)
        .sql("select coalesce(sum(times_seen), 0) from inbox_entry where route = :route")
        .param("route", route)
        .query(Long.class)
        .single();
  }
}
