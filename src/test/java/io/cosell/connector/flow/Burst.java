package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.partnercenter.Deal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Many changes on both sides, and what has to come of them. Asks nobody but the clouds. */
final class Burst {
  private static final String SYNC = "Sync_with_Partner_Center__c";

  private final RunningConnector world;
  private final int opportunitiesBefore;
  private final int referralsBefore;
  private final Map<String, Integer> amounts = new TreeMap<>();
  private final Map<String, Integer> dealValues = new TreeMap<>();
  private int number;

  Burst(RunningConnector world) {
    this.world = world;
    this.opportunitiesBefore = opportunities();
    this.referralsBefore = partners().size();
  }

  /** So many new deals on each side. */
  void deals(int each) {
    for (int i = 0; i < each; i++) {
      number++;
      var id = opportunity("Out " + number);
      world.salesforce.asSeller().update("Opportunity", id, Map.of(SYNC, true));
      amounts.put(id, 48_000);
      var deal = world.partnerCenter.asMicrosoftSeller().shares(Deal.named("In " + number));
      dealValues.put(deal.path("id").asText(), deal.at("/details/dealValue").asInt());
    }
  }

  /** Another value for every deal there is, each on its own side. */
  void edits() {
    amounts.replaceAll((id, amount) -> amount + 1_000);
    amounts.forEach(
        (id, amount) ->
            world.salesforce.asSeller().update("Opportunity", id, Map.of("Amount", amount)));
    dealValues.replaceAll((id, value) -> value + 1_000);
    dealValues.forEach(
        (id, value) -> world.partnerCenter.asPortalUser().changes(id, "/details/dealValue", value));
  }

  /** How many calls both clouds have answered. */
  int calls() {
    return world.salesforce.server().journal().of("POST", "/composite").size()
        + world.partnerCenter.api().journal().all().size();
  }

  /** True when Partner Center knows the opportunity of every deal. */
  boolean isKnownInPartnerCenter() {
    var known = partners().stream().map(it -> it.path("externalReferenceId").asText()).toList();
    return known.containsAll(amounts.keySet())
        && dealValues.keySet().stream()
            .noneMatch(id -> world.partnerCenter.referral(id).path("externalReferenceId").isNull());
  }

  /** Everything is on both sides, in its last state, once. */
  void assertArrived() {
    amounts.forEach(
        (id, amount) -> {
          var referrals =
              partners().stream()
                  .filter(it -> it.path("externalReferenceId").asText().equals(id))
                  .toList();
          assertThat(referrals.size()).as("referrals of %s", id).isEqualTo(1);
          assertPair(referrals.get(0), id, amount);
        });
    dealValues.forEach(
        (id, value) -> {
          var found = world.opportunities("Referral_Identifier__c = '" + id + "'");
          assertThat(found.size()).as("opportunities of %s", id).isEqualTo(1);
          assertPair(world.partnerCenter.referral(id), (String) found.get(0).get("Id"), value);
        });
    assertThat(opportunities())
        .as("opportunities")
        .isEqualTo(opportunitiesBefore + amounts.size() + dealValues.size());
    assertThat(partners().size())
        .as("referrals of the partner")
        .isEqualTo(referralsBefore + amounts.size() + dealValues.size());
  }

  private void assertPair(ObjectNode referral, String opportunityId, int value) {
    var opportunity = world.salesforce.record("Opportunity", opportunityId);
    assertThat(opportunity.get("Referral_Identifier__c")).isEqualTo(referral.path("id").asText());
    assertThat(referral.path("externalReferenceId").asText()).isEqualTo(opportunityId);
    assertThat(Double.parseDouble(opportunity.get("Amount").toString()))
        .as("amount of %s", opportunityId)
        .isEqualTo(value);
    assertThat(referral.at("/details/dealValue").asDouble())
        .as("deal value of %s", referral.path("id"))
        .isEqualTo(value);
  }

  private int opportunities() {
    return world.salesforce.query("SELECT Id FROM Opportunity").size();
  }

  private List<ObjectNode> partners() {
    return world.partnerCenter.referrals().stream()
        .filter(it -> !it.path("organizationId").asText().equals("msft"))
        .toList();
  }

  private String opportunity(String name) {
    return Prospect.madeIn(world.salesforce, name);
  }
}
