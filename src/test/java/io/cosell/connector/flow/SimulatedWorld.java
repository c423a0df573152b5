package io.cosell.connector.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.connector.MutableClock;
import io.cosell.connector.partnercenter.WebhookEvent;
import io.cosell.sandbox.partnercenter.Change;
import io.cosell.sandbox.partnercenter.Deal;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceOptions;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Both clouds, the people who work in them, and the events that are on their way. */
final class SimulatedWorld implements AutoCloseable {
  static final Instant BEGIN = Instant.parse("2026-03-04T08:00:00Z");

  /** Customers that are new to Salesforce; sellers have others, whose accounts they made before. */
  static final List<String> CUSTOMERS = List.of("Northbrook Dairy", "Kestrel Mining");

  private static final String SELLERS_CUSTOMER = "Lindqvist Livs";
  private static final String CHANNEL = "/data/CoSell__chn";
  private static final List<String> PORTAL_FIELDS =
      List.of("/details/dealValue", "/details/closingDateTime", "/details/notes");
  private static final List<String> SELLER_FIELDS = List.of("Amount", "CloseDate", "Description");
  private static final List<String> SOLUTIONS =
      List.of("SOL-50001-AAA", "SOL-50002-BBB", "SOL-50003-CCC");

  static final String SOLUTION = "solution/";
  static final String THERE = "there";
  static final String GONE = "gone";

  final MutableClock clock = new MutableClock(BEGIN);
  final SalesforceSandbox salesforce;
  final PartnerCenterSandbox partnerCenter;
  private final Chronicle history;
  private Random ids = new Random(0);
  private int numbers;
  private Choices choices;
  private String account;
  private WritesInDoubt inDoubt;
  private String latest = "";

  /** Webhook calls Partner Center still has to make. */
  final List<Delivery> deliveries = new ArrayList<>();

  /** What each record is called in the history. */
  private final Map<String, String> names = new TreeMap<>();

  /** The last value somebody gave a field, by deal and field. */
  final Map<String, Map<String, LastEdit>> edits = new TreeMap<>();

  /** One event on its way. */
  static final class Delivery {
    final WebhookEvent event;
    final String what;
    int attempts;

    Delivery(WebhookEvent event, String what) {
      this.event = event;
      this.what = what;
    }
  }

  /**
   * What somebody did to one field of one deal.
   *
   * @param seller the seller's last value since both sides agreed, null for none
   * @param portal the portal's
   * @param met whether both did the same by themselves, or one undid a write in doubt, which the
   *     connector need not have seen
   */
  record LastEdit(String seller, String portal, boolean met) {
    static LastEdit by(boolean seller, String value, LastEdit before, boolean met) {
      return seller
          ? new LastEdit(value, before == null ? null : before.portal(), met)
          : new LastEdit(before == null ? null : before.seller(), value, met);
    }
  }

  SimulatedWorld(Chronicle history) {
    this.history = history;
    history.clock(clock);
    salesforce = new SalesforceSandbox(SalesforceOptions.builder().clock(clock).build());
    salesforce.start();
    partnerCenter =
        new PartnerCenterSandbox(
                PartnerCenterOptions.defaults()
                    .withClock(clock)
                    .withIds(() -> new UUID(ids.nextLong(), ids.nextLong())))
            .start();
    partnerCenter.account().accessTokensLast(Duration.ofDays(3650));
    partnerCenter.onChange(this::announce);
  }

  void mayDoubt(WritesInDoubt writes) {
    inDoubt = writes;
  }

  void begin(long seed, Choices source) {
    latest = "";
    ids = new Random(seed);
    numbers = 0;
    choices = source;
    clock.moveTo(BEGIN);
    salesforce.reset();
    partnerCenter.reset();
    deliveries.clear();
    names.clear();
    edits.clear();
    account =
        salesforce
            .asSeller()
            .create(
                "Account",
                Map.of(
                    "Name", SELLERS_CUSTOMER,
                    "BillingStreet", "1 Kiln Street",
                    "BillingCity", "Leeds",
                    "BillingPostalCode", "LS1 4AA",
                    "BillingCountry", "GB"));
  }

  private void announce(Change change) {
    boolean microsofts = isMicrosofts(partnerCenter.referral(change.referralId()));
    var name =
        (microsofts ? "related-referral-" : "referral-")
            + (change.created() ? "created" : "updated");
    var body =
        """
        {"EventName":"%s","ResourceUri":"https://api.partnercenter.microsoft.com/engagements/v1/referrals/%s",
         "ResourceName":"referral","AuditUri":null,"ResourceChangeUtcDate":"%s"}"""
            .formatted(name, change.referralId(), change.at().toString().replace("Z", "+00:00"));
    deliveries.add(
        new Delivery(
            WebhookEvent.parse(body.getBytes(StandardCharsets.UTF_8)),
            name + " of " + nameOf(change.referralId())));
  }

  /** The change events after this position, as whole messages. */
  List<Map<String, Object>> changeEventsAfter(long position) {
    return salesforce.streaming().messagesAfter(CHANNEL, position);
  }

  long newestChangeEvent() {
    return salesforce.streaming().lastReplayId(CHANNEL);
  }

  String nameOf(String id) {
    return names.getOrDefault(id, id);
  }

  /** Somebody does something; nothing when there is nothing to do it to. */
  void somebodyActs() {
    clock.moveOn(Duration.ofMillis(1 + choices.below(1500)));
    switch (choices.below(18)) {
      case 0, 1 -> sellerMakesDeal();
      case 2 -> portalMakesDeal();
      case 3 -> microsoftShares();
      case 4, 5, 6 -> sellerEdits(anOpportunity(), aField());
      case 8, 9, 10 -> portalEdits(aReferral(), aField());
      case 11 -> sellerMovesStage();
      case 12 -> sellerAsksForHelp();
      case 7, 13, 16 -> sellerChangesSolutions(anOpportunity(), choices.oneOf(SOLUTIONS));
      case 14 -> portalMovesStatus();
      case 15 -> portalChangesSolutions(aReferral(), choices.oneOf(SOLUTIONS));
      default -> microsoftActs();
    }
  }

  private int aField() {
    return choices.below(SELLER_FIELDS.size());
  }

  /** On the other side of the record that is just being written. */
  void somebodyActsMeanwhile(String request) {
    ownReferrals().stream()
        .filter(it -> request.endsWith(it.path("id").asText()))
        .findFirst()
        .ifPresent(
            it -> {
              if (inDoubt.sendSolutionsOf(it.path("id").asText())) {
                portalChangesSolutions(it, choices.oneOf(SOLUTIONS));
              } else {
                portalEdits(it, aField());
              }
            });
  }

  /** Once more what was edited in the deal of this write, or in the deal that was edited last. */
  void somebodyEditsAgain(String request) {
    var deal =
        ownReferrals().stream()
            .filter(it -> request.endsWith(it.path("id").asText()))
            .map(SimulatedWorld::dealOf)
            .findFirst()
            .orElse(latest);
    var fields = edits.getOrDefault(deal, Map.of()).keySet().stream().sorted().toList();
    if (fields.isEmpty()) {
      return;
    }
    var field = choices.oneOf(fields);
    if (choices.below(2) == 0) {
      var opportunity = ofDeal(opportunities(), deal);
      if (field.startsWith(SOLUTION)) {
        sellerChangesSolutions(opportunity, field.substring(SOLUTION.length()));
      } else {
        sellerEdits(opportunity, PORTAL_FIELDS.indexOf(field));
      }
    } else {
      var referral = ofDeal(ownReferrals(), deal);
      if (field.startsWith(SOLUTION)) {
        portalChangesSolutions(referral, field.substring(SOLUTION.length()));
      } else {
        portalEdits(referral, PORTAL_FIELDS.indexOf(field));
      }
    }
  }

  private static <T> T ofDeal(List<T> records, String deal) {
    return records.stream().filter(it -> dealOf(it).equals(deal)).findFirst().orElse(null);
  }

  private void sellerMakesDeal() {
    var seller = salesforce.asSeller();
    var name = "deal " + ++numbers;
    var id =
        seller.create(
            "Opportunity",
            Map.of(
                "Name", name,
                "AccountId", account,
                "StageName", "Prospecting",
                "CloseDate", "2026-09-30",
                "Amount", 1000 * numbers,
                "CurrencyIsoCode", "GBP",
                "Description", "Made by the seller."));
    names.put(id, name);
    seller.create(
        "Microsoft_Solution__c",
        Map.of(
            "Opportunity__c", id, "Name", "ColdTrack", "Solution_Identifier__c", "SOL-40210-KLP"));
    contact(account, id);
    if (choices.below(3) == 0) {
      seller.update("Opportunity", id, Map.of("How_can_Microsoft_help__c", "General or Other"));
    }
    seller.update("Opportunity", id, Map.of("Sync_with_Partner_Center__c", true));
    history.note("seller makes and ticks " + name);
  }

  private void contact(String account, String opportunity) {
    var contact =
        salesforce
            .asSeller()
            .create(
                "Contact",
                Map.of(
                    "FirstName", "Ada",
                    "LastName", "Reyes",
                    "Email", "ada" + numbers + "@northbrook.example",
                    "Phone", "+441135550101",
                    "AccountId", account));
    salesforce
        .asSeller()
        .create(
            "OpportunityContactRole",
            Map.of("OpportunityId", opportunity, "ContactId", contact, "IsPrimary", true));
  }

  private void portalMakesDeal() {
    var name = "deal " + ++numbers;
    var deal =
        Deal.named(name)
            .visibleToMicrosoft()
            .worth(String.valueOf(1000 * numbers), "GBP")
            .forCustomer(choices.oneOf(CUSTOMERS), "LS1 4AA");
    var made = partnerCenter.asPortalUser().creates(deal);
    names.put(made.path("id").asText(), name);
    history.note("portal makes " + name);
  }

  private void microsoftShares() {
    var name = "deal " + ++numbers;
    var deal =
        Deal.named(name)
            .worth(String.valueOf(1000 * numbers), "GBP")
            .forCustomer(choices.oneOf(CUSTOMERS), "LS1 4AA");
    var shared = partnerCenter.asMicrosoftSeller().shares(deal);
    names.put(shared.path("id").asText(), name);
    history.note("Microsoft shares " + name);
  }

  private void sellerEdits(Map<String, Object> opportunity, int field) {
    if (opportunity == null) {
      return;
    }
    var value = value(field);
    var name = SELLER_FIELDS.get(field);
    remember(opportunity, PORTAL_FIELDS.get(field), value, true);
    salesforce
        .asSeller()
        .update(
            "Opportunity",
            id(opportunity),
            Map.of(name, field == 0 ? (Object) Integer.valueOf(value) : value));
    history.note("seller sets " + name + " of " + nameOf(id(opportunity)) + " to " + value);
  }

  private void portalEdits(ObjectNode referral, int field) {
    if (referral == null || referral.path("status").asText().equals("Closed")) {
      return;
    }
    var value = value(field);
    var path = PORTAL_FIELDS.get(field);
    remember(referral, path, value, false);
    partnerCenter
        .asPortalUser()
        .changes(
            referral.path("id").asText(),
            path,
            switch (field) {
              case 0 -> Integer.valueOf(value);
              case 1 -> value + "T00:00:00Z";
              default -> value;
            });
    history.note(
        "portal sets " + path + " of " + nameOf(referral.path("id").asText()) + " to " + value);
  }

  private String value(int field) {
    return switch (field) {
      case 0 -> String.valueOf(10_000 + ++numbers);
      case 1 -> "2026-10-" + String.format("%02d", 1 + (++numbers % 28));
      default -> "Notes " + ++numbers;
    };
  }

  /** Whether both sides had the same value just before decides what may become of this one. */
  private void remember(Object record, String field, String value, boolean seller) {
    latest = dealOf(record);
    var ofDeal = edits.computeIfAbsent(latest, any -> new HashMap<>());
    ofDeal.put(field, edit(ofDeal.get(field), pairOf(record), field, value, seller));
  }

  private LastEdit edit(LastEdit known, Pair pair, String field, String value, boolean seller) {
    if (pair == null) {
      return LastEdit.by(seller, value, known, known != null && known.met());
    }
    var other = seller ? pair.partnerCenterValue(field) : pair.salesforceValue(field);
    if (inDoubt.areUndoneBy(pair.referralId(), seller, field, value)) {
      return seller ? new LastEdit(value, other, true) : new LastEdit(other, value, true);
    }
    boolean equal = pair.salesforceValue(field).equals(pair.partnerCenterValue(field));
    var before = equal && (known == null || !known.met()) ? null : known;
    return LastEdit.by(
        seller, value, before, value.equals(other) || (before != null && before.met()));
  }

  /** Both sides call it by the same name, but for the mark. */
  static String dealOf(Object record) {
    return record instanceof ObjectNode referral
        ? referral.path("name").asText()
        : ((Map<?, ?>) record).get("Name").toString().replaceFirst("^[✔✖] ", "");
  }

  private void sellerMovesStage() {
    var opportunity = anOpportunity();
    if (opportunity == null) {
      return;
    }
    var stage =
        choices.oneOf(
            List.of("Qualification", "Negotiation/Review", "Closed Won", "Closed Lost", "On Hold"));
    salesforce.asSeller().update("Opportunity", id(opportunity), Map.of("StageName", stage));
    history.note("seller moves " + nameOf(id(opportunity)) + " to " + stage);
  }

  private void sellerAsksForHelp() {
    var opportunity = anOpportunity();
    if (opportunity == null) {
      return;
    }
    var id = id(opportunity);
    if (salesforce
        .query("SELECT Id FROM OpportunityContactRole WHERE OpportunityId = '" + id + "'")
        .isEmpty()) {
      contact((String) opportunity.get("AccountId"), id);
    }
    salesforce
        .asSeller()
        .update("Opportunity", id, Map.of("How_can_Microsoft_help__c", "Quotes or Licensing"));
    history.note("seller asks for help with " + nameOf(id));
  }

  private void sellerChangesSolutions(Map<String, Object> opportunity, String solution) {
    if (opportunity == null) {
      return;
    }
    var id = id(opportunity);
    var rows =
        salesforce.query(
            "SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '"
                + id
                + "' AND Solution_Identifier__c = '"
                + solution
                + "'");
    remember(opportunity, SOLUTION + solution, rows.isEmpty() ? THERE : GONE, true);
    if (rows.isEmpty()) {
      salesforce
          .asSeller()
          .create(
              "Microsoft_Solution__c",
              Map.of("Opportunity__c", id, "Name", solution, "Solution_Identifier__c", solution));
      history.note("seller adds " + solution + " to " + nameOf(id));
    } else {
      salesforce.asSeller().delete("Microsoft_Solution__c", (String) rows.get(0).get("Id"));
      history.note("seller removes " + solution + " from " + nameOf(id));
    }
  }

  private void portalChangesSolutions(ObjectNode referral, String solution) {
    if (referral == null || referral.path("status").asText().equals("Closed")) {
      return;
    }
    var others = new ArrayList<Map<String, String>>();
    referral
        .at("/details/requirements/solutions")
        .forEach(
            it ->
                others.add(Map.of("id", it.path("id").asText(), "name", it.path("name").asText())));
    boolean removed = others.removeIf(it -> it.get("id").equals(solution));
    remember(referral, SOLUTION + solution, removed ? GONE : THERE, false);
    if (!removed) {
      others.add(Map.of("id", solution, "name", solution));
    }
    var id = referral.path("id").asText();
    partnerCenter.asPortalUser().changes(id, "/details/requirements/solutions", others);
    history.note("portal " + (removed ? "removes " : "adds ") + solution + " of " + nameOf(id));
  }

  private void portalMovesStatus() {
    var referral = aReferral();
    if (referral == null || referral.path("status").asText().equals("Closed")) {
      return;
    }
    var id = referral.path("id").asText();
    boolean offered = referral.path("status").asText().equals("New");
    switch (choices.below(4)) {
      case 0, 1 -> {
        if (offered) {
          partnerCenter.asPortalUser().accepts(id);
          history.note("portal accepts " + nameOf(id));
        }
      }
      case 2 -> {
        if (!offered) {
          partnerCenter.asPortalUser().wins(id);
          history.note("portal wins " + nameOf(id));
        }
      }
      default -> {
        if (!offered) {
          partnerCenter.asPortalUser().loses(id, "Budget not adequate");
          history.note("portal loses " + nameOf(id));
        }
      }
    }
  }

  private void microsoftActs() {
    var invited =
        partnerCenter.referrals().stream()
            .filter(SimulatedWorld::isMicrosofts)
            .filter(it -> it.path("status").asText().equals("New"))
            .toList();
    if (!invited.isEmpty()) {
      var id = choices.oneOf(invited).path("id").asText();
      partnerCenter.asMicrosoftSeller().accepts(id);
      history.note("Microsoft accepts " + nameOf(id));
    }
  }

  private Map<String, Object> anOpportunity() {
    var all = opportunities();
    return all.isEmpty() ? null : choices.oneOf(all);
  }

  private ObjectNode aReferral() {
    var all = ownReferrals();
    return all.isEmpty() ? null : choices.oneOf(all);
  }

  List<Map<String, Object>> opportunities() {
    return salesforce.records("Opportunity").stream()
        .sorted(java.util.Comparator.comparing(SimulatedWorld::id))
        .toList();
  }

  List<ObjectNode> ownReferrals() {
    return partnerCenter.referrals().stream()
        .filter(it -> !isMicrosofts(it))
        .sorted(java.util.Comparator.comparing(it -> it.path("createdDateTime").asText()))
        .toList();
  }

  /** A referral and its opportunity, by what they say of each other. */
  record Pair(ObjectNode referral, Map<String, Object> opportunity, Set<String> solutions) {
    String referralId() {
      return referral.path("id").asText();
    }

    String salesforceValue(String field) {
      if (field.startsWith(SOLUTION)) {
        return solutions.contains(field.substring(SOLUTION.length())) ? THERE : GONE;
      }
      return switch (field) {
        case "/details/dealValue" -> decimal(String.valueOf(opportunity.get("Amount")));
        case "/details/closingDateTime" -> String.valueOf(opportunity.get("CloseDate"));
        default -> java.util.Objects.toString(opportunity.get("Description"), "");
      };
    }

    String partnerCenterValue(String field) {
      if (field.startsWith(SOLUTION)) {
        return referral
                .at("/details/requirements/solutions")
                .findValuesAsText("id")
                .contains(field.substring(SOLUTION.length()))
            ? THERE
            : GONE;
      }
      var text = referral.at(field).asText("");
      return switch (field) {
        case "/details/dealValue" -> decimal(text);
        case "/details/closingDateTime" -> text.substring(0, Math.min(10, text.length()));
        default -> text;
      };
    }

    private static String decimal(String text) {
      return text.isBlank() || text.equals("null")
          ? ""
          : new java.math.BigDecimal(text).stripTrailingZeros().toPlainString();
    }
  }

  Pair pairOf(Object record) {
    return pairs().stream()
        .filter(
            pair ->
                record instanceof ObjectNode referral
                    ? pair.referralId().equals(referral.path("id").asText())
                    : id(pair.opportunity()).equals(id((Map<?, ?>) record)))
        .findFirst()
        .orElse(null);
  }

  List<Pair> pairs() {
    var byIdentifier = new HashMap<String, Map<String, Object>>();
    var byId = new HashMap<String, Map<String, Object>>();
    for (var opportunity : salesforce.records("Opportunity")) {
      byId.put(id(opportunity), opportunity);
      if (opportunity.get("Referral_Identifier__c") != null) {
        byIdentifier.put((String) opportunity.get("Referral_Identifier__c"), opportunity);
      }
    }
    var solutions = new HashMap<String, Set<String>>();
    for (var row : salesforce.records("Microsoft_Solution__c")) {
      solutions
          .computeIfAbsent((String) row.get("Opportunity__c"), any -> new HashSet<>())
          .add((String) row.get("Solution_Identifier__c"));
    }
    var pairs = new ArrayList<Pair>();
    for (var referral : ownReferrals()) {
      var opportunity =
          byIdentifier.getOrDefault(
              referral.path("id").asText(),
              byId.get(referral.path("externalReferenceId").asText()));
      if (opportunity != null) {
        pairs.add(
            new Pair(referral, opportunity, solutions.getOrDefault(id(opportunity), Set.of())));
        names.putIfAbsent(referral.path("id").asText(), nameOf(id(opportunity)));
        names.putIfAbsent(id(opportunity), nameOf(referral.path("id").asText()));
      }
    }
    return pairs;
  }

  private static boolean isMicrosofts(ObjectNode referral) {
    return referral.path("organizationId").asText().equals("msft");
  }

  static String id(Map<?, ?> record) {
    return (String) record.get("Id");
  }

  @Override
  public void close() {
    salesforce.close();
    partnerCenter.close();
  }
}
