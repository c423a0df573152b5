package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.server.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must hold once everything is quiet: no change is lost, every deal has one record on each
 * side, both sides agree.
 */
final class Promises {
  private static final String SYNC = "Sync_with_Partner_Center__c";
  private static final String IDENTIFIER = "Referral_Identifier__c";
  private static final List<String> FIELDS =
      List.of("/details/dealValue", "/details/closingDateTime", "/details/notes");

  private final SimulatedWorld world;
  private final SimulatedConnector connector;

  Promises(SimulatedWorld world, SimulatedConnector connector) {
    this.world = world;
    this.connector = connector;
  }

  /** The first promise that is broken, in a sentence. */
  Optional<String> broken() {
    return deadLetters()
        .or(this::doubles)
        .or(this::missing)
        .or(this::disagreements)
        .or(this::lostEdits);
  }

  private Optional<String> deadLetters() {
    var dead = connector.inbox().entries(EntryState.DEAD, 10);
    return dead.isEmpty()
        ? Optional.empty()
        : Optional.of("a dead letter: " + dead.get(0).subject() + ": " + dead.get(0).cause());
  }

  private Optional<String> doubles() {
    var referrals = new HashMap<String, String>();
    for (var referral : world.ownReferrals()) {
      var crmId = referral.path("externalReferenceId").asText("");
      var other = crmId.isEmpty() ? null : referrals.put(crmId, referral.path("id").asText());
      if (other != null) {
        return Optional.of("two referrals of one opportunity: " + world.nameOf(crmId));
      }
    }
    var names = new HashMap<String, Integer>();
    for (var opportunity : world.opportunities()) {
      names.merge(opportunity.get("Name").toString().replaceFirst("^[✔✖] ", ""), 1, Integer::sum);
    }
    for (var referral : world.ownReferrals()) {
      names.putIfAbsent(referral.path("name").asText(), 0);
    }
    for (var name : names.entrySet()) {
      if (name.getValue() > 1) {
        return Optional.of("two opportunities of one referral: " + name.getKey());
      }
    }
    var referralNames =
        world.ownReferrals().stream()
            .collect(Collectors.groupingBy(it -> it.path("name").asText(), Collectors.counting()));
    for (var name : referralNames.entrySet()) {
      if (name.getValue() > 1) {
        return Optional.of("two referrals of one deal: " + name.getKey());
      }
    }
    for (var engagement :
        world.partnerCenter.referrals().stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.path("engagementId").asText(), Collectors.counting()))
            .entrySet()) {
      if (engagement.getValue() > 2) {
        return Optional.of("Microsoft was invited twice: " + engagement.getKey());
      }
    }
    for (var customer : SimulatedWorld.CUSTOMERS) {
      int accounts =
          world.salesforce.query("SELECT Id FROM Account WHERE Name = '" + customer + "'").size();
      if (accounts > 1) {
        return Optional.of(accounts + " accounts of one customer: " + customer);
      }
    }
    return Optional.empty();
  }

  private Optional<String> missing() {
    var pairs = world.pairs();
    var referrals = pairs.stream().map(SimulatedWorld.Pair::referralId).collect(Collectors.toSet());
    var opportunities =
        pairs.stream()
            .map(pair -> SimulatedWorld.id(pair.opportunity()))
            .collect(Collectors.toSet());
    for (var referral : world.ownReferrals()) {
      boolean closedBefore = referral.path("status").asText().equals("Closed");
      if (!referrals.contains(referral.path("id").asText()) && !closedBefore) {
        return Optional.of("no opportunity for " + referral.path("name").asText());
      }
    }
    for (var opportunity : world.opportunities()) {
      boolean closedBefore = Boolean.TRUE.equals(opportunity.get("IsClosed"));
      boolean onHold = "On Hold".equals(opportunity.get("StageName"));
      boolean withoutSolution =
          world
              .salesforce
              .query(
                  "SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '"
                      + SimulatedWorld.id(opportunity)
                      + "'")
              .isEmpty();
      if (!opportunities.contains(SimulatedWorld.id(opportunity))
          && Boolean.TRUE.equals(opportunity.get(SYNC))
          && !closedBefore
          && !onHold
          && !withoutSolution) {
        return Optional.of("no referral for " + opportunity.get("Name"));
      }
    }
    for (var pair : pairs) {
      if (!pair.referralId().equals(pair.opportunity().get(IDENTIFIER))) {
        return Optional.of("no identifier in " + pair.opportunity().get("Name"));
      }
      boolean closed = pair.referral().path("status").asText().equals("Closed");
      if (pair.referral().path("externalReferenceId").asText("").isEmpty() && !closed) {
        return Optional.of("no CRM id in " + pair.referral().path("name").asText());
      }
      if (connector.links().ofReferral(pair.referralId()).isEmpty()) {
        return Optional.of("no link of " + pair.referral().path("name").asText());
      }
    }
    return Optional.empty();
  }

  private Optional<String> disagreements() {
    for (var pair : world.pairs()) {
      var name = pair.referral().path("name").asText();
      var status =
          pair.referral().path("status").asText()
              + "/"
              + pair.referral().path("substatus").asText();
      var stage = String.valueOf(pair.opportunity().get("StageName"));
      boolean closedThere = status.startsWith("Closed");
      boolean closedHere = Boolean.TRUE.equals(pair.opportunity().get("IsClosed"));
      if (closedThere) {
        continue; // final over there, the seller's own business here
      }
      boolean onHold = stage.equals("On Hold");
      if (closedHere || (status.startsWith("New") && !onHold)) {
        return Optional.of(name + " is " + status + " there and " + stage + " here");
      }
      if (onHold) {
        continue;
      }
      for (var field : FIELDS) {
        if (!pair.salesforceValue(field).equals(pair.partnerCenterValue(field))) {
          return Optional.of(
              "%s of %s is %s there and %s here"
                  .formatted(
                      field, name, pair.partnerCenterValue(field), pair.salesforceValue(field)));
        }
      }
      var there =
          new TreeSet<>(
              pair.referral().at("/details/requirements/solutions").findValuesAsText("id"));
      var here =
          new TreeSet<>(
              world
                  .salesforce
                  .query(
                      "SELECT Solution_Identifier__c FROM Microsoft_Solution__c WHERE Opportunity__c = '"
                          + SimulatedWorld.id(pair.opportunity())
                          + "'")
                  .stream()
                  .map(row -> (String) row.get("Solution_Identifier__c"))
                  .toList());
      if (!there.equals(here)) {
        return Optional.of("solutions of %s are %s there and %s here".formatted(name, there, here));
      }
      if (pair.opportunity().get("How_can_Microsoft_help__c") != null
          && !isInvited(pair.referral())) {
        return Optional.of("Microsoft is not invited to " + name);
      }
    }
    return Optional.empty();
  }

  private boolean isInvited(ObjectNode referral) {
    return world.partnerCenter.engagement(referral.path("engagementId").asText()).size() == 2;
  }

  /** The value both sides agreed on is the last one, or one that was changed on both sides. */
  private Optional<String> lostEdits() {
    for (var pair : world.pairs()) {
      boolean final_ = pair.referral().path("status").asText().equals("Closed");
      boolean onHold = "On Hold".equals(pair.opportunity().get("StageName"));
      if (final_ || onHold) {
        continue;
      }
      var edits = world.edits.getOrDefault(SimulatedWorld.dealOf(pair.referral()), Map.of());
      for (var field : edits.keySet()) {
        var edit = edits.get(field);
        var value = pair.salesforceValue(field);
        if (!Objects.equals(value, edit.seller()) && !Objects.equals(value, edit.portal())) {
          return Optional.of(
              "%s of %s is %s, but the last edits were %s"
                  .formatted(field, pair.referral().path("name").asText(), value, edit));
        }
      }
    }
    return Optional.empty();
  }

  /** How many calls wrote something so far. */
  int writes() {
    return writing().size();
  }

  List<String> lastWrites(int number) {
    var all = writing();
    return all.subList(all.size() - number, all.size()).stream()
        .map(call -> call.method() + " " + call.path() + " " + call.body())
        .toList();
  }

  private List<Call> writing() {
    var calls = new ArrayList<Call>();
    calls.addAll(world.partnerCenter.api().journal().of("POST", "/referrals"));
    calls.addAll(world.partnerCenter.api().journal().of("PATCH", "/referrals"));
    world.salesforce.server().journal().all().stream()
        .filter(call -> call.body().contains("\"PATCH\"") || call.body().contains("\"POST\""))
        .forEach(calls::add);
    return calls;
  }
}
