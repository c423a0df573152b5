package io.cosell.connector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.connector.inbox.Entry;
import io.cosell.connector.inbox.EntryState;
import io.cosell.sandbox.partnercenter.Deal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnmappableDealTest extends FlowTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  @DisplayName("A05, A08 help without a contact is refused, and sent once the contact is there")
  void a05() {
    var name = unique("No contact");
    var id = opportunity(name, Map.of("How_can_Microsoft_help__c", "General or Other"));

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    assertRefused(id, name, "contact");
    contact(id, "ada." + id + "@northbrook.example");
    assertSent(id, name);
  }

  @Test
  @DisplayName("A06, A08 a deal without a solution is refused, and sent once it has one")
  void a06() {
    var name = unique("No solution");
    var id = opportunity(name, Map.of());
    var solution =
        (String)
            salesforce
                .query("SELECT Id FROM Microsoft_Solution__c WHERE Opportunity__c = '" + id + "'")
                .get(0)
                .get("Id");
    salesforce.asSeller().delete("Microsoft_Solution__c", solution);

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    assertRefused(id, name, "Microsoft_Solution");
    salesforce.asSeller().undelete("Microsoft_Solution__c", solution);
    assertSent(id, name);
  }

  @Test
  @DisplayName("A07, A08 a country that is no code is refused, and sent once it is one")
  void a07() {
    var name = unique("Country");
    var id = opportunity(name, Map.of());
    var account = (String) record(id).get("AccountId");
    salesforce.asSeller().update("Account", account, Map.of("BillingCountry", "Germany"));
    untilIdle();

    edit(id, Map.of("Sync_with_Partner_Center__c", true));

    assertRefused(id, name, "BillingCountry");
    salesforce.asSeller().update("Account", account, Map.of("BillingCountry", "DE"));
    assertSent(id, name);
    assertThat(referralOf(id).at("/customerProfile/address/country").asText()).isEqualTo("DE");
  }

  @Test
  void saysOnceWhatIsWrongHoweverOftenTheDealIsSaved() {
    var name = unique("Saved often");
    var id = opportunity(name, Map.of("How_can_Microsoft_help__c", "General or Other"));
    edit(id, Map.of("Sync_with_Partner_Center__c", true));
    assertRefused(id, name, "contact");
    var audit = record(id).get("Audit__c");

    edit(id, Map.of("Amount", 49000));
    untilIdle();

    assertThat(record(id).get("Audit__c")).isEqualTo(audit);
    assertThat((String) record(id).get("Name")).isEqualTo("✖ " + name);
    assertThat(own(id)).isEmpty();
  }

  @Test
  void aReferralThatCannotBeMappedIsADeadLetterAndOthersGoOn() throws Exception {
    var strange =
        shared(
            Deal.named(unique("Strange"))
                .with("/inviteContext/assistanceRequestCode", "TelepathicAdvice"));
    var good = shared(Deal.named(unique("Good")));

    var dead = deadLetterOf("referral/" + strange);

    assertThat(dead.cause()).contains("help").contains("TelepathicAdvice");
    assertThat(dead.remedy()).contains("help");
    assertThat(found(strange)).isEmpty();
    opportunityOf(good);
    var refused = audit("referral=" + strange).get(0);
    assertThat(refused.path("kind").asText()).isEqualTo("refused");
    assertThat(refused.path("summary").asText()).contains("TelepathicAdvice");
    assertThat(refused.at("/detail/fields/0").asText()).isEqualTo("How_can_Microsoft_help__c");
  }

  @Test
  @DisplayName("B19 a deal a validation rule refuses is a dead letter that can be retried")
  void b19() throws Exception {
    var name = unique("Needs approval");
    salesforce
        .schema()
        .addValidationRule(
            "Opportunity",
            name,
            record -> String.valueOf(record.get("Name")).contains(name),
            "Deals of this customer need NextStep");
    var id = shared(Deal.named(name));
    var dead = deadLetterOf("referral/" + id);
    assertThat(dead.cause()).contains("Deals of this customer need NextStep");
    assertThat(found(id)).isEmpty();
    assertThat(api("POST", "/api/inbox/" + dead.id() + "/retry", false).statusCode())
        .isEqualTo(401);

    salesforce.schema().removeValidationRule(name);
    var answer = api("POST", "/api/inbox/" + dead.id() + "/retry", true);

    assertThat(answer.statusCode()).isEqualTo(204);
    opportunityOf(id);
    untilIdle();
    assertThat(inboxOf("referral/" + id)).noneMatch(entry -> entry.state() == EntryState.DEAD);
  }

  @Test
  @DisplayName("B19 a required custom field is named in the dead letter")
  void b19RequiredField() {
    salesforce.schema().addRequiredField("Opportunity", "Region__c");
    String id;
    try {
      id = shared(Deal.named(unique("Without region")));
      var dead = deadLetterOf("referral/" + id);

      assertThat(dead.cause()).contains("Region__c");
      assertThat(dead.remedy()).contains("Region__c");
    } finally {
      salesforce.schema().removeField("Opportunity", "Region__c");
    }
    partnerCenter.asPortalUser().changes(id, "/details/notes", "Once more, please.");
    opportunityOf(id);
  }

  @Test
  void aChangeSalesforceRefusesIsSeenByTheSeller() {
    var name = unique("Limited");
    var id = linkedOpportunity(name);
    salesforce
        .schema()
        .addValidationRule(
            "Opportunity",
            name,
            record ->
                String.valueOf(record.get("Name")).contains(name)
                    && String.valueOf(record.get("Amount")).startsWith("999"),
            "The amount is too high");
    var referralId = referralOf(id).path("id").asText();

    partnerCenter.asPortalUser().changes(referralId, "/details/dealValue", 999000);

    until(
        () -> {
          assertThat((String) record(id).get("Audit__c")).contains("The amount is too high");
          assertThat((String) record(id).get("Name")).isEqualTo("✖ " + name);
        });
    assertThat(deadLetterOf("referral/" + referralId).cause()).contains("The amount is too high");
    partnerCenter.asPortalUser().changes(referralId, "/details/dealValue", 50000);
    until(
        () -> {
          assertThat(record(id).get("Amount").toString()).startsWith("50000");
          assertThat((String) record(id).get("Name")).isEqualTo("✔ " + name);
        });
  }

  private void assertRefused(String id, String name, String field) {
    until(
        () -> {
          var record = record(id);
          assertThat((String) record.get("Name")).isEqualTo("✖ " + name);
          assertThat((String) record.get("Audit__c"))
              .contains("CRM to Partner Center Referral sync failed: ")
              .containsIgnoringCase(field);
        });
    untilIdle();
    assertThat(own(id)).isEmpty();
    assertThat(record(id).get("Referral_Identifier__c")).isNull();
    assertThat(audit("opportunity=" + id).get(0).path("kind").asText()).isEqualTo("refused");
  }

  private void assertSent(String id, String name) {
    referralOf(id);
    until(() -> assertThat((String) record(id).get("Name")).isEqualTo("✔ " + name));
    untilIdle();
    assertThat(inboxOf("opportunity/" + id)).noneMatch(it -> it.state() == EntryState.DEAD);
  }

  private Entry deadLetterOf(String subject) {
    until(() -> assertThat(inboxOf(subject)).anyMatch(entry -> entry.state() == EntryState.DEAD));
    return inboxOf(subject).stream()
        .filter(entry -> entry.state() == EntryState.DEAD)
        .findFirst()
        .orElseThrow();
  }

  private JsonNode audit(String query) {
    try {
      return new ObjectMapper().readTree(api("GET", "/api/audit?" + query, true).body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private HttpResponse<String> api(String method, String path, boolean signedIn) {
    var request =
        HttpRequest.newBuilder(URI.create(connector.url() + path))
            .method(method, BodyPublishers.noBody());
    if (signedIn) {
      var login = "operator:sandbox".getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
