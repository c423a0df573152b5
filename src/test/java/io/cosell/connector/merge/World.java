package io.cosell.connector.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Both sides of one deal, the people who edit them, and a connector that looks at them now and
 * then: it may see a part only, it may be paused, it may die in the middle.
 */
final class World {
  /** A person of the partner's team whom Salesforce does not know. */
  static final String GUEST = "guest";

  private static final Set<String> OF_MICROSOFTS_REFERRAL = Set.of("help", "crm");
  private static final List<FieldRule> RULES =
      List.of(
          new FieldRule("name", When.ALWAYS, When.CREATE, OnConflict.NEWEST, false),
          new FieldRule("amount", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false),
          new FieldRule("currency", When.ALWAYS, When.ALWAYS, OnConflict.SALESFORCE, false),
          new FieldRule("notes", When.ALWAYS, When.ALWAYS, OnConflict.PARTNER_CENTER, false),
          new FieldRule("contacts", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false),
          new FieldRule("team", When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, false, true),
          new FieldRule("visibility", When.ALWAYS, When.ALWAYS, OnConflict.RATCHET, false),
          new FieldRule("help", When.ALWAYS, When.ALWAYS, OnConflict.RATCHET, false),
          new FieldRule("crm", When.ALWAYS, When.NEVER, OnConflict.NEWEST, false),
          new FieldRule(AnyDeal.PHASE, When.ALWAYS, When.ALWAYS, OnConflict.NEWEST, true));

  /** What one look reads of Partner Center. */
  enum Reading {
    BOTH_REFERRALS,
    OWN_REFERRAL,
    MICROSOFTS_REFERRAL
  }

  /** What a look still does before the connector dies. */
  enum Dying {
    NOT,
    WITH_NOTHING_WRITTEN,
    WITH_PARTNER_CENTER_WRITTEN,
    WITH_SALESFORCE_WRITTEN,
    WITH_NOTHING_REMEMBERED
  }

  private DealState partnerCenter;
  private DealState salesforce;
  private Snapshot remembered = Snapshot.EMPTY;
  private boolean salesforceIsNewer;
  private boolean ticked = true;
  private boolean mayWritePartnerCenter = true;
  private boolean mayWriteSalesforce = true;

  /** A side that is null has no record yet; the connector will make one. */
  World(DealState partnerCenter, DealState salesforce) {
    this.partnerCenter = partnerCenter;
    this.salesforce = salesforce;
  }

  DealState partnerCenter() {
    return partnerCenter;
  }

  DealState salesforce() {
    return salesforce;
  }

  boolean isOpen() {
    return partnerCenter != null && !phase(partnerCenter).closed();
  }

  boolean isOnHold() {
    return salesforce != null && phase(salesforce) == Phase.OFFERED;
  }

  static Phase phase(DealState side) {
    return Phase.of(side.text(AnyDeal.PHASE).orElseThrow());
  }

  void sellerDoes(UnaryOperator<DealState> edit) {
    if (salesforce != null) {
      salesforce = edit.apply(salesforce);
      salesforceIsNewer = true;
    }
  }

  /** Somebody in the portal, or Microsoft; a closed referral cannot be changed. */
  void portalDoes(UnaryOperator<DealState> edit) {
    if (isOpen()) {
      partnerCenter = edit.apply(partnerCenter);
      salesforceIsNewer = false;
    }
  }

  void ticks(boolean wanted) {
    ticked = wanted;
  }

  void allows(boolean toPartnerCenter, boolean toSalesforce) {
    mayWritePartnerCenter = toPartnerCenter;
    mayWriteSalesforce = toSalesforce;
  }

  /** All is as it should be: marked, nothing paused. */
  void opensAllGates() {
    ticks(true);
    allows(true, true);
  }

  Optional<MergeResult> look() {
    return look(Reading.BOTH_REFERRALS, Dying.NOT);
  }

  /** One look as the flows do it; empty where there is nothing to compare yet. */
  Optional<MergeResult> look(Reading reading, Dying dying) {
    if (partnerCenter == null) {
      create(dying);
    }
    boolean tooEarly = salesforce == null && reading == Reading.MICROSOFTS_REFERRAL;
    if (partnerCenter == null || tooEarly) {
      return Optional.empty();
    }
    var result = Merge.merge(input(read(reading)));
    write(result, dying);
    if (dying == Dying.NOT && salesforce != null) {
      remembered = result.next();
    }
    return Optional.of(result);
  }

  private MergeInput input(DealState read) {
    return new MergeInput(
        RULES,
        remembered,
        read,
        salesforce == null ? DealState.EMPTY : salesforce,
        false,
        salesforce == null,
        salesforceIsNewer,
        gateToPartnerCenter(read),
        gateToSalesforce(),
        Map.of("team", Set.of(GUEST)));
  }

  /** The seller's deal becomes a referral, accepted from the start and without Microsoft. */
  private void create(Dying dying) {
    boolean mayCreate = ticked && mayWritePartnerCenter && phase(salesforce) == Phase.ACCEPTED;
    if (mayCreate && dying != Dying.WITH_NOTHING_WRITTEN) {
      partnerCenter = salesforce.without("help");
      remembered = new Snapshot(salesforce, salesforce).without("help");
    }
  }

  private DealState read(Reading reading) {
    var seen = new TreeMap<>(partnerCenter.fields());
    switch (reading) {
      case BOTH_REFERRALS -> {}
      case OWN_REFERRAL -> seen.keySet().removeAll(OF_MICROSOFTS_REFERRAL);
      case MICROSOFTS_REFERRAL -> seen.keySet().retainAll(OF_MICROSOFTS_REFERRAL);
    }
    return new DealState(seen);
  }

  private void write(MergeResult result, Dying dying) {
    if (dying == Dying.WITH_NOTHING_WRITTEN) {
      return;
    }
    if (dying != Dying.WITH_SALESFORCE_WRITTEN && !result.toPartnerCenter().isEmpty()) {
      assertThat(isOpen()).as("a closed referral is written to: %s", result).isTrue();
      partnerCenter = partnerCenter.overlaid(result.toPartnerCenter());
      salesforceIsNewer = false;
    }
    if (dying != Dying.WITH_PARTNER_CENTER_WRITTEN && !result.toSalesforce().isEmpty()) {
      var before = salesforce == null ? AnyStory.blankOpportunity() : salesforce;
      salesforce = before.overlaid(AnyLook.asSalesforceKeeps(result.toSalesforce()));
      salesforceIsNewer = true;
    }
  }

  private Gate gateToPartnerCenter(DealState read) {
    if (!ticked || !mayWritePartnerCenter || isOnHold()) {
      return Gate.held("not now");
    }
    return read.get(AnyDeal.PHASE).isPresent() && !isOpen()
        ? Gate.closed("the referral is closed")
        : Gate.OPEN;
  }

  private Gate gateToSalesforce() {
    return mayWriteSalesforce ? Gate.OPEN : Gate.held("not now");
  }

  /** What a side says about a field, without what Salesforce has no place for. */
  static Object said(DealState side, String field) {
    return said(side.get(field).orElse(null));
  }

  private static Object said(FieldValue value) {
    if (value instanceof FieldValue.Items items) {
      SortedMap<String, Object> people = new TreeMap<>(items.byKey());
      people.remove(GUEST);
      return people;
    }
    return value == null ? "" : value.toString();
  }

  @Override
  public String toString() {
    return "\n    Partner Center: %s\n    Salesforce:     %s\n    remembered:     %s"
        .formatted(partnerCenter, salesforce, remembered);
  }
}
