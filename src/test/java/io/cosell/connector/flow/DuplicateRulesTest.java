package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Duplicate rules of the org: the record that is there is used, whether or not it is named. */
class DuplicateRulesTest extends FlowTest {

  @AfterEach
  void removeRules() {
    salesforce.schema().removeDuplicateRules().nameDuplicates(true);
  }

  @Test
  @DisplayName("B10 the account a duplicate rule names is the customer")
  void namedAccount() {
    var customer = unique("Woodgrove");
    var account = account(customer, "M1 1AE");
    salesforce.schema().blockDuplicates("Account", "You already have this customer.", "Name");

    var opportunity = opportunityOf(shared(of(customer)));

    assertThat(opportunity.get("AccountId")).isEqualTo(account);
    assertThat((String) opportunity.get("Audit__c"))
        .contains("a duplicate rule of Salesforce found the customer, account " + account);
    assertThat(accounts(customer)).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "B10 the only namesake is the customer when a duplicate rule does not say whom it found")
  void unnamedAccount() {
    var customer = unique("Woodgrove");
    var account = account(customer, "M1 1AE");
    salesforce.schema().alertOnDuplicates("Account", "Use one of these records?", "Name");
    salesforce.schema().nameDuplicates(false);

    assertThat(opportunityOf(shared(of(customer))).get("AccountId")).isEqualTo(account);
    assertThat(accounts(customer)).isEqualTo(1);
  }

  @Test
  @DisplayName("B19 where it stays open which account is meant the dead letter says what to do")
  void doubtfulAccount() {
    var customer = unique("Woodgrove");
    account(customer, "M1 1AE");
    var meant = account(customer, "SW1A 1AA");
    salesforce.schema().blockDuplicates("Account", "You already have this customer.", "Name");
    salesforce.schema().nameDuplicates(false);

    var id = shared(of(customer));

    until(
        () ->
            assertThat(dead(id))
                .startsWith(
                    "E322 a duplicate rule of your org refuses the record: You already have")
                .contains("Give the record that is there the name, postal code"));
    assertThat(found(id)).isEmpty();
    salesforce.asSeller().update("Account", meant, Map.of("BillingPostalCode", "LS1 4AA"));
    partnerCenter.asPortalUser().changes(id, "/details/notes", "Once more, please.");
    assertThat(opportunityOf(id).get("AccountId")).isEqualTo(meant);
  }

  @Test
  @DisplayName("B01 the contact a duplicate rule finds by address becomes the customer's contact")
  void contactByAddress() {
    for (boolean named : List.of(true, false)) {
      var email = "ada." + unique("").strip() + "@northbrook.example";
      var contact = contact("Ada", "Byron", email);
      salesforce.schema().removeDuplicateRules().nameDuplicates(named);
      salesforce.schema().blockDuplicates("Contact", "Use one of these records?", "Email");

      var id = shared(of(unique("Northbrook")).withContact("Ada", "Reyes", email));

      var opportunityId = (String) opportunityOf(id).get("Id");
      assertThat(contactsOf(opportunityId)).containsExactly(contact);
      untilIdle();
      assertThat(salesforce.record("Contact", contact)).containsEntry("LastName", "Byron");
      assertThat(partnerCenter.referral(id).at("/customerProfile/team/0/lastName").asText())
          .isEqualTo("Reyes");
    }
  }

  @Test
  @DisplayName(
      "C04 a contact that stands for a person of another address is no change of anybody's")
  void contactByName() {
    var last = unique("Lovelace");
    var address = last.replace(' ', '.').toLowerCase(Locale.ROOT) + "@northbrook.example";
    var contact = contact("Ada", last, "countess." + address);
    salesforce.schema().alertOnDuplicates("Contact", "Use one of these records?", "LastName");
    var email = "ada." + address;

    var id = shared(of(unique("Northbrook")).withContact("Ada", last, email));

    var opportunity = opportunityOf(id);
    var opportunityId = (String) opportunity.get("Id");
    assertThat(contactsOf(opportunityId)).containsExactly(contact);
    assertThat((String) opportunity.get("Audit__c"))
        .contains("a duplicate rule of Salesforce found contact " + contact + " for " + email);
    edit(opportunityId, Map.of("StageName", "Qualification"));
    until(() -> assertThat(partnerCenter.referral(id).path("status").asText()).isEqualTo("Active"));
    untilIdle();
    assertThat(partnerCenter.referral(id).at("/customerProfile/team/0/email").asText())
        .isEqualTo(email);

    var deal = record(opportunityId);
    connector.inbox().accept(Subjects.comparison("by the test"));
    untilIdle();
    assertThat(record(opportunityId)).isEqualTo(deal);
    assertThat(contactsOf(opportunityId)).containsExactly(contact);
  }

  private static Deal of(String customer) {
    return Deal.named(unique("Deal")).forCustomer(customer, "LS1 4AA");
  }

  private String account(String name, String postalCode) {
    return salesforce
        .asSeller()
        .create("Account", Map.of("Name", name, "BillingPostalCode", postalCode));
  }

  private String contact(String first, String last, String email) {
    var account = account(unique("Elsewhere"), "1000");
    return salesforce
        .asSeller()
        .create(
            "Contact",
            Map.of("FirstName", first, "LastName", last, "Email", email, "AccountId", account));
  }

  private int accounts(String name) {
    return salesforce.query("SELECT Id FROM Account WHERE Name = '" + name + "'").size();
  }

  private List<Object> contactsOf(String opportunityId) {
    return salesforce
        .query(
            "SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '"
                + opportunityId
                + "'")
        .stream()
        .map(row -> row.get("ContactId"))
        .toList();
  }

  /** Why the referral's event was laid aside; empty when it was not. */
  private String dead(String referralId) {
    return inboxOf("referral/" + referralId).stream()
        .filter(entry -> entry.state() == EntryState.DEAD)
        .map(entry -> entry.cause() + " " + entry.remedy())
        .findFirst()
        .orElse("");
  }
}
