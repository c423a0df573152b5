package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cosell.sandbox.partnercenter.Deal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Solutions, contacts and team, element by element. */
class ListsTest extends FlowTest {
  private static final String SOLUTIONS = "/details/requirements/solutions";

  @Test
  @DisplayName("A13 a solution added or removed reaches Partner Center")
  void a13() {
    var id = linkedOpportunity(unique("Solutions"));
    var referralId = referralOf(id).path("id").asText();

    var second = solution(id, "SOL-50001-AAA", "Fleet Pulse");
    until(
        () ->
            assertThat(texts(referralId, SOLUTIONS, "id"))
                .containsExactlyInAnyOrder("SOL-40210-KLP", "SOL-50001-AAA"));

    salesforce.asSeller().delete("Microsoft_Solution__c", second);
    until(() -> assertThat(texts(referralId, SOLUTIONS, "id")).containsExactly("SOL-40210-KLP"));
  }

  @Test
  @DisplayName("A13 a solution swapped for another one within one look reaches Partner Center")
  void a13Swapped() {
    var id = linkedOpportunity(unique("Swapped"));
    var referralId = referralOf(id).path("id").asText();
    var first =
        (String)
            salesforce
                .query("SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '" + id + "'")
                .get(0)
                .get("Id");

    salesforce.asSeller().delete("Microsoft_Solution__c", first);
    solution(id, "SOL-50001-AAA", "Fleet Pulse");

    until(() -> assertThat(texts(referralId, SOLUTIONS, "id")).containsExactly("SOL-50001-AAA"));
  }

  @Test
  @DisplayName("B07 a solution added or removed in Partner Center reaches Salesforce")
  void b07Solutions() {
    var id = shared(Deal.named(unique("Solutions in")));
    var opportunityId = (String) opportunityOf(id).get("Id");
    untilIdle();

    partnerCenter
        .asPortalUser()
        .changes(
            id,
            SOLUTIONS,
            List.of(Map.of("type", "Name", "id", "SOL-50001-AAA", "name", "Fleet Pulse")));

    until(
        () ->
            assertThat(
                    salesforce.query(
                        "SELECT Solution_Identifier__c FROM Microsoft_Solution__c WHERE Opportunity__c = '"
                            + opportunityId
                            + "'"))
                .singleElement()
                .satisfies(
                    row ->
                        assertThat(row.get("Solution_Identifier__c")).isEqualTo("SOL-50001-AAA")));
  }

  @Test
  @DisplayName("A14 a contact replaced by another person reaches a private deal")
  void a14() {
    var id = opportunity(unique("Contact swapped"), Map.of());
    contact(id, "ada." + id + "@northbrook.example");
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    var referralId = referralOf(id).path("id").asText();
    untilIdle();

    swapContact(id, "bela." + id + "@northbrook.example");

    until(
        () ->
            assertThat(texts(referralId, "/customerProfile/team", "email"))
                .containsExactly(("bela." + id + "@northbrook.example").toLowerCase()));
  }

  @Test
  @DisplayName("A14 after the co-sell submission Audit says that the contact cannot be changed")
  void a14Frozen() {
    var id =
        opportunity(
            unique("Contact frozen"), Map.of("How_can_Microsoft_help__c", "General or Other"));
    contact(id, "ada." + id + "@northbrook.example");
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    var referralId = referralOf(id).path("id").asText();
    until(() -> assertThat(record(id).get("Referral_Identifier__c")).isNotNull());
    untilIdle();

    swapContact(id, "bela." + id + "@northbrook.example");

    until(
        () ->
            assertThat((String) record(id).get("Audit__c"))
                .contains("Partner Center kept its value of contacts"));
    untilIdle();
    assertThat(texts(referralId, "/customerProfile/team", "email"))
        .containsExactly(("ada." + id + "@northbrook.example").toLowerCase());
    var patches = partnerCenter.api().journal().of("PATCH", referralId).size();
    edit(id, Map.of("Amount", 51_000));
    untilIdle();
    assertThat(partnerCenter.api().journal().of("PATCH", referralId)).hasSize(patches + 1);
  }

  @Test
  @DisplayName("A15 a member added to or removed from the opportunity team reaches Partner Center")
  void a15() {
    var id = linkedOpportunity(unique("Team"));
    var referralId = referralOf(id).path("id").asText();
    var email = "ilse." + id.toLowerCase() + "@alderfinch.example";
    var user = user("Ilse", "Marten", email);

    var member =
        salesforce
            .asSeller()
            .create("OpportunityTeamMember", Map.of("OpportunityId", id, "UserId", user));
    compare();
    until(() -> assertThat(texts(referralId, "/team", "email")).contains(email));

    salesforce.asSeller().delete("OpportunityTeamMember", member);
    compare();
    until(() -> assertThat(texts(referralId, "/team", "email")).doesNotContain(email));
  }

  private void compare() {
    untilIdle();
    connector.inbox().accept(Subjects.comparison("asked for by a test"));
  }

  private String user(String first, String last, String email) {
    return salesforce
        .asSeller()
        .create(
            "User",
            Map.of(
                "FirstName",
                first,
                "LastName",
                last,
                "Email",
                email,
                "Username",
                email,
                "Phone",
                "+4930555010"));
  }

  private String solution(String opportunityId, String solutionId, String name) {
    return salesforce
        .asSeller()
        .create(
            "Microsoft_Solution__c",
            Map.of(
                "Opportunity__c",
                opportunityId,
                "Name",
                name,
                "Solution_Identifier__c",
                solutionId));
  }

  private void swapContact(String opportunityId, String email) {
    var role =
        (String)
            salesforce
                .query(
                    "SELECT Id FROM OpportunityContactRole WHERE OpportunityId = '"
                        + opportunityId
                        + "'")
                .get(0)
                .get("Id");
    salesforce.asSeller().delete("OpportunityContactRole", role);
    contact(opportunityId, email);
  }

  private List<String> texts(String referralId, String list, String field) {
    var elements = partnerCenter.referral(referralId).at(list);
    return java.util.stream.StreamSupport.stream(elements.spliterator(), false)
        .map((JsonNode element) -> element.path(field).asText())
        .toList();
  }
}
