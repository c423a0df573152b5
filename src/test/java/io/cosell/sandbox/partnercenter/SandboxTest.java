package io.cosell.sandbox.partnercenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A started sandbox, a clock to move, and plain HTTP calls with a good token. */
abstract class SandboxTest {
  static final String REFERRALS = "/v1.0/engagements/referrals";
  static final String REGISTRATION = "/webhooks/v1/registration";
  static final String HELP = "ProofOfConceptOrDemo";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final MovableClock clock = new MovableClock();
  PartnerCenterSandbox sandbox;

  @BeforeEach
  void start() {
    sandbox =
        new PartnerCenterSandbox(
                PartnerCenterOptions.defaults()
                    .withClock(clock)
                    .withWebhookTimes(Duration.ofMillis(1), Duration.ofSeconds(5)))
            .start();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  HttpResponse<String> send(String method, String path, JsonNode body, String... headers) {
    var audience =
        path.startsWith("/webhooks")
            ? "https://api.partnercenter.microsoft.com"
            : "https://api.partner.microsoft.com";
    return sendWith(sandbox.accessToken(audience), method, path, body, headers);
  }

  HttpResponse<String> sendWith(
      String token, String method, String path, JsonNode body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  HttpResponse<String> list(String options) {
    return get(REFERRALS + "?" + options);
  }

  HttpResponse<String> create(JsonNode body) {
    return send("POST", REFERRALS, body);
  }

  HttpResponse<String> patch(JsonNode referral, JsonNode operations, String... headers) {
    return send("PATCH", REFERRALS + "/" + id(referral), operations, headers);
  }

  JsonNode read(JsonNode referral) {
    return json(get(REFERRALS + "/" + id(referral)));
  }

  static String filter(String expression) {
    return "$filter=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String id(JsonNode referral) {
    return referral.get("id").asText();
  }

  /** A JSON Patch that replaces these values. */
  static JsonNode replace(Map<String, ?> values) {
    var operations = MAPPER.createArrayNode();
    values.forEach(
        (path, value) ->
            operations
                .addObject()
                .put("op", "replace")
                .put("path", path)
                .set("value", MAPPER.valueToTree(value)));
    return operations;
  }

  static JsonNode replace(String path, Object value) {
    return replace(Map.of(path, value));
  }

  static JsonNode readTree(String text) {
    try {
      return MAPPER.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void assertRefused(
      HttpResponse<String> response, int status, String code, String message) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(json(response).at("/error/code").asText()).isEqualTo(code);
    assertThat(json(response).at("/error/message").asText()).contains(message);
  }
}
