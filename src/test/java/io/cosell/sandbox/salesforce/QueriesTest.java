package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueriesTest {
  private final Clock clock = Clock.fixed(Instant.parse("2026-03-15T12:00:00Z"), ZoneOffset.UTC);
  private final SalesforceSandbox org =
      new SalesforceSandbox(SalesforceOptions.builder().clock(clock).build());
  private String acme;

  @BeforeEach
  void fill() {
    acme = org.asSeller().create("Account", Map.of("Name", "Acme", "BillingCity", "Berlin"));
    org.asSeller().create("Account", Map.of("Name", "Beta_1"));
    org.asSeller().create("Contact", Map.of("LastName", "Doe", "AccountId", acme));
    deal("Alpha", "2026-03-01", 100, acme);
    deal("Gamma", "2026-03-15", 300, null);
    deal("delta", "2026-04-01", null, acme);
  }

  private void deal(String name, String closes, Integer amount, String account) {
    var fields = new HashMap<String, Object>();
    fields.put("Name", name);
    fields.put("StageName", "Prospecting");
    fields.put("CloseDate", closes);
    fields.put("Amount", amount);
    fields.put("AccountId", account);
    org.asSeller().create("Opportunity", fields);
  }

  private List<Object> names(String soql) {
    return org.query(soql).stream().map(it -> it.get("Name")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "Name = 'ALPHA' | Alpha",
        "Name != 'alpha' AND Amount != null | Gamma",
        "Name LIKE '%a' AND NOT Name LIKE 'g_mma' | Alpha,delta",
        "Amount > 100 | Gamma",
        "Amount >= 100.00 AND Amount <= 300 | Alpha,Gamma",
        "Amount = null | delta",
        "CloseDate = TODAY | Gamma",
        "CloseDate = THIS_MONTH | Alpha,Gamma",
        "CloseDate > 2026-03-15 | delta",
        "CloseDate = LAST_N_DAYS:14 | Alpha,Gamma",
        "CreatedDate = TODAY AND Name IN ('Alpha','nobody') | Alpha",
        "CreatedDate < 2026-03-15T12:00:00Z | -",
        "SystemModstamp >= 2026-03-15T13:00:00+01:00 AND Amount = 300 | Gamma",
        "Account.Name = 'Acme' | Alpha,delta",
        "Account.BillingCity = null | Gamma",
        "AccountId IN (SELECT Id FROM Account WHERE Name = 'Acme') | Alpha,delta",
        "AccountId NOT IN (SELECT Id FROM Account WHERE Name = 'Acme') | Gamma",
        "IsClosed = false AND (Name = 'Alpha' OR Name = 'Gamma') | Alpha,Gamma",
      })
  void filters(String where, String expected) {
    var names = names("SELECT Name FROM Opportunity WHERE " + where + " ORDER BY Name");

    assertThat(names)
        .isEqualTo(expected == null ? List.of() : List.of((Object[]) expected.split(",")));
  }

  @Test
  void escapesWildcards() {
    assertThat(names("SELECT Name FROM Account WHERE Name LIKE 'Beta\\_1'")).hasSize(1);
    assertThat(names("SELECT Name FROM Account WHERE Name LIKE 'Acm\\_'")).isEmpty();
  }

  @Test
  void ordersAndCuts() {
    assertThat(names("SELECT Name FROM Opportunity ORDER BY Amount"))
        .containsExactly("delta", "Alpha", "Gamma");
    assertThat(
            names("SELECT Name FROM Opportunity ORDER BY Amount DESC NULLS LAST LIMIT 1 OFFSET 1"))
        .containsExactly("Alpha");
  }

  @Test
  @SuppressWarnings("unchecked")
  void showsParentsAndChildren() {
    var account =
        org.query(
                "SELECT Name, Owner.Name, (SELECT Name FROM Opportunities ORDER BY Name),"
                    + " (SELECT Id FROM Contacts WHERE LastName = 'x') FROM Account WHERE Id = '"
                    + acme.substring(0, 15)
                    + "'")
            .get(0);

    assertThat((Map<String, Object>) account.get("Owner")).containsEntry("Name", "Alice Moreau");
    var deals = (Map<String, Object>) account.get("Opportunities");
    assertThat(deals).containsEntry("totalSize", 2).containsEntry("done", true);
    assertThat(account).containsEntry("Contacts", null);
  }

  @Test
  void showsNoParentAsNull() {
    var deal = org.query("SELECT Account.Name FROM Opportunity WHERE Name = 'Gamma'").get(0);

    assertThat(deal).containsEntry("Account", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT Nope FROM Opportunity | INVALID_FIELD | No such column 'Nope' on entity 'Opportunity'",
        "SELECT Id FROM Opportunity WHERE Nope.Name = 'x' | INVALID_FIELD | Didn't understand relationship 'Nope'",
        "SELECT Id FROM Nope | INVALID_TYPE | sObject type 'Nope' is not supported.",
        "SELECT Id, (SELECT Id FROM Nopes) FROM Account | INVALID_TYPE | Didn't understand relationship 'Nopes'",
        "SELECT Id FROM Opportunity WHERE Amount = '1' | INVALID_FIELD | must be of type currency",
        "SELECT Id FROM Opportunity WHERE Audit__c = 'x' | INVALID_FIELD | can not be filtered in a query call",
        "SELECT Id FROM Opportunity WHERE Id = 'x' | INVALID_QUERY_FILTER_OPERATOR | invalid ID field: x",
        "SELECT Id FROM ContentDocumentLink | MALFORMED_QUERY | Implementation restriction",
      })
  void refusesWithItsCode(String soql, String code, String message) {
    assertThatThrownBy(() -> org.query(soql))
        .hasMessageContaining(message)
        .satisfies(it -> assertThat(((ApiException) it).code).isEqualTo(code));
  }

  @Test
  void doesNotKnowHiddenFields() {
    org.schema().hideField("Opportunity", "NextStep");

    assertThatThrownBy(() -> org.query("SELECT NextStep FROM Opportunity"))
        .hasMessageContaining("No such column 'NextStep'");
  }
}
