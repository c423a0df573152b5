package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.server.Fault;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsUnderOtherSettingsTest extends FlowTest {
  private static RunningConnector planning;

  @Override
  RunningConnector underTest() {
    if (planning == null) {
      planning =
          RunningConnector.withItsOwnClouds()
              .start(
                  Map.of(
                      "cosell.sync.mode", "plan",
                      "cosell.inbox.max-attempts", "2",
                      "cosell.inbox.first-pause", "50ms"));
    }
    return planning;
  }

  @AfterEach
  void forgive() {
    salesforce.faults().clear();
  }

  @AfterAll
  static void close() {
    planning.close();
  }

  @Test
  void inPlanModeNothingIsWrittenToTheOpportunity() {
    var name = unique("Telepathy");

    var id = opportunity(name, Map.of("How_can_Microsoft_help__c", "Telepathic advice"));
    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    until(
        () ->
            assertThat(connector.asOperator("/api/inbox?state=dead").findValuesAsText("code"))
                .contains("E116"));
    untilIdle();
    assertThat(connector.asOperator("/api/audit?opportunity=" + id).at("/0/detail/code").asText())
        .isEqualTo("E116");
    assertThat(record(id).get("Name")).isEqualTo(name);
    assertThat(record(id).get("Audit__c")).isNull();
  }

  @Test
  void aFailureWithoutReasonIsTriedAsOftenAsTheSettingsSay() {
    salesforce.faults().inject(Fault.named("unknown-exception").on("POST", "/composite").always());

    var id = opportunity(unique("Unlucky"), Map.of("Sync_with_Partner_Center__c", true));

    until(
        () ->
            assertThat(inboxOf("opportunity/" + id))
                .filteredOn(entry -> entry.state() == EntryState.DEAD)
                .isNotEmpty()
                .allSatisfy(
                    dead -> {
                      assertThat(dead.code()).isEqualTo("E468");
                      assertThat(dead.cause()).contains("ErrorId");
                      assertThat(dead.attempts()).isEqualTo(2);
                    }));
  }
}
