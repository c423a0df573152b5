package io.cosell.sandbox.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cosell.sandbox.partnercenter.Deal;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The calls one change needs, done one after the other by a bare HTTP client that knows everything
 * beforehand. They go to clouds of their own, so that no connector hears of them.
 */
final class Floor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "/services/data/v62.0/";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger number = new AtomicInteger();
  private final Clouds clouds;
  private final String salesforceToken;
  private final String partnerCenterToken;

  Floor(Clouds clouds) {
    this.clouds = clouds;
    this.salesforceToken = signIn();
    this.partnerCenterToken =
        clouds.partnerCenter().accessToken("https://api.partner.microsoft.com");
  }

  /**
   * How long the calls took, in milliseconds.
   *
   * @param visible until the change was visible on the other side
   * @param all until the last one was answered
   */
  record Times(double visible, double all) {}

  /** Does the calls of this kind once. */
  Times take(Kind kind) {
    int deal = number.incrementAndGet();
    var calls =
        switch (kind) {
          case OUTBOUND_PRIVATE -> newReferral(deal, false);
          case OUTBOUND_CO_SELL -> newReferral(deal, true);
          case OUTBOUND_UPDATE -> newAmount(deal);
          case INBOUND_UPDATE -> newValue(deal);
          case INBOUND_CREATE -> newOpportunity(deal);
        };
    var ends = new ArrayList<Double>();
    long start = System.nanoTime();
    JsonNode answer = null;
    for (var call : calls) {
      answer = call.make(answer);
      ends.add(Percentiles.millis(start, System.nanoTime()));
    }
    return new Times(ends.get(kind.callsUntilVisible() - 1), ends.get(ends.size() - 1));
  }

  /** One call; may look at the answer to the one before. */
  private interface Step {
    JsonNode make(JsonNode before);
  }

  private static Step call(Supplier<JsonNode> call) {
    return before -> call.get();
  }

  private List<Step> newReferral(int deal, boolean coSell) {
    var id = Deals.newOpportunity(clouds, deal, Map.of());
    var body = Deals.offer("Floor deal " + deal, "Own customer " + deal).withCrmId(id).json();
    body.remove("inviteContext");
    body.put("type", coSell ? "Shared" : "Independent");
    var steps = new ArrayList<Step>();
    steps.add(call(() -> read(query(id))));
    steps.add(call(() -> partnerCenter("POST", "", body, null)));
    if (coSell) {
      steps.add(own -> partnerCenter("POST", "", invitation((ObjectNode) own), null));
    }
    steps.add(
        referral ->
            write(
                part("PATCH", "sobjects/Opportunity/" + id, "opportunity")
                    .set(
                        "body",
                        JSON.createObjectNode()
                            .put("Name", "Floor deal " + deal)
                            .put("Audit__c", "in step")
                            .put("Referral_Link__c", "https://partner.microsoft.com/x")
                            .put("Referral_Identifier__c", referral.path("id").asText()))));
    return steps;
  }

  private static ObjectNode invitation(ObjectNode own) {
    var invitation = own.deepCopy();
    invitation.withObject("/consent").put("consentToShareReferralWithMicrosoftSellers", true);
    invitation
        .putArray("target")
        .addObject()
        .put("type", "BusinessProfileLocation")
        .put("id", "msft");
    invitation
        .putObject("inviteContext")
        .put("notes", "Help")
        .put("assistanceRequestCode", "QuotesOrLicensing");
    invitation.putArray("team");
    invitation.putNull("externalReferenceId");
    return invitation;
  }

  private List<Step> newAmount(int deal) {
    var id = Deals.newOpportunity(clouds, deal, Map.of());
    var referral = ownReferral(deal, id);
    return List.of(
        call(() -> read(query(id))),
        call(() -> partnerCenter("GET", "/" + text(referral, "id"), null, null)),
        known ->
            partnerCenter(
                "PATCH",
                "/" + text(referral, "id"),
                replace("/details/dealValue", JSON.valueToTree(100_000 + deal)),
                text(known, "eTag")));
  }

  private List<Step> newValue(int deal) {
    var id = Deals.newOpportunity(clouds, deal, Map.of());
    var referral = ownReferral(deal, id);
    return List.of(
        call(() -> partnerCenter("GET", "/" + text(referral, "id"), null, null)),
        call(() -> read(query(id))),
        call(
            () ->
                write(
                    part("PATCH", "sobjects/Opportunity/" + id, "opportunity")
                        .set(
                            "body",
                            JSON.createObjectNode()
                                .put("Amount", 100_000 + deal)
                                .put("Audit__c", "in step")))));
  }

  private List<Step> newOpportunity(int deal) {
    var customer = "Floor customer " + deal;
    var shared =
        clouds
            .partnerCenter()
            .asMicrosoftSeller()
            .shares(Deals.offer("Floor offer " + deal, customer));
    var path = "/" + text(shared, "id");
    return List.of(
        call(() -> partnerCenter("GET", path, null, null)),
        call(
            () ->
                read(
                    part(
                        "GET", "query/?q=" + encoded(soql("Referral_Identifier__c = 'none'")), "a"),
                    part(
                        "GET",
                        "query/?q="
                            + encoded(
                                "SELECT Id, Name FROM Account WHERE Name = '" + customer + "'"),
                        "b"),
                    part(
                        "GET",
                        "query/?q=" + encoded("SELECT Id FROM Contact WHERE Email = 'x@y.example'"),
                        "c"))),
        call(() -> write(newRecords(deal, customer, text(shared, "id")))),
        answer ->
            partnerCenter(
                "PATCH",
                path,
                replace("/externalReferenceId", answer.at("/compositeResponse/1/body/id")),
                text(shared, "eTag")));
  }

  private static JsonNode[] newRecords(int deal, String customer, String referralId) {
    var account = part("POST", "sobjects/Account", "account");
    account.putObject("body").put("Name", customer).put("BillingPostalCode", "LS1 4AA");
    var opportunity =
        part("PATCH", "sobjects/Opportunity/Referral_Identifier__c/" + referralId, "opportunity");
    opportunity
        .putObject("body")
        .put("Name", "Floor offer " + deal)
        .put("AccountId", "@{account.id}")
        .put("StageName", "On Hold")
        .put("CloseDate", "2027-03-31")
        .put("Amount", 48000)
        .put("CurrencyIsoCode", "GBP")
        .put("Sync_with_Partner_Center__c", true);
    var contact = part("POST", "sobjects/Contact", "contact");
    contact
        .putObject("body")
        .put("LastName", "Reyes")
        .put("Email", "ada@floor" + deal + ".example")
        .put("AccountId", "@{account.id}");
    var role = part("POST", "sobjects/OpportunityContactRole", "role");
    role.putObject("body")
        .put("OpportunityId", "@{opportunity.id}")
        .put("ContactId", "@{contact.id}")
        .put("IsPrimary", true);
    var solution = part("POST", "sobjects/Microsoft_Solution__c", "solution");
    solution
        .putObject("body")
        .put("Opportunity__c", "@{opportunity.id}")
        .put("Name", "ColdTrack")
        .put("Solution_Identifier__c", "SOL-40210-KLP");
    return new JsonNode[] {account, opportunity, contact, role, solution};
  }

  private ObjectNode ownReferral(int deal, String opportunityId) {
    return clouds
        .partnerCenter()
        .asPortalUser()
        .creates(Deal.named("Floor deal " + deal).withCrmId(opportunityId));
  }

  private static JsonNode replace(String path, JsonNode value) {
    var operations = JSON.createArrayNode();
    operations.addObject().put("op", "replace").put("path", path).set("value", value);
    return operations;
  }

  private static ObjectNode query(String opportunityId) {
    return part("GET", "query/?q=" + encoded(soql("Id = '" + opportunityId + "'")), "opportunity");
  }

  private static String soql(String condition) {
    return "SELECT Id, Name, StageName, IsClosed, IsWon, Amount, CurrencyIsoCode, CloseDate,"
        + " Description, SystemModstamp, AccountId, Account.Name, Account.BillingStreet,"
        + " Account.BillingCity, Account.BillingPostalCode, Account.BillingCountry,"
        + " Sync_with_Partner_Center__c, How_can_Microsoft_help__c, Referral_Visibility__c,"
        + " Referral_Identifier__c, Audit__c,"
        + " (SELECT Name, Solution_Identifier__c FROM Microsoft_Solutions__r),"
        + " (SELECT IsPrimary, Contact.FirstName, Contact.LastName, Contact.Email"
        + " FROM OpportunityContactRoles)"
        + " FROM Opportunity WHERE "
        + condition;
  }

  private static ObjectNode part(String method, String path, String reference) {
    return JSON.createObjectNode()
        .put("method", method)
        .put("url", DATA + path)
        .put("referenceId", reference);
  }

  private JsonNode read(JsonNode... parts) {
    return composite(false, parts);
  }

  private JsonNode write(JsonNode... parts) {
    return composite(true, parts);
  }

  private JsonNode composite(boolean allOrNone, JsonNode... parts) {
    var body = JSON.createObjectNode().put("allOrNone", allOrNone);
    body.putArray("compositeRequest").addAll(List.of(parts));
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(clouds.salesforce().url() + DATA + "composite"))
                .header("Authorization", "Bearer " + salesforceToken)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    for (var part : answer.path("compositeResponse")) {
      if (part.path("httpStatusCode").asInt() >= 300) {
        throw new IllegalStateException("The floor's call failed: " + part);
      }
    }
    return answer;
  }

  private JsonNode partnerCenter(String method, String path, JsonNode body, String eTag) {
    var address = clouds.partnerCenter().apiUrl() + "/v1.0/engagements/referrals" + path;
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + partnerCenterToken)
            .header("Prefer", "return=representation")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (eTag != null) {
      request.header("If-Match", eTag);
    }
    return send(request);
  }

  private String signIn() {
    var form =
        "grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret";
    return text(
        send(
            HttpRequest.newBuilder(URI.create(clouds.salesforce().url() + "/services/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))),
        "access_token");
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var answer =
          http.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(
            "The floor's call failed: "
                + answer.request()
                + " "
                + answer.statusCode()
                + " "
                + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException("The floor's call failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asText();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
