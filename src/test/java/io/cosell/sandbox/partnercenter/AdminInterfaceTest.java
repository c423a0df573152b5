package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** The sandbox's own interface, as another process uses it. */
class AdminInterfaceTest extends SandboxTest {

  @Test
  void createsDealsAndFillsInWhatTheyLack() {
    var created =
        json(
            send(
                "POST",
                "/sandbox/referrals",
                readTree("{'role':'portal','deal':{'name':'A','details':{'dealValue':7}}}")));

    assertThat(created.get("name").asText()).isEqualTo("A");
    assertThat(created.at("/details/dealValue").asInt()).isEqualTo(7);
    assertThat(created.at("/details/currency").asText()).isEqualTo("GBP");
    assertThat(json(get("/sandbox/referrals")).get(0)).isEqualTo(created);
  }

  @Test
  void createsManyAtOnce() {
    var created =
        json(
            send(
                "POST",
                "/sandbox/referrals/bulk",
                readTree(
                    "[{'role':'microsoft','deal':{'name':'A'}},"
                        + "{'role':'portal','deal':{'name':'B'},'help':'GeneralOrOther'}]")));

    assertThat(created.at("/0/status").asText()).isEqualTo("New");
    assertThat(created.at("/1/status").asText()).isEqualTo("Active");
    assertThat(json(get("/sandbox/referrals"))).hasSize(4);
  }

  @Test
  void playsPortalUserAndMicrosoftSeller() {
    var own =
        json(
            send(
                "POST",
                "/sandbox/referrals",
                readTree("{'deal':{'name':'A'},'help':'GeneralOrOther'}")));
    var path = "/sandbox/referrals/" + id(own);

    var accepted = json(send("POST", path + "/accept", readTree("{'role':'microsoft'}")));
    var valued =
        json(
            send(
                "PATCH",
                path,
                readTree("{'role':'microsoft','changes':{'/details/dealValue':9}}")));
    var noted = json(send("PATCH", path, readTree("{'changes':{'/details/notes':'later'}}")));
    var lost = json(send("POST", path + "/lose", readTree("{'role':'portal','reason':'price'}")));
    var again = send("POST", path + "/win", readTree("{'role':'portal'}"));

    assertThat(accepted.get("organizationId").asText()).isEqualTo("msft");
    assertThat(accepted.get("substatus").asText()).isEqualTo("Accepted");
    assertThat(valued.at("/details/dealValue").asInt()).isEqualTo(9);
    assertThat(noted.at("/details/notes").asText()).isEqualTo("later");
    assertThat(lost.get("statusReason").asText()).isEqualTo("price");
    assertRefused(again, 400, "invalidRequest", "closed");
  }

  @Test
  void injectsFaultsAndShowsCalls() {
    send(
        "POST",
        "/sandbox/faults",
        readTree(
            "{'name':'status','method':'GET','path':'referrals',"
                + "'times':1,'details':{'status':503}}"));

    assertThat(list("").statusCode()).isEqualTo(503);
    assertThat(list("").statusCode()).isEqualTo(200);

    var calls = json(get("/sandbox/calls")).get("api");
    assertThat(calls).extracting(call -> call.get("status").asInt()).containsExactly(503, 200);
    send("DELETE", "/sandbox/calls", null);
    assertThat(json(get("/sandbox/calls")).get("api")).isEmpty();
  }

  @Test
  void turnsSwitches() {
    send("PUT", "/sandbox/switches/create-answers-201", null);

    assertThat(create(Deal.named("A").json()).statusCode()).isEqualTo(201);
    assertThat(send("PUT", "/sandbox/switches/unheard-of", null).statusCode()).isEqualTo(400);
  }

  @Test
  void givesItsRoots() {
    assertThat(get("/sandbox/trust-certificates").body())
        .isEqualTo(sandbox.trustCertificatesPem())
        .startsWith("-----BEGIN CERTIFICATE-----");
  }

  @Test
  void streamsEveryChange() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    var request = HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + "/sandbox/changes")).build();
    HttpClient.newHttpClient()
        .sendAsync(request, BodyHandlers.fromLineSubscriber(new Lines(lines)));
    await().until(() -> lines.contains(": connected"));

    var created = json(create(Deal.named("A").json()));
    patch(created, replace("/details/dealValue", 9));

    await().until(() -> lines.stream().filter(it -> it.startsWith("data: ")).count() == 2);
    var change = readTree(lines.get(lines.size() - 1).substring("data: ".length()));
    assertThat(change.get("referralId")).isEqualTo(created.get("id"));
    assertThat(change.get("who").asText()).isEqualTo("connector");
    assertThat(change.get("fields"))
        .isEqualTo(readTree("[{'path':'/details/dealValue','value':9}]"));
  }

  /** Collects the lines that are not blank. */
  private record Lines(List<String> kept) implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (!line.isBlank()) {
        kept.add(line);
      }
    }

    @Override
    public void onError(Throwable cause) {
      kept.add("error: " + cause);
    }

    @Override
    public void onComplete() {
      kept.add("complete");
    }
  }
}
