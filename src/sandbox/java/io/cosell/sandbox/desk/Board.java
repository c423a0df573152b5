package io.cosell.sandbox.desk;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What the page shows: all cards, and what is on its way between them. Tells every difference to
 * one listener as a name and something to be written as JSON. Not thread-safe.
 */
final class Board {
  private final SalesforceSide salesforce;
  private final PartnerCenterSide partnerCenter;
  private final BiConsumer<String, Object> listener;
  private final Map<String, OpportunityCard> opportunities = new LinkedHashMap<>();
  private final Map<String, ReferralCard> referrals = new LinkedHashMap<>();
  private final Map<String, Travellers> travellers = new HashMap<>();

  Board(
      SalesforceSide salesforce,
      PartnerCenterSide partnerCenter,
      BiConsumer<String, Object> listener) {
    this.salesforce = salesforce;
    this.partnerCenter = partnerCenter;
    this.listener = listener;
  }

  /** Reads everything anew and forgets what was on its way. */
  void load() {
    opportunities.clear();
    referrals.clear();
    travellers.clear();
    salesforce.all().forEach(card -> opportunities.put(card.id(), card));
    partnerCenter.all().forEach(card -> referrals.put(card.id(), card));
  }

  /** All cards. */
  Map<String, Object> everything() {
    return Map.of(
        "opportunities", List.copyOf(opportunities.values()),
        "referrals", List.copyOf(referrals.values()));
  }

  /**
   * An opportunity or something below it has changed.
   *
   * @param now what it looked like right after that change, empty when it is gone
   */
  void salesforceChanged(String id, Optional<OpportunityCard> now, boolean byPerson, Instant at) {
    if (now.isEmpty()) {
      opportunities.remove(id);
      listener.accept("opportunity-gone", id);
      return;
    }
    var card = now.get();
    var before = opportunities.put(id, card);
    listener.accept("opportunity", card);
    if (byPerson) {
      leavesSalesforce(before, card, at);
    } else {
      referralOf(card)
          .ifPresent(
              referral ->
                  arrives(Arrival.TO_SALESFORCE, card, referral, at, withDeal(card.aspects())));
    }
  }

  /**
   * A referral has changed.
   *
   * @param now what its engagement looked like right after that change
   */
  void partnerCenterChanged(ReferralCard now, boolean byConnector, Instant at) {
    var before = referrals.put(now.id(), now);
    listener.accept("referral", now);
    if (byConnector) {
      opportunityOf(now)
          .ifPresent(
              opportunity ->
                  arrives(
                      Arrival.TO_PARTNER_CENTER, opportunity, now, at, withDeal(now.aspects())));
    } else {
      leavesPartnerCenter(before, now, at);
    }
  }

  private void leavesSalesforce(OpportunityCard before, OpportunityCard now, Instant at) {
    if (!now.sync() || now.isOnHold()) {
      return;
    }
    var referral = referralOf(now);
    if (referral.isEmpty()) {
      sets(now.id(), Arrival.TO_PARTNER_CENTER, at, Map.of(Travellers.NEW_DEAL, "there"));
    } else {
      var changed =
          changed(before == null || before.isOnHold() ? Map.of() : before.aspects(), now.aspects());
      sets(now.id(), Arrival.TO_PARTNER_CENTER, at, missing(changed, referral.get().aspects()));
    }
    tellUnderway(
        Arrival.TO_PARTNER_CENTER, now.id(), referral.map(ReferralCard::id).orElse(""), now.id());
  }

  private void leavesPartnerCenter(ReferralCard before, ReferralCard now, Instant at) {
    var opportunity = opportunityOf(now);
    if (opportunity.isEmpty()) {
      if (now.kind().equals("private") || now.status().equals("Closed")) {
        return;
      }
      sets(now.id(), Arrival.TO_SALESFORCE, at, Map.of(Travellers.NEW_DEAL, "there"));
    } else {
      var changed = changed(before == null ? Map.of() : before.aspects(), now.aspects());
      sets(now.id(), Arrival.TO_SALESFORCE, at, missing(changed, opportunity.get().aspects()));
    }
    tellUnderway(
        Arrival.TO_SALESFORCE, opportunity.map(OpportunityCard::id).orElse(""), now.id(), now.id());
  }

  private void sets(String key, String direction, Instant at, Map<String, String> values) {
    if (!values.isEmpty()) {
      travellers.computeIfAbsent(key, any -> new Travellers()).set(direction, at, values);
    }
  }

  private void tellUnderway(String direction, String opportunityId, String referralId, String key) {
    Optional.ofNullable(travellers.get(key))
        .flatMap(it -> it.underway(direction))
        .ifPresent(it -> tell(it, opportunityId, referralId));
  }

  private void arrives(
      String direction,
      OpportunityCard opportunity,
      ReferralCard referral,
      Instant at,
      Map<String, String> values) {
    var key = direction.equals(Arrival.TO_SALESFORCE) ? referral.id() : opportunity.id();
    var those = travellers.get(key);
    if (those == null) {
      return;
    }
    those.shows(direction, at, values).ifPresent(it -> tell(it, opportunity.id(), referral.id()));
  }

  private void tell(Arrival it, String opportunityId, String referralId) {
    listener.accept(
        "arrival",
        new Arrival(opportunityId, referralId, it.direction(), it.what(), it.since(), it.millis()));
  }

  private Optional<ReferralCard> referralOf(OpportunityCard card) {
    var linked = referrals.get(card.referralId());
    return linked != null
        ? Optional.of(linked)
        : referrals.values().stream().filter(it -> it.crmId().equals(card.id())).findFirst();
  }

  private Optional<OpportunityCard> opportunityOf(ReferralCard card) {
    var linked = opportunities.get(card.crmId());
    return linked != null
        ? Optional.of(linked)
        : opportunities.values().stream()
            .filter(it -> it.referralId().equals(card.id()))
            .findFirst();
  }

  /** The values and the deal itself, which has arrived when anything of it is there. */
  private static Map<String, String> withDeal(Map<String, String> values) {
    values.put(Travellers.NEW_DEAL, "there");
    return values;
  }

  /** The values that differ from those before. */
  private static Map<String, String> changed(Map<String, String> before, Map<String, String> now) {
    return now.entrySet().stream()
        .filter(it -> !it.getValue().equals(before.get(it.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The values that the other side does not show. */
  private static Map<String, String> missing(
      Map<String, String> values, Map<String, String> there) {
    return changed(there, values);
  }
}
