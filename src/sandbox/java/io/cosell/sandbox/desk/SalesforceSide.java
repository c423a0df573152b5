package io.cosell.sandbox.desk;

import io.cosell.sandbox.salesforce.RecordChange;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import io.cosell.sandbox.salesforce.Seller;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The left column: what a seller sees and does in Salesforce. */
final class SalesforceSide {
  static final String ON_HOLD = "On Hold";

  private static final Pattern MARK = Pattern.compile("^([✓✔✗✘✖])\\s*");
  private static final String FIELDS =
      "SELECT Id, Name, StageName, IsClosed, IsWon, Amount, CurrencyIsoCode, CloseDate,"
          + " Description, Account.Name, Account.BillingCountry, Owner.Name,"
          + " Sync_with_Partner_Center__c, How_can_Microsoft_help__c, Referral_Visibility__c,"
          + " Referral_Identifier__c, Referral_Link__c, Microsoft_CRM_Identifier__c, Audit__c,"
          + " CreatedDate,"
          + " (SELECT Solution_Identifier__c, Name FROM Microsoft_Solutions__r),"
          + " (SELECT Contact.Name, IsPrimary FROM OpportunityContactRoles)"
          + " FROM Opportunity";

  private final SalesforceSandbox salesforce;

  SalesforceSide(SalesforceSandbox salesforce) {
    this.salesforce = salesforce;
  }

  List<OpportunityCard> all() {
    return salesforce.query(FIELDS).stream().map(SalesforceSide::card).toList();
  }

  Optional<OpportunityCard> card(String id) {
    return salesforce.query(FIELDS + " WHERE Id = " + quoted(id)).stream()
        .map(SalesforceSide::card)
        .findFirst();
  }

  /** The id of the opportunity that a changed record is or belongs to. */
  static Optional<String> opportunityOf(RecordChange change) {
    return switch (change.object()) {
      case "Opportunity" -> Optional.of(change.id());
      case "Microsoft_Solution__c" -> Optional.of(text(change.record().get("Opportunity__c")));
      case "OpportunityContactRole" -> Optional.of(text(change.record().get("OpportunityId")));
      default -> Optional.empty();
    };
  }

  List<String> stages() {
    return salesforce.records("OpportunityStage").stream()
        .filter(stage -> Boolean.TRUE.equals(stage.get("IsActive")))
        .map(stage -> text(stage.get("ApiName")))
        .toList();
  }

  /**
   * Fills in a whole deal the way a careful seller does: account, contact, opportunity, solution,
   * and the box for Partner Center at the very end.
   *
   * @return the id of the opportunity
   */
  String creates(NewDeal deal) {
    return creates(salesforce.asSeller(), deal, "Qualification");
  }

  String creates(Seller seller, NewDeal deal, String stage) {
    var account = account(seller, deal);
    var values = new LinkedHashMap<String, Object>();
    values.put("Name", deal.name());
    values.put("AccountId", account);
    values.put("StageName", stage);
    values.put("Amount", deal.value());
    values.put("CurrencyIsoCode", deal.currency());
    values.put("CloseDate", deal.closeDate().toString());
    values.put("Description", deal.notes());
    values.put("How_can_Microsoft_help__c", deal.help().isEmpty() ? null : deal.help());
    values.put("Referral_Visibility__c", deal.visible());
    var id = seller.create("Opportunity", values);
    if (deal.hasContact()) {
      var contact = contact(seller, deal, account);
      seller.create(
          "OpportunityContactRole",
          Map.of("OpportunityId", id, "ContactId", contact, "IsPrimary", true));
    }
    if (!deal.solution().isEmpty()) {
      addSolution(seller, id, deal.solution());
    }
    if (deal.sync()) {
      seller.update("Opportunity", id, Map.of("Sync_with_Partner_Center__c", true));
    }
    return id;
  }

  /** Saves the changes in the order a seller would: solutions first, the opportunity last. */
  void edits(String id, DealEdit edit) {
    if (edit.solutions() != null) {
      solutions(id, edit.solutions());
    }
    var values = new LinkedHashMap<String, Object>();
    put(values, "Name", edit.name() == null ? null : markOf(id) + edit.name());
    put(values, "Amount", edit.value());
    put(values, "CurrencyIsoCode", edit.currency());
    put(values, "CloseDate", edit.closeDate() == null ? null : edit.closeDate().toString());
    put(values, "Description", edit.notes());
    put(values, "StageName", edit.stage());
    put(values, "Referral_Visibility__c", edit.visible());
    put(values, "Sync_with_Partner_Center__c", edit.sync());
    if (edit.help() != null) {
      values.put("How_can_Microsoft_help__c", edit.help().isEmpty() ? null : edit.help());
    }
    if (!values.isEmpty()) {
      salesforce.asSeller().update("Opportunity", id, values);
    }
  }

  void deletes(String id) {
    salesforce.asSeller().delete("Opportunity", id);
  }

  private void solutions(String opportunity, List<String> wanted) {
    var seller = salesforce.asSeller();
    var rows =
        salesforce.query(
            "SELECT Id, Solution_Identifier__c FROM Microsoft_Solution__c WHERE Opportunity__c = "
                + quoted(opportunity));
    for (var row : rows) {
      if (!wanted.contains(text(row.get("Solution_Identifier__c")))) {
        seller.delete("Microsoft_Solution__c", text(row.get("Id")));
      }
    }
    for (var solution : wanted) {
      if (rows.stream().noneMatch(it -> solution.equals(it.get("Solution_Identifier__c")))) {
        addSolution(seller, opportunity, solution);
      }
    }
  }

  private static void addSolution(Seller seller, String opportunity, String solution) {
    seller.create(
        "Microsoft_Solution__c",
        Map.of(
            "Opportunity__c",
            opportunity,
            "Solution_Identifier__c",
            solution,
            "Name",
            Catalogue.solution(solution).name(),
            "Publisher_Name__c",
            "Alder & Finch Ltd",
            "Solution_Type__c",
            "3P"));
  }

  private String account(Seller seller, NewDeal deal) {
    var known =
        salesforce.query(
            "SELECT Id FROM Account WHERE Name = "
                + quoted(deal.customer())
                + (deal.postalCode().isEmpty()
                    ? ""
                    : " AND BillingPostalCode = " + quoted(deal.postalCode())));
    if (!known.isEmpty()) {
      return text(known.get(0).get("Id"));
    }
    return seller.create(
        "Account",
        Map.of(
            "Name", deal.customer(),
            "BillingStreet", deal.street(),
            "BillingCity", deal.city(),
            "BillingPostalCode", deal.postalCode(),
            "BillingCountry", deal.country()));
  }

  private String contact(Seller seller, NewDeal deal, String account) {
    var known =
        salesforce.query(
            "SELECT Id FROM Contact WHERE Email = "
                + quoted(deal.contactEmail())
                + " AND AccountId = "
                + quoted(account));
    if (!known.isEmpty()) {
      return text(known.get(0).get("Id"));
    }
    return seller.create(
        "Contact",
        Map.of(
            "AccountId", account,
            "FirstName", deal.contactFirstName(),
            "LastName", deal.contactLastName(),
            "Email", deal.contactEmail(),
            "Phone", deal.contactPhone()));
  }

  private String markOf(String id) {
    var record = salesforce.record("Opportunity", id);
    var mark = MARK.matcher(record == null ? "" : text(record.get("Name")));
    return mark.find() ? mark.group() : "";
  }

  private static OpportunityCard card(Map<String, Object> row) {
    var name = text(row.get("Name"));
    var mark = MARK.matcher(name);
    return new OpportunityCard(
        text(row.get("Id")),
        mark.replaceFirst(""),
        mark(name),
        text(row.get("StageName")),
        truth(row.get("IsClosed")),
        truth(row.get("IsWon")),
        row.get("Amount") == null ? null : new BigDecimal(row.get("Amount").toString()),
        text(row.get("CurrencyIsoCode")),
        text(row.get("CloseDate")),
        text(row.get("Description")),
        text(part(row, "Account").get("Name")),
        text(part(row, "Account").get("BillingCountry")),
        primaryContact(children(row, "OpportunityContactRoles")),
        text(part(row, "Owner").get("Name")),
        truth(row.get("Sync_with_Partner_Center__c")),
        text(row.get("How_can_Microsoft_help__c")),
        truth(row.get("Referral_Visibility__c")),
        text(row.get("Referral_Identifier__c")),
        text(row.get("Referral_Link__c")),
        text(row.get("Microsoft_CRM_Identifier__c")),
        text(row.get("Audit__c")).split("\n", 2)[0],
        children(row, "Microsoft_Solutions__r").stream()
            .map(it -> new Solution(text(it.get("Solution_Identifier__c")), text(it.get("Name"))))
            .toList(),
        text(row.get("CreatedDate")));
  }

  private static String mark(String name) {
    if (!MARK.matcher(name).find()) {
      return "none";
    }
    return "✓✔".indexOf(name.charAt(0)) >= 0 ? "ok" : "failed";
  }

  private static String primaryContact(List<Map<?, ?>> roles) {
    return roles.stream()
        .sorted((a, b) -> Boolean.compare(truth(b.get("IsPrimary")), truth(a.get("IsPrimary"))))
        .map(role -> text(part(role, "Contact").get("Name")))
        .findFirst()
        .orElse("");
  }

  private static List<Map<?, ?>> children(Map<?, ?> row, String relationship) {
    var found = new ArrayList<Map<?, ?>>();
    if (part(row, relationship).get("records") instanceof List<?> records) {
      for (var record : records) {
        found.add((Map<?, ?>) record);
      }
    }
    return found;
  }

  private static Map<?, ?> part(Map<?, ?> row, String name) {
    return row.get(name) instanceof Map<?, ?> part ? part : Map.of();
  }

  private static boolean truth(Object value) {
    return Boolean.TRUE.equals(value);
  }

  private static String text(Object value) {
    return Objects.toString(value, "");
  }

  private static void put(Map<String, Object> values, String field, Object value) {
    if (value != null) {
      values.put(field, value);
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
