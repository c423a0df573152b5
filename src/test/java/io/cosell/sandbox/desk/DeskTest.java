package io.cosell.sandbox.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cosell.sandbox.partnercenter.PartnerCenterOptions;
import io.cosell.sandbox.partnercenter.PartnerCenterSandbox;
import io.cosell.sandbox.salesforce.SalesforceSandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The desk's interface over HTTP, between two simulators and without a connector. */
class DeskTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NEW_DEAL =
      """
      {"as": "%s", "name": "%s", "customer": "Larkspur Ports Ltd", "street": "1 North Wall",
       "city": "Dublin", "postalCode": "D01 H9X2", "country": "IE", "contactFirstName": "Aoife",
       "contactLastName": "Brennan", "contactEmail": "aoife@larkspur.example", "value": 67500,
       "currency": "EUR", "closeDate": "2027-03-31", "notes": "First talk went well.",
       "solution": "SOL-40210-KLP", "visible": true, "sync": true}
      """;

  private static SalesforceSandbox salesforce;
  private static PartnerCenterSandbox partnerCenter;
  private static Desk desk;

  @BeforeAll
  static void start() {
    salesforce = SalesforceSandbox.started();
    partnerCenter = new PartnerCenterSandbox(PartnerCenterOptions.defaults()).start();
    desk = new Desk(0, salesforce, partnerCenter, Clock.systemUTC(), Map.of()).start();
  }

  @AfterAll
  static void stop() {
    desk.close();
    salesforce.close();
    partnerCenter.close();
  }

  @Test
  void aSellerCreatesAnOpportunityWithEverythingTheConnectorNeeds() {
    var id = create("opportunities", NEW_DEAL.formatted("portal-user", "Harbour noise"));

    var card = card("opportunities", id);

    assertThat(card.path("name").asText()).isEqualTo("Harbour noise");
    assertThat(card.path("customer").asText()).isEqualTo("Larkspur Ports Ltd");
    assertThat(card.path("country").asText()).isEqualTo("IE");
    assertThat(card.path("contact").asText()).isEqualTo("Aoife Brennan");
    assertThat(card.path("amount").decimalValue()).isEqualByComparingTo("67500");
    assertThat(card.path("closeDate").asText()).isEqualTo("2027-03-31");
    assertThat(card.path("sync").asBoolean()).isTrue();
    assertThat(card.path("solutions").path(0).path("id").asText()).isEqualTo("SOL-40210-KLP");
  }

  @Test
  void aSellerChangesAnOpportunityAndItsSolutions() {
    var id = create("opportunities", NEW_DEAL.formatted("portal-user", "Quay lighting"));

    send(
        "PATCH",
        "opportunities/" + id,
        """
        {"value": 70000, "stage": "Negotiation/Review", "notes": "Now with two quays.",
         "solutions": ["SOL-51877-QRD", "SOL-88265-HJN"]}
        """);

    var card = card("opportunities", id);
    assertThat(card.path("amount").decimalValue()).isEqualByComparingTo("70000");
    assertThat(card.path("stage").asText()).isEqualTo("Negotiation/Review");
    assertThat(card.path("notes").asText()).isEqualTo("Now with two quays.");
    assertThat(card.path("solutions").findValuesAsText("id"))
        .containsExactlyInAnyOrder("SOL-51877-QRD", "SOL-88265-HJN");
  }

  @Test
  void keepsTheMarkWhenASellerRenamesTheDeal() {
    var id = create("opportunities", NEW_DEAL.formatted("portal-user", "Crane inspection"));
    salesforce.asSeller().update("Opportunity", id, Map.of("Name", "✔ Crane inspection"));

    send("PATCH", "opportunities/" + id, "{\"name\": \"Crane inspection II\"}");

    assertThat(salesforce.record("Opportunity", id)).containsEntry("Name", "✔ Crane inspection II");
    assertThat(card("opportunities", id).path("mark").asText()).isEqualTo("ok");
    assertThat(card("opportunities", id).path("name").asText()).isEqualTo("Crane inspection II");
  }

  @Test
  void aMicrosoftSellerSharesADealAndThePortalUserAcceptsIt() {
    var id = create("referrals", NEW_DEAL.formatted("microsoft-seller", "Ferry bookings"));
    assertThat(card("referrals", id).path("status").asText()).isEqualTo("New");
    assertThat(card("referrals", id).path("incoming").asBoolean()).isTrue();

    send("POST", "referrals/" + id + "/accept", "{\"as\": \"portal-user\"}");

    assertThat(card("referrals", id).path("substatus").asText()).isEqualTo("Accepted");
  }

  @Test
  void aPortalUserAsksMicrosoftForHelpAndMicrosoftAccepts() {
    var id = create("referrals", NEW_DEAL.formatted("portal-user", "Dock scheduling"));
    assertThat(card("referrals", id).path("kind").asText()).isEqualTo("partner-led");

    send("PATCH", "referrals/" + id, "{\"help\": \"Quotes or Licensing\"}");
    send("POST", "referrals/" + id + "/accept", "{\"as\": \"microsoft-seller\"}");

    var card = card("referrals", id);
    assertThat(card.path("kind").asText()).isEqualTo("co-sell");
    assertThat(card.path("help").asText()).isEqualTo("QuotesOrLicensing");
    assertThat(card.at("/microsoft/substatus").asText()).isEqualTo("Accepted");
    assertThat(card.at("/microsoft/crmId").asText()).isNotEmpty();
  }

  @Test
  void answersInTheCloudsOwnWordsWhatItsRulesForbid() {
    var id = create("referrals", NEW_DEAL.formatted("portal-user", "Berth planning"));
    send("POST", "referrals/" + id + "/win", "{\"as\": \"portal-user\"}");

    var answer = ask("PATCH", "referrals/" + id, "{\"value\": 1}", Map.of());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("A closed referral cannot be changed.");
  }

  @Test
  void tellsWatchersHowLongAChangeTookToTheOtherSide() throws IOException {
    var id = create("opportunities", NEW_DEAL.formatted("portal-user", "Pilot boat tracking"));
    try (var events = watch()) {
      var referral = asConnector(id);
      send("PATCH", "opportunities/" + id, "{\"value\": 68000}");
      await().until(() -> events.arrivals(id).anyMatch(it -> it.path("millis").asInt() < 0));

      connectorPatches(referral, "/details/dealValue", "68000");

      await().until(() -> events.arrivals(id).anyMatch(it -> isArrivalOf(it, "value")));
    }
  }

  @Test
  void showsNothingAsArrivedBeforeTheOtherSideHasTheSameValue() throws IOException {
    var id = create("opportunities", NEW_DEAL.formatted("portal-user", "Tug dispatch"));
    try (var events = watch()) {
      var referral = asConnector(id);
      send("PATCH", "opportunities/" + id, "{\"value\": 71000, \"notes\": \"Two tugs.\"}");

      connectorPatches(referral, "/details/notes", "\"Two tugs.\"");

      await().until(() -> events.arrivals(id).anyMatch(it -> isArrivalOf(it, "notes")));
      assertThat(events.arrivals(id)).noneMatch(it -> isArrivalOf(it, "value"));
    }
  }

  @Test
  void ordersFaultsByNameAndForgetsThem() {
    send("PUT", "faults/salesforce-unavailable", "{}");
    send("PUT", "latency/partner-center", "{\"millis\": 40}");

    var faults = send("GET", "faults", null);
    assertThat(faults.path("waiting").asInt()).isEqualTo(1);
    assertThat(faults.at("/latency/partner-center").asInt()).isEqualTo(40);
    assertThat(salesforce.faults().waiting()).hasSize(1);

    send("DELETE", "faults", "{}");
    send("PUT", "latency/partner-center", "{\"millis\": 0}");
    assertThat(salesforce.faults().waiting()).isEmpty();
    assertThat(partnerCenter.api().faults().waiting()).isEmpty();
  }

  @Test
  void refusesWhatAForeignPageSends() {
    var foreign = Map.of("Origin", "https://elsewhere.example");

    var answer = ask("DELETE", "faults", "{}", foreign);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("from its own page only");
  }

  @Test
  void refusesAChangeThatAFormOfAForeignPageCouldSend() {
    var answer = ask("POST", "opportunities", "name=x", Map.of("Content-Type", "text/plain"));

    assertThat(answer.statusCode()).isEqualTo(415);
  }

  @Test
  void refusesAForeignHostName() throws IOException {
    int port = URI.create(desk.url()).getPort();
    try (var socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              ("GET /api/deals HTTP/1.1\r\nHost: elsewhere.example:"
                      + port
                      + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes());

      assertThat(answer).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void servesItsPageWithoutAnythingFromElsewhere() {
    for (var path : List.of("/", "/desk.css", "/desk.js")) {
      var answer = get(path);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'");
    }
  }

  /** Creates the referral of an opportunity as a client of the Referrals API does. */
  private static String asConnector(String opportunityId) {
    var deal =
        PartnerCenterSide.deal(
            new NewDeal(
                null,
                "From Salesforce",
                "Larkspur Ports Ltd",
                null,
                null,
                "D01 H9X2",
                "IE",
                null,
                null,
                null,
                null,
                new BigDecimal("67500"),
                "EUR",
                LocalDate.of(2027, 3, 31),
                "First talk went well.",
                "SOL-40210-KLP",
                null,
                true,
                true));
    var answer = api("POST", "", deal.withCrmId(opportunityId).json().toString());
    return answer.path("id").asText();
  }

  private static void connectorPatches(String referral, String path, String value) {
    api(
        "PATCH",
        "/" + referral,
        "[{\"op\": \"replace\", \"path\": \"" + path + "\", \"value\": " + value + "}]");
  }

  private static JsonNode api(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(
                URI.create(partnerCenter.apiUrl() + "/v1.0/engagements/referrals" + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header("Prefer", "return=representation")
            .header(
                "Authorization",
                "Bearer " + partnerCenter.accessToken("https://api.partner.microsoft.com"))
            .build();
    var answer = exchange(request);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return parse(answer.body());
  }

  private static boolean isArrivalOf(JsonNode arrival, String what) {
    return arrival.path("millis").asInt() >= 0
        && arrival.path("direction").asText().equals("to-partner-center")
        && arrival.path("what").toString().contains("\"" + what + "\"");
  }

  private static String create(String kind, String deal) {
    return send("POST", kind, deal).path("id").asText();
  }

  private static JsonNode card(String kind, String id) {
    for (var card : send("GET", "deals", null).path(kind)) {
      if (card.path("id").asText().equals(id)) {
        return card;
      }
    }
    throw new AssertionError("The desk shows no " + id + " among its " + kind);
  }

  private static JsonNode send(String method, String path, String body) {
    var answer = ask(method, path, body, Map.of());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return parse(answer.body());
  }

  private static HttpResponse<String> ask(
      String method, String path, String body, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(URI.create(desk.url() + "/api/" + path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .setHeader("Content-Type", "application/json");
    headers.forEach(request::setHeader);
    return exchange(request.build());
  }

  private static HttpResponse<String> get(String path) {
    return exchange(HttpRequest.newBuilder(URI.create(desk.url() + path)).build());
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens to the desk's events as a browser does, from the first picture on. */
  private static Events watch() {
    var events = new Events();
    await().until(() -> events.hasBegun());
    return events;
  }

  private static final class Events implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Stream<String> stream;

    Events() {
      try {
        var request = HttpRequest.newBuilder(URI.create(desk.url() + "/api/events")).build();
        stream = HTTP.send(request, BodyHandlers.ofLines()).body();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      var reader = new Thread(this::read, "desk-events");
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try {
        stream.forEach(lines::add);
      } catch (UncheckedIOException e) {
        lines.add("closed");
      }
    }

    boolean hasBegun() {
      return lines.contains("event: everything");
    }

    Stream<JsonNode> arrivals(String opportunityId) {
      var found = new ArrayList<JsonNode>();
      for (int i = 1; i < lines.size(); i++) {
        if (lines.get(i - 1).equals("event: arrival")) {
          found.add(parse(lines.get(i).substring("data: ".length())));
        }
      }
      return found.stream().filter(it -> it.path("opportunityId").asText().equals(opportunityId));
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
