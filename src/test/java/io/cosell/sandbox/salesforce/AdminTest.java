package io.cosell.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminTest {
  private static final String DEAL =
      "{\"Name\":\"N\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2026-12-31\"}";
  private final SalesforceSandbox org = SalesforceSandbox.started();
  private ApiClient api;

  @BeforeEach
  void signIn() {
    api = new ApiClient(org);
  }

  @AfterEach
  void stop() {
    org.close();
  }

  @Test
  void editsRecordsAsASeller() {
    var users = api.absolute("GET", "/sandbox/users", null);
    var bruno = users.body().path(2).path("Id").asText();

    var created = api.absolute("POST", "/sandbox/records/Opportunity?user=" + bruno, DEAL);
    var path = "/sandbox/records/Opportunity/" + created.body().path("Id").asText();
    var changed = api.absolute("PATCH", path, "{\"NextStep\":\"call\"}");
    var refused = api.absolute("PATCH", path, "{\"Nope\":\"call\"}");
    var deleted = api.absolute("DELETE", path, null);
    var gone = api.absolute("GET", path, null);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("CreatedById").asText()).isEqualTo(bruno);
    assertThat(changed.body().path("NextStep").asText()).isEqualTo("call");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("error").asText()).startsWith("INVALID_FIELD: No such column");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(org.apiCalls()).isZero();
  }

  @Test
  void takesFaultsAndCountsCalls() {
    api.absolute(
        "POST",
        "/sandbox/faults",
        "{\"name\":\"status\",\"path\":\"limits\",\"details\":{\"status\":502}}");

    var faulty = api.get("/limits");
    var good = api.get("/limits/");
    api.get("/sobjects/Account/0015f000000000AAAA");
    var calls = api.absolute("GET", "/sandbox/calls", null);

    assertThat(faulty.status()).isEqualTo(502);
    assertThat(good.status()).isEqualTo(200);
    assertThat(calls.body().path("total").asInt()).isEqualTo(4);
    assertThat(calls.body().path("counts").path("GET /services/data/limits").asInt()).isEqualTo(2);
    assertThat(calls.body().path("counts").has("GET /services/data/sobjects/Account/{id}"))
        .isTrue();
  }

  @Test
  void tellsEveryCommittedChange() {
    List<String> lines = new CopyOnWriteArrayList<>();
    var watching =
        HttpClient.newHttpClient()
            .sendAsync(
                HttpRequest.newBuilder(URI.create(org.url() + "/sandbox/changes")).build(),
                HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(lines)));
    await().until(() -> !lines.isEmpty());

    api.post("/sobjects/Account", "{\"Name\":\"A\"}");
    api.absolute("POST", "/sandbox/records/Opportunity", DEAL);

    await().until(() -> lines.stream().filter(it -> it.startsWith("data:")).count() == 2);
    assertThat(lines)
        .anyMatch(it -> it.contains("\"type\":\"Account\"") && it.contains("\"who\":\"connector\""))
        .anyMatch(it -> it.contains("\"Name\":\"N\"") && it.contains("\"who\":\"seller\""));
    watching.cancel(true);
  }

  @Test
  void startsAnewWithTheSameUsers() {
    api.absolute("POST", "/sandbox/records/Opportunity", DEAL);
    var user = org.integrationUser();

    api.absolute("POST", "/sandbox/reset", "");

    assertThat(org.records("Opportunity")).isEmpty();
    assertThat(org.integrationUser()).isEqualTo(user);
    assertThat(api.query("SELECT Id FROM User").body().path("totalSize").asInt()).isEqualTo(5);
  }

  /** Collects the lines of a stream. */
  private record Lines(List<String> lines) implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      lines.add(line);
    }

    @Override
    public void onError(Throwable problem) {
      lines.add("closed");
    }

    @Override
    public void onComplete() {
      lines.add("closed");
    }
  }
}
