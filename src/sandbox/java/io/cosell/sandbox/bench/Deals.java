package io.cosell.sandbox.bench;

import io.cosell.sandbox.partnercenter.Deal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What sellers, portal users and Microsoft do during the benchmark. */
final class Deals {
  private static final int EDITED_IN_TURN = 10;

  private final Clouds clouds;
  private final AtomicInteger number = new AtomicInteger();
  private final Deque<String> unmarked = new ArrayDeque<>();
  private final Deque<Linked> linked = new ArrayDeque<>();

  Deals(Clouds clouds) {
    this.clouds = clouds;
  }

  /** Two records that belong together. */
  record Linked(String opportunityId, String referralId) {}

  /**
   * One change.
   *
   * @param at when it was made, by {@link System#nanoTime()}
   * @param visible its sighting on the other side
   * @param done the sighting of the last write it causes
   */
  record Change(long at, String visible, String done) {}

  /** Makes what the changes of this kind need beforehand. */
  void prepare(Kind kind, int changes) {
    unmarked.clear();
    switch (kind) {
      case OUTBOUND_PRIVATE -> addUnmarked(changes, Map.of());
      case OUTBOUND_CO_SELL ->
          addUnmarked(changes, Map.of("How_can_Microsoft_help__c", "Quotes or Licensing"));
      case OUTBOUND_UPDATE, INBOUND_UPDATE -> link();
      case INBOUND_CREATE -> {
        // needs nothing
      }
    }
  }

  private void link() {
    if (!linked.isEmpty()) {
      return;
    }
    addUnmarked(EDITED_IN_TURN, Map.of());
    clouds.awaitQuiet(1_000);
    while (!unmarked.isEmpty()) {
      var id = unmarked.peek();
      var change = marks();
      clouds.sightings().await(List.of(change.done()), 1, 60);
      var referral = clouds.salesforce().record("Opportunity", id).get("Referral_Identifier__c");
      if (referral == null) {
        throw new IllegalStateException("opportunity " + id + " got no referral within a minute");
      }
      linked.add(new Linked(id, referral.toString()));
    }
  }

  /** Makes one change of this kind. */
  Change make(Kind kind) {
    return switch (kind) {
      case OUTBOUND_PRIVATE -> marks();
      case OUTBOUND_CO_SELL -> {
        var change = marks();
        var opportunity = change.done().substring(change.done().lastIndexOf(' ') + 1);
        yield new Change(change.at(), Sightings.invitationOf(opportunity), change.done());
      }
      case OUTBOUND_UPDATE -> editsAmount();
      case INBOUND_UPDATE -> editsValue();
      case INBOUND_CREATE -> {
        int deal = number.incrementAndGet();
        var json = offer("Shared deal " + deal, "Shared customer " + deal).json();
        long at = System.nanoTime();
        var id = clouds.partnerCenter().asMicrosoftSeller().shares(json).path("id").asText();
        yield new Change(at, Sightings.opportunityOf(id), Sightings.crmIdIn(id));
      }
    };
  }

  private Change marks() {
    var id = unmarked.remove();
    long at = System.nanoTime();
    clouds
        .salesforce()
        .asSeller()
        .update("Opportunity", id, Map.of("Sync_with_Partner_Center__c", true));
    return new Change(at, Sightings.referralOf(id), Sightings.identifierIn(id));
  }

  private Change editsAmount() {
    var deal = next();
    int amount = 100_000 + number.incrementAndGet();
    long at = System.nanoTime();
    clouds
        .salesforce()
        .asSeller()
        .update("Opportunity", deal.opportunityId(), Map.of("Amount", amount));
    var seen = Sightings.valueOf(deal.referralId(), amount);
    return new Change(at, seen, seen);
  }

  private Change editsValue() {
    var deal = next();
    int value = 100_000 + number.incrementAndGet();
    long at = System.nanoTime();
    clouds.partnerCenter().asPortalUser().changes(deal.referralId(), "/details/dealValue", value);
    var seen = Sightings.amountOf(deal.opportunityId(), value);
    return new Change(at, seen, seen);
  }

  private Linked next() {
    var deal = linked.remove();
    linked.add(deal);
    return deal;
  }

  private void addUnmarked(int deals, Map<String, Object> fields) {
    for (int i = 0; i < deals; i++) {
      unmarked.add(newOpportunity(clouds, number.incrementAndGet(), fields));
    }
  }

  /** A complete opportunity with account, primary contact and solution, not marked for sync. */
  static String newOpportunity(Clouds clouds, int number, Map<String, Object> fields) {
    var seller = clouds.salesforce().asSeller();
    var account =
        seller.create(
            "Account",
            Map.of(
                "Name", "Own customer " + number,
                "BillingStreet", "1 Kiln Street",
                "BillingCity", "Leeds",
                "BillingPostalCode", "LS1 4AA",
                "BillingCountry", "GB"));
    var contact =
        seller.create(
            "Contact",
            Map.of(
                "FirstName", "Ada",
                "LastName", "Reyes",
                "Email", "ada@own" + number + ".example",
                "Phone", "+441135550101",
                "AccountId", account));
    var values = new HashMap<String, Object>(fields);
    values.put("Name", "Own deal " + number);
    values.put("AccountId", account);
    values.put("StageName", "Prospecting");
    values.put("CloseDate", "2027-03-31");
    values.put("Amount", 48000);
    values.put("CurrencyIsoCode", "GBP");
    values.put("Description", "Pilot agreed.");
    var id = seller.create("Opportunity", values);
    seller.create(
        "OpportunityContactRole",
        Map.of("OpportunityId", id, "ContactId", contact, "IsPrimary", true));
    seller.create(
        "Microsoft_Solution__c",
        Map.of(
            "Opportunity__c", id,
            "Name", "ColdTrack",
            "Solution_Identifier__c", "SOL-40210-KLP",
            "Solution_Type__c", "3P"));
    return id;
  }

  /** A deal of this customer, with one contact. */
  static Deal offer(String name, String customer) {
    return Deal.named(name)
        .forCustomer(customer, "LS1 4AA")
        .withContact("Ada", "Reyes", "ada@" + customer.replace(' ', '-') + ".example")
        .with("/inviteContext/assistanceRequestCode", "QuotesOrLicensing");
  }
}
