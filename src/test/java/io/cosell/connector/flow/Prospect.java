package io.cosell.connector.flow;

import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.util.Map;

/** A deal as a seller makes it: with account and solution, complete but for its tick. */
final class Prospect {
  private Prospect() {}

  /** The id of the new opportunity. */
  static String madeIn(SalesforceSandbox salesforce, String name) {
    var seller = salesforce.asSeller();
    var account =
        seller.create(
            "Account",
            Map.of(
                "Name", name + " Ltd",
                "BillingStreet", "1 Kiln Street",
                "BillingCity", "Leeds",
                "BillingCountry", "GB"));
    var id =
        seller.create(
            "Opportunity",
            Map.of(
                "Name", name,
                "AccountId", account,
                "StageName", "Prospecting",
                "CloseDate", "2027-03-31",
                "Amount", 48_000,
                "CurrencyIsoCode", "GBP",
                "Description", "Pilot agreed."));
    seller.create(
        "Microsoft_Solution__c",
        Map.of(
            "Opportunity__c", id, "Name", "ColdTrack", "Solution_Identifier__c", "SOL-40210-KLP"));
    return id;
  }
}
